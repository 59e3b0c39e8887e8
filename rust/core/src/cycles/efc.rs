//! Equivalent full cycles: how often the charge that moved would fill and empty the battery.

use crate::cycles::BLOCK;
use crate::cycles::series::Series;
use crate::error::{Error, FRACTION, all_within};

/// Half the way that `soc` goes up and down.
///
/// # Errors
/// [`Error::BadInput`] if a sample is no fraction.
pub fn equivalent_full_cycles<'a>(soc: impl Into<Series<'a>>) -> Result<f64, Error> {
    let (soc, mut way) = (soc.into(), 0.0);
    all_within("soc", &[soc.sample(0)][..soc.count().min(1)], FRACTION)?;
    let mut blocks = soc.blocks(0, soc.count(), BLOCK);
    while let Some((start, samples)) = blocks.next() {
        all_within("soc", samples, FRACTION).map_err(|error| error.later_by(start))?;
        let later = samples.iter().skip(1);
        way = samples.iter().zip(later).fold(way, |way, (a, b)| way + (b - a).abs());
    }
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
