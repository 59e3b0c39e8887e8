//! What a policy answers.

use crate::error::{Error, within};
use crate::soc::Number;

/// Any power of the battery within the bounds is right, the wish is best.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Command {
    /// Lowest power that is right. \[W\]
    pub lower_watt: f64,
    /// The power wanted, if there is one. \[W\]
    pub wish_watt: Option<f64>,
    /// Highest power that is right. \[W\]
    pub upper_watt: f64,
}

impl Command {
    /// Any power is right and none is wanted.
    pub const FREE: Self =
        Self { lower_watt: f64::NEG_INFINITY, wish_watt: None, upper_watt: f64::INFINITY };

    /// This command, if its bounds are in order and no number is NaN.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number at fault.
    pub fn checked(self) -> Result<Self, Error> {
        let all = f64::NEG_INFINITY..=f64::INFINITY;
        let lower = within("lower_watt", self.lower_watt, all.clone())?;
        within("upper_watt", self.upper_watt, lower..=f64::INFINITY)?;
        within("wish_watt", self.wish_watt.unwrap_or(0.0), all).map(|_| self)
    }

    /// This power and no other.
    #[must_use]
    pub fn exactly(power_watt: f64) -> Self {
        Self { lower_watt: power_watt, wish_watt: Some(power_watt), upper_watt: power_watt }
    }

    /// This power best, and any other right.
    #[must_use]
    pub fn wish(power_watt: f64) -> Self {
        Self { wish_watt: Some(power_watt), ..Self::FREE }
    }

    /// This command with what a `later` one leaves of it, or nothing if they exclude each other.
    #[inline]
    #[must_use]
    pub fn narrowed_by(self, later: Self) -> Option<Self> {
        let lower_watt = self.lower_watt.greater(later.lower_watt);
        let upper_watt = self.upper_watt.lesser(later.upper_watt);
        let wish_watt = self.wish_watt.or(later.wish_watt);
        (lower_watt <= upper_watt).then_some(Self { lower_watt, wish_watt, upper_watt })
    }

    /// The power to run at: the wish, or else rest, brought within the bounds. \[W\]
    #[inline]
    #[must_use]
    pub fn power_watt(self) -> f64 {
        self.wish_watt.unwrap_or(0.0).greater(self.lower_watt).lesser(self.upper_watt)
    }
}
