//! Charging while energy is cheap and discharging while it is dear, whoever says when.

use crate::dispatch::{Command, View};
use crate::error::{Error, FRACTION, LIMIT, within};
use crate::soc::Number;

/// How fast and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trade {
    pub charge_power_watt: f64,
    pub discharge_power_watt: f64,
    pub charge_soc: f64,
    pub discharge_soc: f64,
    pub feed_in: bool,
}

impl Trade {
    /// Nothing, if its numbers make sense.
    pub fn check(&self) -> Result<(), Error> {
        within("charge_power_watt", self.charge_power_watt, LIMIT)?;
        within("discharge_power_watt", self.discharge_power_watt, LIMIT)?;
        within("charge_soc", self.charge_soc, FRACTION)?;
        within("discharge_soc", self.discharge_soc, 0.0..=self.charge_soc).map(|_| ())
    }

    /// Charges as far as it should.
    pub fn charge(&self, view: &View<'_>) -> Command {
        let wish_watt = view.charge_to(self.charge_soc, self.charge_power_watt);
        Command { wish_watt, ..Command::FREE }
    }

    /// Discharges as far as it should, and beyond the net load only if it may be fed in.
    pub fn discharge(&self, view: &View<'_>) -> Command {
        let net_watt = if self.feed_in { f64::INFINITY } else { view.net_watt().greater(0.0) };
        let power_watt = self.discharge_power_watt.lesser(net_watt);
        Command { wish_watt: view.discharge_to(self.discharge_soc, power_watt), ..Command::FREE }
    }
}
