//! Holds the grid power close to that of the step before.

use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, POSITIVE, within};

/// Bounds how fast the grid power may change, up and down.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct RampLimit {
    /// Largest change of the grid power from one step to the next, per second. \[W/s\]
    pub ramp_watt_per_second: f64,
}

impl Rule for RampLimit {
    type Memory = ();

    fn check(&self) -> Result<(), Error> {
        within("ramp_watt_per_second", self.ramp_watt_per_second, POSITIVE).map(|_| ())
    }

    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    fn decide(&self, (): &mut (), view: &View<'_>) -> Command {
        let Some(before) = view.grid_before_watt else {
            return Command::FREE;
        };
        let change = self.ramp_watt_per_second * view.dt_second;
        Command {
            lower_watt: before - change - view.net_watt(),
            wish_watt: None,
            upper_watt: before + change - view.net_watt(),
        }
    }
}
