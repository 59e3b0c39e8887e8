//! Damage that is a power of the range.

use crate::cycles::cycle::Cycle;
use crate::error::{Error, NOT_NEGATIVE, within};

/// Sums that run side by side, so that no addition waits for the one before.
const LANES: usize = 8;

/// Damage of a cycle: `scale` · range^`exponent`.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct PowerLaw {
    exponent: f64,
    scale: f64,
}

impl PowerLaw {
    /// The law with this exponent, by which a range of one does damage of one.
    ///
    /// # Errors
    /// As [`PowerLaw::checked`].
    pub fn new(exponent: f64) -> Result<Self, Error> {
        Self { exponent, scale: 1.0 }.checked()
    }

    /// This law with the damage that a range of one does.
    ///
    /// # Errors
    /// As [`PowerLaw::checked`].
    pub fn scaled(self, scale: f64) -> Result<Self, Error> {
        Self { scale, ..self }.checked()
    }

    /// This law, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `exponent` or `scale` is negative or not finite.
    pub fn checked(self) -> Result<Self, Error> {
        within("exponent", self.exponent, NOT_NEGATIVE)?;
        within("scale", self.scale, NOT_NEGATIVE)?;
        Ok(self)
    }

    /// What `cycle` adds.
    #[must_use]
    pub fn of<A>(self, cycle: &Cycle<A>) -> f64 {
        cycle.count * self.of_range(cycle.range())
    }

    /// What one full cycle of this `range` adds.
    #[inline]
    #[must_use]
    pub fn of_range(self, range: f64) -> f64 {
        if range == 0.0 { 0.0 } else { self.sum(&[range]) } // nothing to the power of zero is one
    }

    /// How steeply that grows with the range.
    #[inline]
    #[must_use]
    pub fn slope(self, range: f64) -> f64 {
        let Self { exponent, scale } = self;
        match exponent {
            0.0 => 0.0,
            1.0 => scale,
            1.5 => 1.5 * scale * range.sqrt(),
            2.0 => 2.0 * scale * range,
            _ => exponent * scale * range.powf(exponent - 1.0),
        }
    }

    /// What full cycles of these `ranges` add.
    ///
    /// Small exponents are products and roots, which run in vectors where a power does not.
    #[inline]
    #[must_use]
    pub fn sum(self, ranges: &[f64]) -> f64 {
        let sum = match self.exponent {
            1.0 => sum_of(ranges, |r| r),
            1.5 => sum_of(ranges, |r| r * r.sqrt()),
            2.0 => sum_of(ranges, |r| r * r),
            2.5 => sum_of(ranges, |r| r * r * r.sqrt()),
            3.0 => sum_of(ranges, |r| r * r * r),
            exponent => sum_of(ranges, |r| r.powf(exponent)),
        };
        self.scale * sum
    }
}

/// The sum of `term` over `ranges`, on a fixed grid.
#[inline]
pub(crate) fn sum_of(ranges: &[f64], term: impl Fn(f64) -> f64) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_roots_are_powers() {
        for exponent in [1.0, 1.5, 2.0, 2.5, 3.0_f64] {
            let law = PowerLaw::new(exponent).unwrap();
            for range in [0.0, 1e-300, 0.1, 0.7, 1.0, 3.0, 1e90_f64] {
                let power = range.powf(exponent);
                assert!((law.sum(&[range]) - power).abs() <= 1e-15 * power);
                let slope = exponent * range.powf(exponent - 1.0);
                assert!((law.slope(range) - slope).abs() <= 1e-15 * slope);
            }
        }
    }

    #[test]
    fn a_falling_law_is_refused() {
        assert!(PowerLaw::new(-1.0).is_err());
        assert!(PowerLaw::new(f64::NAN).is_err());
        assert!(PowerLaw::new(1.0).and_then(|law| law.scaled(-1.0)).is_err());
    }
}
