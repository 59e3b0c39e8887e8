//! Stores what generation gives beyond the load, and gives it back when the load asks for more.

use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, LIMIT, within};
use crate::soc::Number;
use crate::trace::SAMPLE;

/// Holds the grid power at a small, constant value, mostly zero.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct SelfConsumption {
    /// The grid power that it aims at. \[W\]
    pub grid_watt: f64,
    /// Largest power of charging. \[W\]
    pub charge_power_watt: f64,
    /// Largest power of discharging. \[W\]
    pub discharge_power_watt: f64,
}

impl Rule for SelfConsumption {
    type Memory = ();

    fn check(&self) -> Result<(), Error> {
        within("grid_watt", self.grid_watt, SAMPLE)?;
        within("charge_power_watt", self.charge_power_watt, LIMIT)?;
        within("discharge_power_watt", self.discharge_power_watt, LIMIT).map(|_| ())
    }

    fn decide(&self, (): &mut (), view: &View<'_>) -> Command {
        let surplus = self.grid_watt - view.net_watt();
        Command::wish(surplus.clamp_to(-self.discharge_power_watt, self.charge_power_watt))
    }
}
