//! Damage that adds up over cycles, by a power of their range.

use crate::cycles::COUNTABLE;
use crate::cycles::counter::Cycle;
use crate::cycles::rainflow::{Residue, for_each_cycle};
use crate::error::{Error, NOT_NEGATIVE, all_within, within};
use crate::parallel::KeepGoing;

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
        cycle.count * cycle.range().powf(self.exponent)
    }
}

/// Damage of `series` by `law`, the residue counted as half cycles, summed in counting order.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`COUNTABLE`]; [`Error::Interrupted`].
pub fn damage(series: &[f64], law: PowerLaw, watch: &dyn KeepGoing) -> Result<f64, Error> {
    all_within("series", series, COUNTABLE)?;
    let mut sum = 0.0;
    for_each_cycle(series, Residue::Half, watch, |cycle| sum += law.of(&cycle))?;
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damages_the_example_of_the_standard() {
        let series = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];
        let of = |exponent| damage(&series, PowerLaw::new(exponent).unwrap(), &());
        assert_eq!(of(1.0), Ok(23.0));
        assert_eq!(of(2.0), Ok(151.0));
        assert_eq!(of(3.0), Ok(1094.0));
    }

    #[test]
    fn a_falling_law_is_refused() {
        assert!(PowerLaw::new(-1.0).is_err());
        assert!(PowerLaw::new(f64::NAN).is_err());
    }
}
