//! Leaves out the swings of stored energy that wear more than they earn.
//!
//! Y. Shi, B. Xu, Y. Tan, D. Kirschen, B. Zhang, IEEE Transactions on Automatic Control 64(6), 2324
//! (2019): under a convex price of cycle depth, following a signal except where the range of
//! stored energy so far would pass a threshold is within a constant of the best in hindsight.

use crate::cycles::Law;
use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, FRACTION, NOT_NEGATIVE, POSITIVE, all_within, within};
use crate::soc::Number;

/// Halvings after which a depth stands to the last bit.
const HALVINGS: u32 = 60;

/// Holds the range of the state of charge so far within a depth.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct CycleAware {
    /// The deepest cycle that is worth its wear. \[1\]
    pub depth: f64,
}

/// The lowest and the highest state of charge so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SocRange {
    low: f64,
    high: f64,
}

impl Rule for CycleAware {
    type Memory = SocRange;

    fn check(&self) -> Result<(), Error> {
        within("depth", self.depth, FRACTION).map(|_| ())
    }

    fn decide(&self, range: &mut SocRange, view: &View<'_>) -> Command {
        *range = SocRange { low: range.low.lesser(view.soc), high: range.high.greater(view.soc) };
        Command {
            lower_watt: view.lowest_power((range.high - self.depth) * view.capacity_wh),
            wish_watt: None,
            upper_watt: view.highest_power((range.low + self.depth) * view.capacity_wh),
        }
    }
}

impl Remembered<CycleAware> for SocRange {
    fn start(_rule: &CycleAware) -> Self {
        Self { low: f64::INFINITY, high: f64::NEG_INFINITY }
    }

    fn numbers(&self) -> Vec<f64> {
        if self.low <= self.high { vec![self.low, self.high] } else { vec![] }
    }

    fn recall(rule: &CycleAware, numbers: &[f64]) -> Result<Self, Error> {
        match *all_within("memory", numbers, FRACTION)? {
            [] => Ok(Self::start(rule)),
            [low, high] if low <= high => Ok(Self { low, high }),
            _ => Err(Error::BadShape { name: "memory", got: vec![numbers.len()], want: vec![2] }),
        }
    }
}

/// The depth at which one more kWh of cycle wears as much as it is worth, at most 1.
///
/// A cell of `cell_price_per_kwh` loses that price times the slope of the law with each kWh that a
/// cycle goes deeper; the slope must not fall with the depth.
///
/// # Errors
/// [`Error::BadInput`] or [`Error::BadShape`] as [`Law::checked`], or for a price of the cell that
/// is not positive or one of the cycle below zero.
pub fn worthwhile_depth(
    law: Law,
    cell_price_per_kwh: f64,
    cycle_price_per_kwh: f64,
) -> Result<f64, Error> {
    let law = law.checked()?;
    within("cell_price_per_kwh", cell_price_per_kwh, POSITIVE)?;
    within("cycle_price_per_kwh", cycle_price_per_kwh, NOT_NEGATIVE)?;
    let is_worth = |depth| law.slope(depth) * cell_price_per_kwh <= cycle_price_per_kwh;
    if is_worth(1.0) {
        return Ok(1.0);
    }
    let (mut shallow, mut deep) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (shallow + deep);
        if is_worth(middle) {
            shallow = middle;
        } else {
            deep = middle;
        }
    }
    Ok(shallow)
}
