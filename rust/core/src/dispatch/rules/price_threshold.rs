//! Charges while the price is low and discharges while it is high.

use super::trade::Trade;
use crate::dispatch::{Command, Given, Rule, View};
use crate::error::{Error, within};
use crate::trace::SAMPLE;

/// Charges at or below one price of energy and discharges at or above another.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct PriceThreshold {
    /// The highest price at which it charges. \[currency/kWh\]
    pub charge_below_per_kwh: f64,
    /// The lowest price at which it discharges, not below the other. \[currency/kWh\]
    pub discharge_above_per_kwh: f64,
    /// Largest power of charging. \[W\]
    pub charge_power_watt: f64,
    /// Largest power of discharging. \[W\]
    pub discharge_power_watt: f64,
    /// The soc up to which it charges. \[1\]
    pub charge_soc: f64,
    /// The soc down to which it discharges. \[1\]
    pub discharge_soc: f64,
    /// Whether it may give more than the site draws.
    pub feed_in: bool,
}

impl Rule for PriceThreshold {
    type Memory = ();

    fn check(&self) -> Result<(), Error> {
        let below = within("charge_below_per_kwh", self.charge_below_per_kwh, SAMPLE)?;
        let above = below..=*SAMPLE.end();
        within("discharge_above_per_kwh", self.discharge_above_per_kwh, above)?;
        self.trade().check()
    }

    fn check_given(&self, given: &Given) -> Result<(), Error> {
        Given::demand(given.price, "price_per_kwh")
    }

    fn decide(&self, (): &mut (), view: &View<'_>) -> Command {
        match view.price_per_kwh {
            Some(price) if price >= self.discharge_above_per_kwh => self.trade().discharge(view),
            Some(price) if price <= self.charge_below_per_kwh => self.trade().charge(view),
            _ => Command::FREE,
        }
    }
}

impl PriceThreshold {
    fn trade(&self) -> Trade {
        Trade {
            charge_power_watt: self.charge_power_watt,
            discharge_power_watt: self.discharge_power_watt,
            charge_soc: self.charge_soc,
            discharge_soc: self.discharge_soc,
            feed_in: self.feed_in,
        }
    }
}
