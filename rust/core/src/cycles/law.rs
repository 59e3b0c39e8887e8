//! How much damage a cycle does, by its range alone.
//!
//! Damage adds up linearly over cycles (M. A. Miner, J. Appl. Mech. 12(3), A159–A164, 1945). A law
//! never falls with the range; then damage, half cycles for the residue included, never falls as a
//! series goes on.

use crate::cycles::cycle::Cycle;
use crate::cycles::piecewise_linear::PiecewiseLinear;
use crate::cycles::power_law::{PowerLaw, sum_of};
use crate::error::Error;

/// Damage of a cycle by its range.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub enum Law {
    /// A power of the range.
    Power(PowerLaw),
    /// Straight lines between points.
    Linear(PiecewiseLinear),
}

impl Law {
    /// This law, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] as [`PowerLaw::checked`] and
    /// [`PiecewiseLinear::checked`] have it.
    pub fn checked(self) -> Result<Self, Error> {
        match self {
            Self::Power(law) => law.checked().map(Self::Power),
            Self::Linear(law) => law.checked().map(Self::Linear),
        }
    }

    /// What one full cycle of this `range` adds.
    #[inline]
    #[must_use]
    pub fn of_range(&self, range: f64) -> f64 {
        match self {
            Self::Power(law) => law.of_range(range),
            Self::Linear(law) => law.of_range(range),
        }
    }

    /// How steeply that grows with the range; at a kink, towards larger ranges.
    #[inline]
    #[must_use]
    pub fn slope(&self, range: f64) -> f64 {
        match self {
            Self::Power(law) => law.slope(range),
            Self::Linear(law) => law.slope(range),
        }
    }

    /// What `cycle` adds.
    #[inline]
    #[must_use]
    pub fn of<A>(&self, cycle: &Cycle<A>) -> f64 {
        cycle.count * self.of_range(cycle.range())
    }

    /// What full cycles of these `ranges` add.
    #[must_use]
    pub fn sum(&self, ranges: &[f64]) -> f64 {
        match self {
            Self::Power(law) => law.sum(ranges),
            Self::Linear(law) => sum_of(ranges, |range| law.of_range(range)),
        }
    }
}
