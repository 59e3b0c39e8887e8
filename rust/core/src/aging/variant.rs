//! The same card with other values of its parameters.

use crate::aging::card::Card;
use crate::aging::fault::bad;
use crate::aging::model::Model;
use crate::error::Error;
use std::collections::BTreeMap;
use std::ops::Range;

impl Model {
    /// `card` with the `values` of some of its parameters, by name, in their places.
    ///
    /// # Errors
    /// [`Error::BadCard`] if `card` is no card, knows no such parameter, or does not take the value.
    pub fn with_parameters(card: &str, values: &BTreeMap<String, f64>) -> Result<String, Error> {
        let known = Self::from_toml(card)?.card;
        let mut changes = vec![];
        for (name, value) in values {
            if !value.is_finite() {
                return Err(bad(&format!("parameters.{name}"), "wants a finite number"));
            }
            changes.push((place_of(&known, name)?, *value));
        }
        changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
        let mut text = card.to_owned();
        for (place, value) in changes {
            text.replace_range(place, &format!("{value:?}"));
        }
        Self::from_toml(&text).map(|_| text)
    }
}

fn place_of(card: &Card, name: &str) -> Result<Range<usize>, Error> {
    let parameter = card.parameters.get(name);
    let place = parameter.map(|parameter| parameter.value.span());
    place.ok_or_else(|| bad(&format!("parameters.{name}"), "is no parameter of this card"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::card_of;

    #[test]
    fn values_stand_in_their_places() {
        let card = card_of("lfp_gr_250ah_prismatic");
        let before = Model::from_toml(card).unwrap().card.parameters;
        let values = before.keys().map(|name| (name.clone(), -1.5e-9)).collect();
        let after = Model::with_parameters(card, &values).unwrap();
        let after = Model::from_toml(&after).unwrap().card.parameters;
        assert!(after.values().all(|parameter| *parameter.value.get_ref() == -1.5e-9));
        assert_eq!(after.len(), before.len());
    }
}
