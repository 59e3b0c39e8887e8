//! Grid power and prices in, a bill out: energy by the step, demand by the billing period.
//!
//! Prices stand beside the steps or follow the calendar of the place. Demand is billed on means
//! over intervals that start on the clock's own grid (on each quarter of an hour, say), whatever
//! the steps of the trace are; the highest mean of a period is charged.

mod calendar;
mod date;
mod demand;
mod demand_meter;
mod demand_prices;
mod energy;
mod energy_prices;
mod flow;
mod meter;
mod tiers;
mod walk;
mod window;

pub use calendar::Calendar;
pub use date::{Date, Period, Years};
pub use demand::{DemandCharge, DemandSteps, Ratchet};
pub use demand_prices::{DemandPrice, demand_prices};
pub use energy::{EnergyPrice, EnergyRate};
pub use energy_prices::{EnergyPrices, StepPrice, energy_prices};
pub use meter::Meter;
pub use tiers::Tiers;
pub use window::Window;

use crate::error::{Error, all_within, not_empty, within};
use crate::parallel::KeepGoing;
use crate::trace::{PerStep, SAMPLE};
use calendar::{Moment, SUNDAY};

/// The longest step and the longest interval that a meter reads. \[s\]
pub const YEAR_SECOND: f64 = 365.0 * 86400.0;
/// Steps between two questions to the watcher; their powers stay in the nearest cache.
const BLOCK: usize = 2048;

/// What is paid for being connected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FixedCharge {
    /// Once in each period in which there is a step. \[currency\]
    pub price: f64,
    /// How often.
    pub period: Period,
}

impl FixedCharge {
    /// Nothing, if this charge makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a price that is not within [`SAMPLE`].
    pub fn check(&self) -> Result<(), Error> {
        within("price", self.price, SAMPLE).map(|_| ())
    }
}

/// What energy and power cost at a connection.
#[derive(Debug, Clone, PartialEq)]
pub struct Tariff<'a> {
    /// For what is imported.
    pub energy_price_per_kwh: EnergyPrice<'a>,
    /// For what is exported.
    pub export_price_per_kwh: EnergyPrice<'a>,
    /// For the highest imports.
    pub demand_charges: Vec<DemandCharge>,
    /// For being connected.
    pub fixed_charges: Vec<FixedCharge>,
    /// Levied on what is imported. \[currency/kWh\]
    pub tax_per_kwh: f64,
    /// Of all costs, that levy included; exports are not taxed. \[1\]
    pub tax_share: f64,
    /// Year, month and day of each day that is a Sunday to every rule.
    pub holidays: Vec<(i64, i64, i64)>,
    /// By which the clock of the place is read.
    pub calendar: Calendar,
}

impl<'a> Tariff<'a> {
    /// Prices of energy and nothing else.
    #[must_use]
    pub fn new(energy_price_per_kwh: PerStep<'a>, export_price_per_kwh: PerStep<'a>) -> Self {
        Self {
            energy_price_per_kwh: EnergyPrice::Steps(energy_price_per_kwh),
            export_price_per_kwh: EnergyPrice::Steps(export_price_per_kwh),
            demand_charges: vec![],
            fixed_charges: vec![],
            tax_per_kwh: 0.0,
            tax_share: 0.0,
            holidays: vec![],
            calendar: Calendar::default(),
        }
    }

    /// Nothing, if this tariff makes sense beside a trace of `steps` steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what does not.
    pub fn check(&self, steps: usize) -> Result<(), Error> {
        self.energy_price_per_kwh.check("energy_price_per_kwh", steps)?;
        self.export_price_per_kwh.check("export_price_per_kwh", steps)?;
        self.demand_charges.iter().try_for_each(|charge| charge.check(steps))?;
        self.fixed_charges.iter().try_for_each(FixedCharge::check)?;
        within("tax_per_kwh", self.tax_per_kwh, SAMPLE)?;
        within("tax_share", self.tax_share, 0.0..=10.0)?;
        self.calendar.check()
    }

    /// What a kWh more from the grid costs in a step that begins at a second of the clock, in the
    /// first of its tiers, taxes included. \[currency/kWh\]
    #[must_use]
    pub fn import_price(&self, step: usize, clock_second: f64) -> f64 {
        let price = match &self.energy_price_per_kwh {
            EnergyPrice::Steps(prices) => prices.at(step),
            EnergyPrice::Rates(rates) => {
                let moment = self.moment(clock_second);
                rates.iter().map(|rate| rate.first_price(&moment)).sum()
            }
        };
        (price + self.tax_per_kwh) * (1.0 + self.tax_share)
    }

    /// What the clock shows; a holiday is a Sunday.
    fn moment(&self, clock_second: f64) -> Moment {
        let mut moment = self.calendar.moment(clock_second);
        if self.holidays.contains(&moment.date.parts()) {
            moment.weekday = SUNDAY;
        }
        moment
    }

    /// All windows of all rules.
    fn windows(&self) -> impl Iterator<Item = &Window> {
        let energy = self.energy_price_per_kwh.rates().iter();
        let export = self.export_price_per_kwh.rates().iter();
        let demand = self.demand_charges.iter().map(|charge| match &charge.steps {
            DemandSteps::Windows(windows) => windows.as_slice(),
            DemandSteps::All | DemandSteps::Ranges { .. } => &[],
        });
        energy.chain(export).map(|rate| rate.windows.as_slice()).chain(demand).flatten()
    }

    /// Whether no price of energy follows the calendar.
    fn has_fixed_prices(&self) -> bool {
        let by_step = |price: &EnergyPrice<'_>| matches!(price, EnergyPrice::Steps(_));
        by_step(&self.energy_price_per_kwh) && by_step(&self.export_price_per_kwh)
    }

    /// Whether nothing in it follows the calendar.
    fn is_steady(&self) -> bool {
        self.has_fixed_prices() && self.demand_charges.is_empty() && self.fixed_charges.is_empty()
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
    /// For being connected. \[currency\]
    pub fixed_cost: f64,
    /// On all of these. \[currency\]
    pub tax_cost: f64,
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
    check_clock(dt_second, grid_watt.len(), start_second)?;
    tariff.check(grid_watt.len())?;
    let mut meter = Meter::new(tariff, start_second);
    for_each_leg(dt_second, grid_watt.len(), start_second, watch, |first, start, dt, steps| {
        meter.push(first, start, dt, grid_watt.get(first..first + steps).unwrap_or_default());
    })?;
    Ok(meter.bill())
}

/// Nothing, if steps and their start can be read on a clock.
fn check_clock(dt_second: PerStep<'_>, steps: usize, start_second: f64) -> Result<(), Error> {
    dt_second.check("dt_second", steps, f64::MIN_POSITIVE..=YEAR_SECOND)?;
    within("start_second", start_second, 0.0..=YEAR_SECOND).map(|_| ())
}

/// Calls with the number, the start and the length of the first of some steps of one length, and
/// with their count, until all have been seen.
fn for_each_leg(
    dt_second: PerStep<'_>,
    steps: usize,
    start_second: f64,
    watch: &dyn KeepGoing,
    mut call: impl FnMut(usize, f64, f64, usize),
) -> Result<(), Error> {
    let (mut first, mut start) = (0, start_second);
    while first < steps {
        let block = first..steps.min(first + BLOCK);
        let alike = dt_second.first_alike(block).len().max(1);
        let dt = dt_second.at(first).min(YEAR_SECOND); // whatever has become of it since
        call(first, start, dt, alike);
        first += alike;
        start += alike as f64 * dt;
        watch.keep_going(first as f64 / steps as f64)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
