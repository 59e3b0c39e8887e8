//! The cards that ship.

/// The text of each card, by its key.
pub const CARDS: [(&str, &str); 2] = [
    ("lfp_gr_250ah_prismatic", include_str!("../../models/lfp_gr_250ah_prismatic.toml")),
    ("nmc111_gr_kokam_75ah", include_str!("../../models/nmc111_gr_kokam_75ah.toml")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::Model;

    #[test]
    fn every_card_is_understood_and_stands_under_its_key() {
        for (key, text) in CARDS {
            let model = Model::from_toml(text).unwrap_or_else(|error| panic!("{key}: {error}"));
            assert_eq!(model.card.key, key);
        }
    }
}
