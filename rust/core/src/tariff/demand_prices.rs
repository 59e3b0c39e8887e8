//! The steps over whose peak each demand charge is paid.

use super::calendar::Moment;
use super::demand_meter::{Standing, interval_end};
use super::walk::{Follow, Leg, Piece, Walk, is_before};
use super::{check_clock, for_each_leg};
use crate::error::{Error, same_length};
use crate::parallel::KeepGoing;
use crate::tariff::{DemandCharge, Tariff, Tiers};
use crate::trace::PerStep;
use std::ops::Range;

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

/// What so many steps that start at `start_second` of the clock's year are charged for peaks: one
/// price for each charge in each of its billing periods. Ratchets stand in the charge.
///
/// # Errors
/// As [`bill`](crate::tariff::bill).
pub fn demand_prices(
    tariff: &Tariff<'_>,
    steps: usize,
    dt_second: PerStep<'_>,
    start_second: f64,
    watch: &dyn KeepGoing,
) -> Result<Vec<DemandPrice>, Error> {
    same_length("steps", steps.min(1), 1)?;
    check_clock(dt_second, steps, start_second)?;
    tariff.check(steps)?;
    let charges = tariff.demand_charges.iter();
    let mut lists = Lists(charges.map(|charge| DemandList::new(charge, start_second)).collect());
    if lists.0.is_empty() {
        return Ok(vec![]);
    }
    let mut walk = Walk::new(tariff);
    for_each_leg(
        dt_second,
        steps,
        start_second,
        watch,
        |first, start_second, dt_second, steps| {
            walk.along(&Leg { first, steps, start_second, dt_second }, &mut lists);
        },
    )?;
    let lists = lists.0.into_iter().enumerate();
    Ok(lists.flat_map(|(charge, list)| list.finish(charge, 1.0 + tariff.tax_share)).collect())
}

struct Lists<'a>(Vec<DemandList<'a>>);

impl Follow for Lists<'_> {
    fn turn(&mut self, moment: &Moment) {
        self.0.iter_mut().for_each(|list| list.turn(moment));
    }

    fn take(&mut self, piece: &Piece) {
        self.0.iter_mut().for_each(|list| list.take(piece));
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
