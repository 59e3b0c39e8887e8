//! Equivalent full cycles: how often the charge that moved would fill and empty the battery.

use crate::error::{Error, FRACTION, all_within};

/// Half the way that `soc` goes up and down.
///
/// # Errors
/// [`Error::BadInput`] if a sample is no fraction.
pub fn equivalent_full_cycles(soc: &[f64]) -> Result<f64, Error> {
    let soc = all_within("soc", soc, FRACTION)?;
    let later = soc.iter().skip(1);
    let way = soc.iter().zip(later).fold(0.0, |way, (a, b)| way + (b - a).abs());
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
