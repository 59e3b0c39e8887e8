//! Load and limits in, the power wanted out: rules that run in a controller, one per file.
//!
//! A policy looks at the present step and answers with an interval of battery power and a wish
//! within it. A stack narrows the interval from its first policy to its last; where nothing would
//! be left, the earlier interval stands and the conflict is counted. The first wish is taken,
//! clipped, even if the bounds that came with it had to be passed over.

use crate::error::{Error, FRACTION, within};
use crate::site::Equipment;
use crate::soc::Number;
use crate::tariff::YEAR_SECOND;
use crate::trace::SAMPLE;

mod backup_reserve;
mod controller;
mod load_smoothing;
pub mod optimum;
mod peak_shaving;
mod ramp_limit;
#[cfg(test)]
mod tests;

pub use backup_reserve::{BackupReserve, Highest};
pub use controller::{Controller, Policy};
pub use load_smoothing::LoadSmoothing;
pub use peak_shaving::PeakShaving;
pub use ramp_limit::RampLimit;

/// What a policy may know at the start of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View<'a> {
    /// Length of the step. \[s\]
    pub dt_second: f64,
    /// Power that the load asks for over the step. \[W\]
    pub load_watt: f64,
    /// The part of it that an outage leaves to be carried. \[W\]
    pub critical_watt: f64,
    /// Whether the grid is away.
    pub outage: bool,
    /// Grid power of the step before, if there was one with a grid. \[W\]
    pub grid_before_watt: Option<f64>,
    /// State of charge. \[1\]
    pub soc: f64,
    /// Energy between soc 0 and 1 at present health. \[Wh\]
    pub capacity_wh: f64,
    /// What of the battery does not change.
    pub equipment: &'a Equipment,
}

impl View<'_> {
    /// This view, if its numbers make sense; no more of the load is critical than there is.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    pub fn checked(self) -> Result<Self, Error> {
        within("dt_second", self.dt_second, f64::MIN_POSITIVE..=YEAR_SECOND)?;
        within("load_watt", self.load_watt, SAMPLE)?;
        within("critical_load_watt", self.critical_watt, SAMPLE)?;
        within("grid_before_watt", self.grid_before_watt.unwrap_or(0.0), SAMPLE)?;
        within("soc", self.soc, FRACTION)?;
        Ok(Self { critical_watt: self.critical_watt.lesser(self.load_watt), ..self })
    }

    /// AC power that moves the stored energy to `goal_wh` within the step. \[W\]
    #[inline]
    fn power_towards(&self, goal_wh: f64) -> f64 {
        charging_power((goal_wh - self.stored_wh()) * 3600.0 / self.dt_second, self.equipment)
    }

    /// A charging power, or the lesser one that ends the step at `goal_wh`. \[W\]
    #[inline]
    fn up_to(&self, goal_wh: f64, power_watt: f64) -> f64 {
        let filled_wh = self.equipment.path.store_power(power_watt) * self.hours();
        if self.stored_wh() + filled_wh <= goal_wh {
            return power_watt; // the common case needs no root
        }
        self.power_towards(goal_wh).lesser(power_watt)
    }

    /// Length of the step in hours: a product, as divisions would be a good part of a step's cost.
    #[inline]
    fn hours(&self) -> f64 {
        const HOUR_PER_SECOND: f64 = 1.0 / 3600.0;
        self.dt_second * HOUR_PER_SECOND
    }

    #[inline]
    fn stored_wh(&self) -> f64 {
        self.soc * self.capacity_wh
    }
}

/// AC power that moves the stored energy by a power; rare, and so kept out of the way of what is not.
#[cold]
fn charging_power(store_watt: f64, equipment: &Equipment) -> f64 {
    equipment.path.ac_power(store_watt)
}

/// What a policy answers: any power of the battery within the bounds, best the wish.
#[derive(Debug, Clone, Copy, PartialEq)]
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

    /// This power and no other.
    #[must_use]
    pub fn exactly(power_watt: f64) -> Self {
        Self { lower_watt: power_watt, wish_watt: Some(power_watt), upper_watt: power_watt }
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
    fn decide(&self, memory: &mut Self::Memory, view: &View<'_>) -> Command;
}
