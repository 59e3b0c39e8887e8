//! One of the batteries: what it does beside the others.

use super::stairs::Stairs;
use crate::dispatch::optimum::curve::Curve;
use crate::dispatch::optimum::feed::Feed;
use crate::dispatch::optimum::given::STEPS;
use crate::dispatch::optimum::impossible::Impossible;
use crate::dispatch::optimum::infeasible::explain;
use crate::dispatch::optimum::meter::Priced;
use crate::dispatch::optimum::offers::Pieces;
use crate::dispatch::optimum::problem::Problem;
use crate::dispatch::optimum::queue::{Piece, SlopeQueue};
use crate::dispatch::optimum::schedule::Schedule;
use crate::error::Error;
use crate::soc::Number;

/// A battery and its schedule.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The battery, alone behind the meter.
    pub problem: Problem<'a>,
    /// What it does.
    pub schedule: Schedule,
    /// The same at its AC side. \[kWh\]
    pub ac_kwh: Vec<f64>,
    answered_kwh: Vec<f64>,
}

impl<'a> Member<'a> {
    /// A battery that does nothing yet.
    pub fn new(problem: Problem<'a>) -> Self {
        let still = vec![0.0; problem.steps()];
        let answered_kwh = still.clone();
        Self { problem, schedule: Schedule::default(), ac_kwh: still, answered_kwh }
    }

    /// Finds what costs least beside what the others do, where all that it changes in net energy
    /// changes it by 1/`share` of that.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if it cannot do what is asked of it.
    pub fn answer(&mut self, stairs: &Stairs, net_kwh: &[f64], share: f64) -> Result<(), Error> {
        let found = self.plan(stairs, net_kwh, share);
        found.map_err(|impossible| explain(&self.problem, &impossible))?;
        self.answered_kwh.clear();
        let changes = self.schedule.change_kwh.iter().enumerate();
        self.answered_kwh.extend(changes.map(|(step, change)| {
            let hours = self.problem.hours(step);
            self.problem.curve().ac_kw(change / hours) * hours
        }));
        Ok(())
    }

    fn plan(&mut self, stairs: &Stairs, net_kwh: &[f64], share: f64) -> Result<(), Impossible> {
        let Self { problem, schedule, .. } = self;
        schedule.clear(problem.steps());
        let mut queue = SlopeQueue::new(problem.start_kwh(), problem.capacity_kwh());
        let mut feed = Feed::new();
        let mut now = net_kwh.iter().zip(&self.ac_kwh).zip(stairs.steps());
        for first in (0..problem.steps()).step_by(STEPS) {
            feed.read(problem, first, |pieces, step| {
                let Some(((net_kwh, own_kwh), stretches)) = now.next() else { return Ok(()) };
                let own = |until_kwh: f64| own_kwh + (until_kwh - net_kwh) * share;
                offer(pieces, problem.curve(), problem.hours(step), stretches, own);
                Ok::<(), Impossible>(())
            })?;
            schedule.push(problem, &feed, &mut queue)?;
        }
        schedule.end(problem, &mut queue)
    }

    /// Does as it answered, and tells the others by the net energy of all.
    pub fn follow(&mut self, net_kwh: &mut [f64]) {
        for ((net, before), now) in net_kwh.iter_mut().zip(&self.ac_kwh).zip(&self.answered_kwh) {
            *net += now - before;
        }
        self.ac_kwh.clone_from(&self.answered_kwh);
    }
}

/// What a battery offers in a step: its stretches, cut where `own_kwh` of it change the price.
fn offer(
    pieces: &mut Pieces,
    curve: &Curve,
    hours: f64,
    prices: &[Priced],
    own_kwh: impl Fn(f64) -> f64,
) {
    pieces.least_kwh = curve.least.store_kw * hours;
    pieces.list.clear();
    let mut ac_kwh = curve.least.ac_kw * hours;
    let begun = prices.partition_point(|price| own_kwh(price.until_kwh) <= ac_kwh);
    let mut prices = prices.get(begun..).unwrap_or_default().iter().peekable();
    for stretch in &curve.stretches {
        let end = ac_kwh + stretch.ac_kw * hours;
        while ac_kwh < end {
            while prices.next_if(|price| own_kwh(price.until_kwh) <= ac_kwh).is_some() {}
            let Some(price) = prices.peek() else { return };
            let until = end.lesser(own_kwh(price.until_kwh));
            let slope = stretch.slope(price.price_per_kwh);
            pieces.list.push(Piece { slope, length: (until - ac_kwh) * stretch.store_per_ac });
            ac_kwh = until;
        }
    }
}
