//! Damage that adds up over cycles, by a power of their range.

use crate::cycles::contraction::{BLOCK, Contraction};
use crate::cycles::countable::countable;
use crate::cycles::counter::Cycle;
use crate::cycles::progress::share;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::KeepGoing;

/// Sums that run side by side, so that no addition waits for the one before.
const LANES: usize = 8;

/// Damage of a cycle: count · range^`exponent`.
///
/// Damage adds up linearly over cycles (M. A. Miner, J. Appl. Mech. 12(3), A159–A164, 1945). With
/// half cycles for the residue it is continuous in the last sample and never falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLaw {
    exponent: f64,
}

impl PowerLaw {
    /// The law with this exponent.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `exponent` is negative or not finite.
    pub fn new(exponent: f64) -> Result<Self, Error> {
        let exponent = within("exponent", exponent, NOT_NEGATIVE)?;
        Ok(Self { exponent })
    }

    /// What `cycle` adds.
    #[must_use]
    pub fn of<A>(self, cycle: &Cycle<A>) -> f64 {
        cycle.count * self.sum(&[cycle.range()])
    }

    /// What full cycles of these `ranges` add.
    ///
    /// Small exponents are products and roots, which run in vectors where a power does not.
    #[must_use]
    pub fn sum(self, ranges: &[f64]) -> f64 {
        match self.exponent {
            1.0 => sum_of(ranges, |r| r),
            1.5 => sum_of(ranges, |r| r * r.sqrt()),
            2.0 => sum_of(ranges, |r| r * r),
            2.5 => sum_of(ranges, |r| r * r * r.sqrt()),
            3.0 => sum_of(ranges, |r| r * r * r),
            exponent => sum_of(ranges, |r| r.powf(exponent)),
        }
    }
}

#[inline]
fn sum_of(ranges: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let (blocks, rest) = ranges.as_chunks::<LANES>();
    for block in blocks {
        for (lane, &range) in lanes.iter_mut().zip(block) {
            *lane += term(range);
        }
    }
    let whole = lanes.iter().fold(0.0, |sum, lane| sum + lane);
    rest.iter().fold(whole, |sum, &range| sum + term(range))
}

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
    fn products_and_roots_are_powers() {
        for exponent in [1.0, 1.5, 2.0, 2.5, 3.0_f64] {
            let law = PowerLaw::new(exponent).unwrap();
            for range in [0.0, 1e-300, 0.1, 0.7, 1.0, 3.0, 1e90_f64] {
                let power = range.powf(exponent);
                assert!((law.sum(&[range]) - power).abs() <= 1e-15 * power);
            }
        }
    }

    #[test]
    fn a_falling_law_is_refused() {
        assert!(PowerLaw::new(-1.0).is_err());
        assert!(PowerLaw::new(f64::NAN).is_err());
    }

    #[test]
    fn a_bad_sample_is_told_with_its_place_in_the_series() {
        let mut series = vec![0.0; 3 * BLOCK];
        series[BLOCK + 7] = f64::NAN;
        let found = damage(&series, PowerLaw { exponent: 1.0 }, &());
        assert!(matches!(found, Err(Error::BadInput { index: Some(at), .. }) if at == BLOCK + 7));
    }
}
