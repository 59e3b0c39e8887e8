//! Damage of a whole series, without a list of its cycles.

use crate::cycles::contraction::{BLOCK, Contraction};
use crate::cycles::countable::countable;
use crate::cycles::power_law::PowerLaw;
use crate::cycles::progress::share;
use crate::error::Error;
use crate::parallel::KeepGoing;

/// Damage of `series` by `law`, the residue counted as half cycles.
///
/// The sum runs on a fixed grid of blocks and within one in the order of removal, so it is the
/// same every time, and differs from a sum in counting order by rounding alone.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`]; [`Error::Interrupted`].
pub fn damage(series: &[f64], law: PowerLaw, watch: &dyn KeepGoing) -> Result<f64, Error> {
    let mut sum = 0.0;
    let mut contraction = Contraction::new(series);
    for (block, samples) in series.chunks(BLOCK).enumerate() {
        let samples = countable("series", samples, series)?;
        let mut final_sum = 0.0;
        let full = contraction.take(samples, |cycle| final_sum += law.of(&cycle));
        sum += law.sum(full) + final_sum;
        watch.keep_going(share(block * BLOCK, series.len()))?;
    }
    let open = contraction.finish(|cycle| sum += law.of(&cycle));
    Ok(open.provisional().fold(sum, |sum, cycle| sum + law.of(&cycle)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damages_the_example_of_the_standard() {
        let series = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];
        let of = |exponent| damage(&series, PowerLaw::new(exponent).unwrap(), &());
        assert_eq!(of(0.0), Ok(4.0));
        assert_eq!(of(1.0), Ok(23.0));
        assert_eq!(of(2.0), Ok(151.0));
        assert_eq!(of(3.0), Ok(1094.0));
    }

    #[test]
    fn a_bad_sample_is_told_with_its_place_in_the_series() {
        let mut series = vec![0.0; 3 * BLOCK];
        series[BLOCK + 7] = f64::NAN;
        let found = damage(&series, PowerLaw::new(1.0).unwrap(), &());
        assert!(matches!(found, Err(Error::BadInput { index: Some(at), .. }) if at == BLOCK + 7));
    }
}
