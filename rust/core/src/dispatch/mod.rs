//! Load and limits in, the power wanted out: rules that run in a controller, one per file.
//!
//! A policy looks at the present step and answers with an interval of battery power and a wish
//! within it. A stack narrows the interval from its first policy to its last; where nothing would
//! be left, the earlier one stands and the conflict is counted. The first wish, clipped, is taken.

use crate::converter::PowerPath;
use crate::error::{Error, FINITE, FRACTION, POSITIVE, within};

mod backup_reserve;
mod controller;
mod load_smoothing;
mod moving_mean;
mod peak_shaving;
mod ramp_limit;
#[cfg(test)]
mod tests;

pub use backup_reserve::BackupReserve;
pub use controller::{Controller, Policy};
pub use load_smoothing::LoadSmoothing;
pub use moving_mean::MovingMean;
pub use peak_shaving::PeakShaving;
pub use ramp_limit::RampLimit;

/// What a policy may know at the start of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Length of the step. [s]
    pub dt_second: f64,
    /// Power that the load asks for over the step. [W]
    pub load_watt: f64,
    /// The part of it that an outage leaves to be carried. [W]
    pub critical_watt: f64,
    /// Whether the grid is away.
    pub outage: bool,
    /// Grid power of the step before, if there was one with a grid. [W]
    pub grid_before_watt: Option<f64>,
    /// State of charge. [1]
    pub soc: f64,
    /// Lowest soc to which the battery may be discharged. [1]
    pub soc_min: f64,
    /// Highest soc to which it may be charged. [1]
    pub soc_max: f64,
    /// Energy between soc 0 and 1 at present health. [Wh]
    pub capacity_wh: f64,
    /// Largest AC power into the battery. [W]
    pub charge_limit_watt: f64,
    /// Largest AC power out of the battery. [W]
    pub discharge_limit_watt: f64,
    /// The way of power between the AC side and the store.
    pub path: PowerPath,
}

impl View {
    /// This view, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    pub fn checked(self) -> Result<Self, Error> {
        within("dt_second", self.dt_second, POSITIVE)?;
        within("load_watt", self.load_watt, FINITE)?;
        within("critical_load_watt", self.critical_watt, FINITE)?;
        within("grid_before_watt", self.grid_before_watt.unwrap_or(0.0), FINITE)?;
        within("soc", self.soc, FRACTION)?;
        Ok(self)
    }

    /// AC power that moves the stored energy to `goal_wh` within the step. [W]
    #[inline]
    fn power_towards(&self, goal_wh: f64) -> f64 {
        self.path.ac_power((goal_wh - self.stored_wh()) * 3600.0 / self.dt_second)
    }

    #[inline]
    fn stored_wh(&self) -> f64 {
        self.soc * self.capacity_wh
    }
}

/// What a policy answers: any power of the battery within the bounds, best the wish.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Command {
    /// Lowest power that is right. [W]
    pub lower_watt: f64,
    /// The power wanted, if there is one. [W]
    pub wish_watt: Option<f64>,
    /// Highest power that is right. [W]
    pub upper_watt: f64,
}

impl Command {
    /// Any power is right and none is wanted.
    pub const FREE: Self =
        Self { lower_watt: f64::NEG_INFINITY, wish_watt: None, upper_watt: f64::INFINITY };

    /// This power and no other.
    #[must_use]
    pub fn exactly(power_watt: f64) -> Self {
        Self { lower_watt: power_watt, wish_watt: Some(power_watt), upper_watt: power_watt }
    }

    /// This command with what a `later` one leaves of it, or nothing if they exclude each other.
    #[inline]
    #[must_use]
    pub fn narrowed_by(self, later: Self) -> Option<Self> {
        let lower_watt = self.lower_watt.max(later.lower_watt);
        let upper_watt = self.upper_watt.min(later.upper_watt);
        let wish_watt = self.wish_watt.or(later.wish_watt);
        (lower_watt <= upper_watt).then_some(Self { lower_watt, wish_watt, upper_watt })
    }

    /// The power to run at: the wish, or else rest, brought within the bounds. [W]
    #[inline]
    #[must_use]
    pub fn power_watt(self) -> f64 {
        self.wish_watt.unwrap_or(0.0).max(self.lower_watt).min(self.upper_watt)
    }
}

/// A rule for one step at a time; `memory` is all that it takes from one step to the next.
pub trait Rule {
    /// What it remembers.
    type Memory: Clone;

    /// Nothing, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    fn check(&self) -> Result<(), Error>;

    /// The memory before the first step.
    fn start(&self) -> Self::Memory;

    /// What to do at a step.
    fn decide(&self, memory: &mut Self::Memory, view: &View) -> Command;
}
