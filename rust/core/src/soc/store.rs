//! One battery and one step of it.

use super::rule::{Rule, Step};
use crate::error::{Error, FINITE, FRACTION, LIMIT, POSITIVE, within};

const SECONDS_PER_HOUR: f64 = 3600.0;
const SECONDS_PER_DAY: f64 = 86_400.0;

/// Beyond these, charge per watt, or its inverse, is not a normal number any more.
const CHARGE_PER_WATT: std::ops::RangeInclusive<f64> = 1e-300..=1e300;

/// A store of energy behind an AC terminal, with limits and losses.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Store {
    /// Energy between soc 0 and 1. \[Wh\]
    pub energy_capacity_wh: f64,
    /// No discharge below it; leakage knows no limit.
    pub soc_min: f64,
    /// No charge above it.
    pub soc_max: f64,
    /// Stored over taken at the AC terminal.
    pub charge_efficiency: f64,
    /// Given at the AC terminal over drawn from the store.
    pub discharge_efficiency: f64,
    /// Share of the stored energy that is gone after a day at rest.
    pub self_discharge_per_day: f64,
    /// Largest power taken. \[W\]
    pub charge_power_watt: f64,
    /// Largest power given. \[W\]
    pub discharge_power_watt: f64,
}

/// Steps `store` from `soc` over `dt_second` under a wish for power.
///
/// # Errors
/// [`Error::BadInput`] if `soc` is no fraction, the power is not finite, or the step is not positive.
pub fn step(store: &Store, soc: f64, power_watt: f64, dt_second: f64) -> Result<Step, Error> {
    within("soc", soc, FRACTION)?;
    within("power_watt", power_watt, FINITE)?;
    Ok(store.rule(dt_second)?.step(soc, power_watt))
}

impl Store {
    /// This store, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the first that does not.
    pub fn checked(self) -> Result<Self, Error> {
        let efficiency = f64::MIN_POSITIVE..=1.0;
        within("energy_capacity_wh", self.energy_capacity_wh, POSITIVE)?;
        within("soc_max", self.soc_max, FRACTION)?;
        within("soc_min", self.soc_min, 0.0..=self.soc_max)?;
        within("charge_efficiency", self.charge_efficiency, efficiency.clone())?;
        within("discharge_efficiency", self.discharge_efficiency, efficiency)?;
        let leak = 0.0..=1.0_f64.next_down();
        within("self_discharge_per_day", self.self_discharge_per_day, leak)?;
        within("charge_power_watt", self.charge_power_watt, LIMIT)?;
        within("discharge_power_watt", self.discharge_power_watt, LIMIT)?;
        Ok(self)
    }

    /// `soc_start`, if a run may begin there: within the limits, or below them by leakage.
    ///
    /// # Errors
    /// [`Error::BadInput`] if it may not.
    pub fn checked_start(&self, soc_start: f64) -> Result<f64, Error> {
        let leaks = self.self_discharge_per_day > 0.0;
        let lowest = if leaks { 0.0 } else { self.soc_min };
        within("soc_start", soc_start, lowest..=self.soc_max)
    }

    /// The rule of a step of `dt_second`.
    ///
    /// # Errors
    /// [`Error::BadInput`] if the step is not positive, or out of all proportion to the capacity.
    pub fn rule(&self, dt_second: f64) -> Result<Rule, Error> {
        let full_joule = SECONDS_PER_HOUR * self.energy_capacity_wh;
        let charge_per_joule = self.charge_efficiency / full_joule;
        let discharge_per_joule = 1.0 / (self.discharge_efficiency * full_joule);
        let shortest = CHARGE_PER_WATT.start() / charge_per_joule;
        let longest = CHARGE_PER_WATT.end() / discharge_per_joule;
        let bounds = shortest.max(f64::MIN_POSITIVE)..=longest.min(f64::MAX);
        within("dt_second", dt_second, bounds)?;
        let (charge, discharge) = (dt_second * charge_per_joule, dt_second * discharge_per_joule);
        Ok(Rule {
            soc_min: self.soc_min,
            soc_max: self.soc_max,
            lowest_power_watt: 0.0 - self.discharge_power_watt,
            highest_power_watt: self.charge_power_watt,
            charge_soc_per_watt: charge,
            discharge_soc_per_watt: discharge,
            charge_watt_per_soc: 1.0 / charge,
            discharge_watt_per_soc: 1.0 / discharge,
            retention: self.retention(dt_second),
        })
    }

    /// Share of the stored energy that is left after `dt_second` at rest.
    pub(crate) fn retention(&self, dt_second: f64) -> f64 {
        if self.self_discharge_per_day == 0.0 {
            return 1.0;
        }
        (1.0 - self.self_discharge_per_day).powf(dt_second / SECONDS_PER_DAY)
    }
}
