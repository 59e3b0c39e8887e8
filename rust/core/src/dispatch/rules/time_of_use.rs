//! Charges at some hours of the clock and discharges at others.

use super::trade::Trade;
use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, all_within};

const DAY_SECOND: f64 = 86400.0;

/// Charges in windows of the day in which energy is cheap and discharges in those in which it is
/// dear; at other hours it wants nothing.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct TimeOfUse {
    /// From which hour of the day to which it charges; a window may pass midnight. \[h\]
    pub charge_hours: Vec<(f64, f64)>,
    /// From which hour to which it discharges. \[h\]
    pub discharge_hours: Vec<(f64, f64)>,
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

impl Rule for TimeOfUse {
    type Memory = ();

    fn check(&self) -> Result<(), Error> {
        check_hours("charge_hours", &self.charge_hours)?;
        check_hours("discharge_hours", &self.discharge_hours)?;
        self.trade().check()
    }

    fn decide(&self, (): &mut (), view: &View<'_>) -> Command {
        let hour = view.moment().rem_euclid(DAY_SECOND) / 3600.0;
        if holds(&self.discharge_hours, hour) {
            self.trade().discharge(view)
        } else if holds(&self.charge_hours, hour) {
            self.trade().charge(view)
        } else {
            Command::FREE
        }
    }
}

impl TimeOfUse {
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

fn check_hours(name: &'static str, windows: &[(f64, f64)]) -> Result<(), Error> {
    for (index, &(from, to)) in windows.iter().enumerate() {
        all_within(name, &[from, to], 0.0..=24.0).map_err(|error| error.of_element(index))?;
    }
    Ok(())
}

/// Whether one of the windows holds an hour; one that ends before it begins passes midnight.
fn holds(windows: &[(f64, f64)], hour: f64) -> bool {
    windows.iter().any(|&(from, to)| {
        if from <= to { from <= hour && hour < to } else { from <= hour || hour < to }
    })
}
