//! A price of energy for each step.

use super::calendar::Moment;
use super::energy::EnergyMeter;
use super::walk::{Follow, Leg, Piece, Walk};
use super::{check_clock, for_each_leg};
use crate::error::{Error, all_within, same_length};
use crate::parallel::KeepGoing;
use crate::tariff::{EnergyPrice, Tariff};
use crate::trace::{PerStep, SAMPLE};

/// What energy costs in each step.
#[derive(Debug, Clone, PartialEq)]
pub enum StepPrice<'a> {
    /// As the tariff has it.
    Given(PerStep<'a>),
    /// As it follows from rates or taxes.
    Found(Vec<f64>),
}

impl StepPrice<'_> {
    /// One for all steps, or one for each. \[currency/kWh\]
    #[inline]
    #[must_use]
    pub fn per_step(&self) -> PerStep<'_> {
        match self {
            Self::Given(prices) => *prices,
            Self::Found(prices) => PerStep::Each(prices),
        }
    }

    /// That of a step. \[currency/kWh\]
    #[inline]
    #[must_use]
    pub fn at(&self, step: usize) -> f64 {
        self.per_step().at(step)
    }
}

/// What energy costs in both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct EnergyPrices<'a> {
    /// For what is imported, taxes included. \[currency/kWh\]
    pub import_price_per_kwh: StepPrice<'a>,
    /// For what is exported. \[currency/kWh\]
    pub export_price_per_kwh: StepPrice<'a>,
}

/// The prices of so many steps that start at `start_second` of the clock's year.
///
/// A price is the mean over its step. Where it goes by tiers of consumption, it is that of one kWh
/// more after what `grid_watt` has drawn before, or of the first one.
///
/// # Errors
/// As [`bill`](crate::tariff::bill).
pub fn energy_prices<'a>(
    tariff: &'a Tariff<'a>,
    steps: usize,
    dt_second: PerStep<'_>,
    start_second: f64,
    grid_watt: Option<&[f64]>,
    watch: &dyn KeepGoing,
) -> Result<EnergyPrices<'a>, Error> {
    same_length("steps", steps.min(1), 1)?;
    check_clock(dt_second, steps, start_second)?;
    tariff.check(steps)?;
    if let Some(grid_watt) = grid_watt {
        same_length("grid_watt", grid_watt.len(), steps)?;
        all_within("grid_watt", grid_watt, SAMPLE)?;
    }
    let mut columns = Columns {
        import: Column::new(&tariff.energy_price_per_kwh, 1.0, steps),
        export: Column::new(&tariff.export_price_per_kwh, -1.0, steps),
        grid_watt,
    };
    if !tariff.has_fixed_prices() {
        let mut walk = Walk::new(tariff);
        for_each_leg(dt_second, steps, start_second, watch, |first, start_second, dt, steps| {
            let leg = Leg { first, steps, start_second, dt_second: dt };
            walk.along(&leg, &mut columns);
        })?;
    }
    Ok(EnergyPrices {
        import_price_per_kwh: taxed(columns.import.finish(), tariff, steps),
        export_price_per_kwh: columns.export.finish(),
    })
}

fn taxed<'a>(price: StepPrice<'a>, tariff: &Tariff<'_>, steps: usize) -> StepPrice<'a> {
    if tariff.tax_per_kwh == 0.0 && tariff.tax_share == 0.0 {
        return price;
    }
    let taxed = |step| (price.at(step) + tariff.tax_per_kwh) * (1.0 + tariff.tax_share);
    StepPrice::Found((0..steps).map(taxed).collect())
}

/// Prices, being written down.
struct Columns<'a, 'g> {
    import: Column<'a>,
    export: Column<'a>,
    grid_watt: Option<&'g [f64]>,
}

impl Follow for Columns<'_, '_> {
    fn turn(&mut self, moment: &Moment) {
        self.import.meter.turn(moment);
        self.export.meter.turn(moment);
    }

    fn take(&mut self, piece: &Piece) {
        self.import.take(piece, self.grid_watt);
        self.export.take(piece, self.grid_watt);
    }
}

/// A price for each step, unless the tariff has one.
struct Column<'a> {
    price: &'a EnergyPrice<'a>,
    meter: EnergyMeter<'a>,
    found: Vec<f64>,
}

impl<'a> Column<'a> {
    fn new(price: &'a EnergyPrice<'a>, sign: f64, steps: usize) -> Self {
        let rated = if matches!(price, EnergyPrice::Rates(_)) { steps } else { 0 };
        Self { price, meter: EnergyMeter::new(price, sign), found: vec![0.0; rated] }
    }

    fn take(&mut self, piece: &Piece, grid_watt: Option<&[f64]>) {
        if self.meter.has_tiers() {
            piece.steps.clone().for_each(|step| self.take_step(step, piece, grid_watt));
        } else if let Some(found) = self.found.get_mut(piece.steps.clone()) {
            let part = piece.share * self.meter.marginal(piece.steps.start);
            for price in found {
                *price += part;
            }
        }
    }

    fn take_step(&mut self, step: usize, piece: &Piece, grid_watt: Option<&[f64]>) {
        if let Some(price) = self.found.get_mut(step) {
            *price += piece.share * self.meter.marginal(step);
        }
        let here = grid_watt.and_then(|watts| watts.get(step..=step)).unwrap_or_default();
        self.meter.take(&Piece { steps: step..step + 1, ..*piece }, here);
    }

    fn finish(self) -> StepPrice<'a> {
        match self.price {
            EnergyPrice::Steps(prices) => StepPrice::Given(*prices),
            EnergyPrice::Rates(_) => StepPrice::Found(self.found),
        }
    }
}
