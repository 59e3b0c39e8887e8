//! What an optimizer needs to know of a tariff: a price for each step, and the steps over whose
//! peak each demand charge is paid.

use super::calendar::Moment;
use super::demand_meter::{Standing, interval_end};
use super::energy::EnergyMeter;
use super::walk::{Follow, Leg, Piece, Walk, is_before};
use super::{check_clock, for_each_leg};
use crate::error::{Error, all_within, same_length};
use crate::parallel::KeepGoing;
use crate::tariff::{DemandCharge, Tariff, Tiers};
use crate::trace::{PerStep, SAMPLE};
use std::ops::Range;

/// Prices of each step, taxes included.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// For what is imported. \[currency/kWh\]
    pub import_price_per_kwh: Vec<f64>,
    /// For what is exported. \[currency/kWh\]
    pub export_price_per_kwh: Vec<f64>,
    /// For the highest imports: one for each charge in each of its billing periods.
    pub demand: Vec<DemandPrice>,
}

/// A demand charge in one billing period.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandPrice {
    /// Which of the charges of the tariff.
    pub charge: usize,
    /// The number of the period, as `Period` counts them.
    pub period: i64,
    /// The steps whose highest power is charged, or those that its intervals touch.
    pub steps: Vec<Range<usize>>,
    /// For that power, taxes included. \[currency/kW over W\]
    pub price_per_kw: Tiers,
    /// Power that is charged at least. \[W\]
    pub floor_watt: f64,
    /// Length of the intervals whose means count; the steps themselves if none. \[s\]
    pub interval_second: Option<f64>,
    /// How much of the first interval lies before the trace. \[s\]
    pub into_interval_second: f64,
}

/// The prices of so many steps that start at `start_second` of the clock's year.
///
/// A price is the mean over its step. Where it goes by tiers of consumption, it is that of one kWh
/// more after what `grid_watt` has drawn before, or of the first one.
///
/// # Errors
/// As [`bill`](crate::tariff::bill).
pub fn prices(
    tariff: &Tariff<'_>,
    steps: usize,
    dt_second: PerStep<'_>,
    start_second: f64,
    grid_watt: Option<&[f64]>,
    watch: &dyn KeepGoing,
) -> Result<Prices, Error> {
    same_length("steps", steps.min(1), 1)?;
    check_clock(dt_second, steps, start_second)?;
    tariff.check(steps)?;
    if let Some(grid_watt) = grid_watt {
        same_length("grid_watt", grid_watt.len(), steps)?;
        all_within("grid_watt", grid_watt, SAMPLE)?;
    }
    let mut walk = Walk::new(tariff);
    let mut list = List::new(tariff, steps, start_second, grid_watt);
    for_each_leg(
        dt_second,
        steps,
        start_second,
        watch,
        |first, start_second, dt_second, steps| {
            walk.along(&Leg { first, steps, start_second, dt_second }, &mut list);
        },
    )?;
    Ok(list.finish(tariff))
}

/// Prices, being written down.
struct List<'a> {
    import: Column<'a>,
    export: Column<'a>,
    grid_watt: Option<&'a [f64]>,
    demand: Vec<DemandList<'a>>,
}

impl<'a> List<'a> {
    fn new(
        tariff: &'a Tariff<'a>,
        steps: usize,
        start_second: f64,
        grid_watt: Option<&'a [f64]>,
    ) -> Self {
        let column =
            |price, sign| Column { meter: EnergyMeter::new(price, sign), price: vec![0.0; steps] };
        let charges = tariff.demand_charges.iter();
        Self {
            import: column(&tariff.energy_price_per_kwh, 1.0),
            export: column(&tariff.export_price_per_kwh, -1.0),
            grid_watt,
            demand: charges.map(|charge| DemandList::new(charge, start_second)).collect(),
        }
    }

    fn finish(self, tariff: &Tariff<'_>) -> Prices {
        let taxed = 1.0 + tariff.tax_share;
        let import = self.import.price.iter();
        let found = self.demand.into_iter().enumerate();
        Prices {
            import_price_per_kwh: import
                .map(|price| (price + tariff.tax_per_kwh) * taxed)
                .collect(),
            export_price_per_kwh: self.export.price,
            demand: found.flat_map(|(charge, list)| list.finish(charge, taxed)).collect(),
        }
    }
}

impl Follow for List<'_> {
    fn turn(&mut self, moment: &Moment) {
        self.import.meter.turn(moment);
        self.export.meter.turn(moment);
        self.demand.iter_mut().for_each(|demand| demand.turn(moment));
    }

    fn take(&mut self, piece: &Piece) {
        self.import.take(piece, self.grid_watt);
        self.export.take(piece, self.grid_watt);
        self.demand.iter_mut().for_each(|demand| demand.take(piece));
    }
}

/// A price for each step.
struct Column<'a> {
    meter: EnergyMeter<'a>,
    price: Vec<f64>,
}

impl Column<'_> {
    fn take(&mut self, piece: &Piece, grid_watt: Option<&[f64]>) {
        for step in piece.steps.clone() {
            if let Some(price) = self.price.get_mut(step) {
                *price += piece.share * self.meter.marginal(step);
            }
            if self.meter.has_tiers() {
                let here = grid_watt.and_then(|watts| watts.get(step..=step)).unwrap_or_default();
                self.meter.take(&Piece { steps: step..step + 1, ..*piece }, here);
            }
        }
    }
}

/// The steps of a demand charge, period by period.
struct DemandList<'a> {
    charge: &'a DemandCharge,
    into_interval_second: f64,
    standing: Option<Standing>,
    /// What the intervals stand for that end next, and when the last of them ends. \[s\]
    open: Option<(Standing, f64)>,
    periods: Vec<(i64, Vec<Range<usize>>)>,
}

impl<'a> DemandList<'a> {
    fn new(charge: &'a DemandCharge, start_second: f64) -> Self {
        let into_interval_second =
            charge.interval_second.map_or(0.0, |length| start_second % length);
        Self { charge, into_interval_second, standing: None, open: None, periods: vec![] }
    }

    fn turn(&mut self, moment: &Moment) {
        self.standing = Some(Standing::of(self.charge, moment));
    }

    fn take(&mut self, piece: &Piece) {
        match self.charge.interval_second {
            None => self.take_steps(piece),
            Some(length) => self.take_intervals(piece, length),
        }
    }

    fn take_steps(&mut self, piece: &Piece) {
        let Some(standing) = self.standing else { return };
        let charge = self.charge;
        for steps in charge.steps.among(piece.steps.clone()) {
            self.mark(standing, steps);
        }
    }

    fn take_intervals(&mut self, piece: &Piece, length: f64) {
        let (mut now, end, dt) = (piece.start_second, piece.end_second(), piece.dt_second);
        while is_before(now, end, dt) {
            let step = piece.step_at(now);
            let Some((standing, until)) = self.open.or_else(|| self.start(piece, now, length))
            else {
                return;
            };
            let stop = until.min(end);
            self.mark(standing, step..piece.steps_until(stop).max(step + 1));
            now = stop;
            self.open = is_before(stop, until, dt).then_some((standing, until));
        }
    }

    /// The interval that starts at a moment, and all that lie within the same step after it.
    fn start(&self, piece: &Piece, now: f64, length: f64) -> Option<(Standing, f64)> {
        let step = piece.step_at(now);
        let step_end = piece.start_second + (step + 1 - piece.steps.start) as f64 * piece.dt_second;
        let is_met = self.charge.steps.among(step..step + 1).next().is_some();
        let tolerant = now + 1e-6;
        let until = interval_end(tolerant, length).max((step_end / length).floor() * length);
        let here = |now: Standing| Standing { counts: now.counts && is_met, ..now };
        self.standing.map(|standing| (here(standing), until))
    }

    fn mark(&mut self, standing: Standing, steps: Range<usize>) {
        if !standing.counts {
            return;
        }
        if self.periods.last().is_none_or(|(period, _)| *period != standing.period) {
            self.periods.push((standing.period, vec![]));
        }
        let Some((_, ranges)) = self.periods.last_mut() else { return };
        match ranges.last_mut() {
            Some(last) if last.end >= steps.start => last.end = last.end.max(steps.end),
            _ => ranges.push(steps),
        }
    }

    fn finish(self, charge: usize, taxed: f64) -> impl Iterator<Item = DemandPrice> {
        let (what, into_interval_second) = (self.charge, self.into_interval_second);
        self.periods.into_iter().map(move |(period, steps)| DemandPrice {
            charge,
            period,
            steps,
            price_per_kw: what.price_per_kw.times(taxed),
            floor_watt: what.floor_watt,
            interval_second: what.interval_second,
            into_interval_second,
        })
    }
}
