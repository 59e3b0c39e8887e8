//! Grid power and prices in, a bill out: energy by the step, demand by the billing period.
//!
//! Demand is billed on means over intervals that start on the clock's own grid (on each quarter of
//! an hour, say), whatever the steps of the trace are; the highest mean of a period is charged.

use crate::error::{Error, all_within, not_empty, within};
use crate::parallel::{KeepGoing, in_blocks};
use crate::soc::Number;
use crate::trace::{PerStep, SAMPLE};

mod calendar;
pub use calendar::Period;

/// The longest step and the longest interval that a meter reads. \[s\]
pub const YEAR_SECOND: f64 = 365.0 * 86400.0;
/// A share of an interval that only rounding of the clock can have left.
const SLIVER: f64 = 1e-6;

/// The price of the highest power in a billing period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DemandCharge {
    /// Per kW of the highest interval mean, once in each period. \[currency/kW\]
    pub price_per_kw: f64,
    /// Length of the interval whose mean counts; the steps themselves if none. \[s\]
    pub interval_second: Option<f64>,
    /// How often the highest mean is charged.
    pub period: Period,
}

impl DemandCharge {
    /// This charge, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a price below zero, or an interval below a second or above a year.
    pub fn checked(self) -> Result<Self, Error> {
        within("price_per_kw", self.price_per_kw, 0.0..=*SAMPLE.end())?;
        within("interval_second", self.interval_second.unwrap_or(1.0), 1.0..=YEAR_SECOND)?;
        Ok(self)
    }
}

/// What energy and power cost at a connection.
#[derive(Debug, Clone, PartialEq)]
pub struct Tariff<'a> {
    /// For what is imported. \[currency/kWh\]
    pub energy_price_per_kwh: PerStep<'a>,
    /// For what is exported. \[currency/kWh\]
    pub export_price_per_kwh: PerStep<'a>,
    /// For the highest imports.
    pub demand_charges: Vec<DemandCharge>,
}

impl Tariff<'_> {
    /// Nothing, if this tariff makes sense beside a trace of `steps` steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a price that is not within [`SAMPLE`], or as
    /// [`DemandCharge::checked`]; [`Error::BadShape`] for prices that are neither one nor one per step.
    pub fn check(&self, steps: usize) -> Result<(), Error> {
        self.energy_price_per_kwh.check("energy_price_per_kwh", steps, SAMPLE)?;
        self.export_price_per_kwh.check("export_price_per_kwh", steps, SAMPLE)?;
        self.demand_charges.iter().try_for_each(|charge| charge.checked().map(|_| ()))
    }
}

/// What has been paid, or is owed if the period ended now.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bill {
    /// For imported energy. \[currency\]
    pub energy_cost: f64,
    /// For exported energy. \[currency\]
    pub export_revenue: f64,
    /// For the highest powers. \[currency\]
    pub demand_cost: f64,
}

/// Reads the connection step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Meter {
    bill: Bill,
    demand: Vec<DemandMeter>,
}

impl Meter {
    /// A meter that has seen nothing.
    #[must_use]
    pub fn new(tariff: &Tariff<'_>, start_second: f64) -> Self {
        let demand = tariff.demand_charges.iter();
        let demand = demand.map(|&charge| DemandMeter::new(charge, start_second)).collect();
        Self { bill: Bill::default(), demand }
    }

    /// Counts a step that begins at `time_second` of the clock.
    #[inline]
    pub fn push(&mut self, tariff: &Tariff<'_>, at: usize, time_second: f64, dt: f64, grid: f64) {
        let kwh = grid * (dt / 3.6e6);
        if kwh >= 0.0 {
            self.bill.energy_cost += kwh * tariff.energy_price_per_kwh.at(at);
        } else {
            self.bill.export_revenue -= kwh * tariff.export_price_per_kwh.at(at);
        }
        for demand in &mut self.demand {
            demand.push(time_second, dt, grid);
        }
    }

    /// The bill so far, open intervals and periods included.
    #[must_use]
    pub fn bill(&self) -> Bill {
        let demand_cost = self.demand.iter().map(DemandMeter::cost).sum();
        Bill { demand_cost, ..self.bill }
    }
}

/// The highest interval mean of the period that is open, and what closed periods cost. An interval
/// belongs to the period in which it starts.
#[derive(Debug, Clone, PartialEq)]
struct DemandMeter {
    charge: DemandCharge,
    closed_cost: f64,
    period: u64,
    peak_watt: f64,
    interval_end: f64,
    energy_joule: f64,
    filled_second: f64,
}

impl DemandMeter {
    fn new(charge: DemandCharge, start_second: f64) -> Self {
        let length = charge.interval_second.unwrap_or(1.0);
        Self {
            charge,
            closed_cost: 0.0,
            period: charge.period.number(start_second),
            peak_watt: 0.0,
            interval_end: ((start_second / length).floor() + 1.0) * length,
            energy_joule: 0.0,
            filled_second: 0.0,
        }
    }

    #[inline]
    fn push(&mut self, time_second: f64, dt_second: f64, grid_watt: f64) {
        let end = time_second + dt_second;
        match self.charge.interval_second {
            None => {
                self.open(time_second);
                self.fill(dt_second, grid_watt);
                self.close();
            }
            Some(_) if end < self.interval_end => self.fill(dt_second, grid_watt),
            Some(length) => self.cross(time_second, end, length, grid_watt),
        }
    }

    /// Ends the open interval, and every other one that ends within the step.
    fn cross(&mut self, start: f64, end: f64, length: f64, grid_watt: f64) {
        let mut from = start;
        while self.interval_end <= end {
            self.fill(self.interval_end - from, grid_watt);
            from = self.interval_end;
            self.close();
            self.open(from);
            self.interval_end = from + length;
        }
        self.fill(end - from, grid_watt);
    }

    fn fill(&mut self, second: f64, grid_watt: f64) {
        self.energy_joule += grid_watt * second;
        self.filled_second += second;
    }

    fn close(&mut self) {
        if self.filled_second > SLIVER * self.charge.interval_second.unwrap_or(0.0) {
            self.peak_watt = self.peak_watt.greater(self.energy_joule / self.filled_second);
        }
        (self.energy_joule, self.filled_second) = (0.0, 0.0);
    }

    /// Opens the period that `time_second` lies in, if it is another.
    #[inline(never)] // or the calendar would be asked at every step
    fn open(&mut self, time_second: f64) {
        let period = self.charge.period.number(time_second);
        if period != self.period {
            self.closed_cost += self.peak_watt / 1e3 * self.charge.price_per_kw;
            self.peak_watt = 0.0;
            self.period = period;
        }
    }

    fn cost(&self) -> f64 {
        let mut now = self.clone();
        now.close();
        now.closed_cost + now.peak_watt / 1e3 * now.charge.price_per_kw
    }
}

/// The bill of a whole trace that starts at `start_second` of the clock's year.
///
/// # Errors
/// As [`Tariff::check`]; [`Error::BadInput`] for a power that is not within [`SAMPLE`], a step that
/// is not positive or longer than a year, or a start outside the year; [`Error::BadShape`] for an
/// empty trace.
pub fn bill(
    tariff: &Tariff<'_>,
    grid_watt: &[f64],
    dt_second: PerStep<'_>,
    start_second: f64,
    watch: &dyn KeepGoing,
) -> Result<Bill, Error> {
    not_empty("grid_watt", grid_watt)?;
    all_within("grid_watt", grid_watt, SAMPLE)?;
    dt_second.check("dt_second", grid_watt.len(), f64::MIN_POSITIVE..=YEAR_SECOND)?;
    within("start_second", start_second, 0.0..=YEAR_SECOND)?;
    tariff.check(grid_watt.len())?;
    let mut meter = Meter::new(tariff, start_second);
    let mut time = start_second;
    in_blocks(grid_watt.len(), watch, |block| {
        for at in block {
            let dt = dt_second.at(at);
            meter.push(tariff, at, time, dt, grid_watt[at]);
            time += dt;
        }
    })?;
    Ok(meter.bill())
}

#[cfg(test)]
mod tests;
