//! Equivalent full cycles: how often the charge that moved would fill and empty the battery.

use crate::cycles::series::{Series, for_each_fraction};
use crate::error::Error;

/// Half the way that `soc` goes up and down.
///
/// # Errors
/// [`Error::BadInput`] if a sample that is taken is no fraction.
pub fn equivalent_full_cycles<'a>(soc: impl Into<Series<'a>>) -> Result<f64, Error> {
    let mut way = 0.0;
    for_each_fraction(soc.into(), |samples| {
        let later = samples.iter().skip(1);
        way = samples.iter().zip(later).fold(way, |way, (a, b)| way + (b - a).abs());
    })?;
    Ok(0.5 * way)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_charge_and_discharge_is_one() {
        assert_eq!(equivalent_full_cycles(&[0.0, 0.5, 1.0, 0.25, 0.0]), Ok(1.0));
    }

    #[test]
    fn percent_is_refused() {
        assert!(equivalent_full_cycles(&[0.0, 50.0]).is_err());
    }
}
