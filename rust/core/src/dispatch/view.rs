//! What a policy may know at the start of a step.

use crate::error::{Error, FINITE, FRACTION, NOT_NEGATIVE, within};
use crate::site::{Battery, Equipment, FREQUENCY_HERTZ, SIGNAL};
use crate::soc::Number;
use crate::tariff::{Date, YEAR_SECOND, Years};
use crate::trace::SAMPLE;

const DAY_SECOND: f64 = 86_400.0;
/// A share of a step that only rounding of the clock can have left.
const SLIVER: f64 = 1e-6;

/// What a policy may know at the start of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View<'a> {
    /// Length of the step. \[s\]
    pub dt_second: f64,
    /// Power that the load asks for over the step. \[W\]
    pub load_watt: f64,
    /// What generation beside it would give. \[W\]
    pub generation_watt: f64,
    /// The part of the load that an outage leaves to be carried. \[W\]
    pub critical_watt: f64,
    /// Whether the grid is away.
    pub outage: bool,
    /// Grid power of the step before, if there was one with a grid. \[W\]
    pub grid_before_watt: Option<f64>,
    /// Where the step begins on the clock, whose years have 365 days. \[s\]
    pub clock_second: f64,
    /// Which step of the trace it is.
    pub step: usize,
    /// What energy from the grid costs, if there is a tariff. \[currency/kWh\]
    pub price_per_kwh: Option<f64>,
    /// Of the grid, if it is measured. \[Hz\]
    pub frequency_hertz: Option<f64>,
    /// What a regulation market asks for, from -1 (take) to 1 (give). \[1\]
    pub signal: Option<f64>,
    /// State of charge. \[1\]
    pub soc: f64,
    /// Energy between soc 0 and 1 at present health. \[Wh\]
    pub capacity_wh: f64,
    /// What of the battery does not change.
    pub equipment: &'a Equipment,
    /// The battery as it began, with what its wear costs.
    pub battery: &'a Battery,
}

/// Which of the things are given that some policies cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// A price of energy.
    pub price: bool,
    /// The frequency of the grid.
    pub frequency: bool,
    /// A regulation signal.
    pub signal: bool,
    /// How many steps the trace has, if there is one.
    pub steps: Option<usize>,
}

impl Given {
    /// Nothing, if `present` says that it is there.
    ///
    /// # Errors
    /// [`Error::BadInput`] with NaN as the value of what is not there.
    pub(super) fn demand(present: bool, name: &'static str) -> Result<(), Error> {
        within(name, if present { 0.0 } else { f64::NAN }, FINITE).map(|_| ())
    }
}

impl View<'_> {
    /// This view, if its numbers make sense; no more of the load is critical than there is.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    pub fn checked(self) -> Result<Self, Error> {
        within("dt_second", self.dt_second, f64::MIN_POSITIVE..=YEAR_SECOND)?;
        within("load_watt", self.load_watt, SAMPLE)?;
        within("generation_watt", self.generation_watt, 0.0..=*SAMPLE.end())?;
        within("critical_load_watt", self.critical_watt, SAMPLE)?;
        within("grid_before_watt", self.grid_before_watt.unwrap_or(0.0), SAMPLE)?;
        within("clock_second", self.clock_second, NOT_NEGATIVE)?;
        within("price_per_kwh", self.price_per_kwh.unwrap_or(0.0), SAMPLE)?;
        within("frequency_hertz", self.frequency_hertz.unwrap_or(50.0), FREQUENCY_HERTZ)?;
        within("signal", self.signal.unwrap_or(0.0), SIGNAL)?;
        within("soc", self.soc, FRACTION)?;
        Ok(Self { critical_watt: self.critical_watt.lesser(self.load_watt), ..self })
    }

    /// What of the things that some policies need stands in it.
    #[must_use]
    pub fn given(&self) -> Given {
        Given {
            price: self.price_per_kwh.is_some(),
            frequency: self.frequency_hertz.is_some(),
            signal: self.signal.is_some(),
            steps: None,
        }
    }

    /// What the load asks for beyond generation: grid power with the battery at rest. \[W\]
    #[inline]
    #[must_use]
    pub fn net_watt(&self) -> f64 {
        self.load_watt - self.generation_watt
    }

    /// The clock, forward by what rounding may have taken from it: windows begin on time. \[s\]
    #[must_use]
    pub fn moment(&self) -> f64 {
        self.clock_second + SLIVER * self.dt_second
    }

    /// The day, on the clock of 365-day years.
    pub(super) fn date(&self) -> Date {
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        let day = (self.moment() / DAY_SECOND).floor() as i64;
        Date::of(Years::Common, day)
    }

    /// The power that carries the critical load of an island, and takes up what is left over. \[W\]
    #[inline]
    #[must_use]
    pub fn island_watt(&self) -> f64 {
        let lacking = self.generation_watt - self.critical_watt;
        lacking.lesser(0.0) + (self.generation_watt - self.load_watt).greater(0.0)
    }

    /// AC power that moves the stored energy to `goal_wh` within the step. \[W\]
    #[inline]
    pub(super) fn power_towards(&self, goal_wh: f64) -> f64 {
        charging_power((goal_wh - self.stored_wh()) * 3600.0 / self.dt_second, self.equipment)
    }

    /// A charging power, or the lesser one that ends the step at `goal_wh`. \[W\]
    #[inline]
    pub(super) fn up_to(&self, goal_wh: f64, power_watt: f64) -> f64 {
        let Equipment { path, charge_limit_watt, fastest_fill_watt, .. } = self.equipment;
        let is_limited = power_watt >= *charge_limit_watt; // also where it is infinite
        let fill_watt = if is_limited { *fastest_fill_watt } else { path.store_power(power_watt) };
        if self.stored_wh() + fill_watt * self.hours() <= goal_wh {
            return power_watt; // the common case needs no root
        }
        self.power_towards(goal_wh).lesser(power_watt)
    }

    /// A charging power up to a state of charge, none if that is reached. \[W\]
    pub(super) fn charge_to(&self, soc: f64, power_watt: f64) -> Option<f64> {
        let goal_wh = soc.lesser(self.equipment.soc_max) * self.capacity_wh;
        (self.stored_wh() < goal_wh && power_watt > 0.0).then(|| self.up_to(goal_wh, power_watt))
    }

    /// A discharging power, as a magnitude, down to a state of charge, none if that is reached. \[W\]
    pub(super) fn discharge_to(&self, soc: f64, power_watt: f64) -> Option<f64> {
        let goal_wh = soc.greater(self.equipment.soc_min) * self.capacity_wh;
        let down_to = || self.power_towards(goal_wh).greater(-power_watt).lesser(0.0);
        (self.stored_wh() > goal_wh && power_watt > 0.0).then(down_to)
    }

    /// Power that leads the state of charge back to a target with a time constant. \[W\]
    #[inline]
    pub(super) fn centering(&self, target_soc: f64, centering_second: f64) -> f64 {
        let watt_per_soc = self.capacity_wh * 3600.0 / centering_second.greater(self.dt_second);
        (target_soc - self.soc) * watt_per_soc
    }

    /// The lowest power that does not end the step below `floor_wh`. \[W\]
    #[inline]
    pub(super) fn lowest_power(&self, floor_wh: f64) -> f64 {
        let drained_wh = self.equipment.fastest_drain_watt * self.hours();
        if self.stored_wh() - drained_wh >= floor_wh {
            return f64::NEG_INFINITY; // even full power does not reach it: the common case, no root
        }
        self.power_towards(floor_wh).lesser(0.0)
    }

    /// The highest power that does not end the step above `ceiling_wh`. \[W\]
    #[inline]
    pub(super) fn highest_power(&self, ceiling_wh: f64) -> f64 {
        let filled_wh = self.equipment.fastest_fill_watt * self.hours();
        if self.stored_wh() + filled_wh <= ceiling_wh {
            return f64::INFINITY;
        }
        self.power_towards(ceiling_wh).greater(0.0)
    }

    /// Length of the step in hours: a product, as divisions would be a good part of a step's cost.
    #[inline]
    pub(super) fn hours(&self) -> f64 {
        const HOUR_PER_SECOND: f64 = 1.0 / 3600.0;
        self.dt_second * HOUR_PER_SECOND
    }

    #[inline]
    pub(super) fn stored_wh(&self) -> f64 {
        self.soc * self.capacity_wh
    }
}

/// AC power that moves the stored energy by a power; rare, and so kept out of the way of what is not.
#[cold]
fn charging_power(store_watt: f64, equipment: &Equipment) -> f64 {
    equipment.path.ac_power(store_watt)
}
