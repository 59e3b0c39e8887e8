//! Prices in, final decisions out, in the memory of those that are still open.

use super::feed::Feed;
use super::given::STEPS;
use super::impossible::{Impossible, Lack};
use super::infeasible;
use super::offers::Pieces;
use super::problem::Problem;
use super::queue::{Decisions, Offer, SlopeQueue};
use crate::error::{Error, FRACTION, within};
use crate::site::Battery;
use std::collections::VecDeque;

/// What to do in a step, whatever comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// Power of the battery. \[W\]
    pub power_watt: f64,
    /// State of charge at its end. \[1\]
    pub soc: f64,
    /// How many later steps had to be seen; none if the end settled it.
    pub look_ahead: Option<usize>,
}

/// A step about which the future still decides.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Open {
    change_kwh: f64,
    pieces: u32,
    hours: f64,
    retention: f64,
    look_ahead: Option<usize>,
}

/// A battery that is planned while prices come in.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    queue: SlopeQueue,
    open: Ring,
    stored_kwh: f64,
}

/// Open steps, the earliest first, which is step `first` of the stream.
#[derive(Debug, Clone, PartialEq, Default)]
struct Ring {
    steps: VecDeque<Open>,
    first: usize,
    has_ended: bool,
}

impl Stream {
    /// A stream before its first step.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a battery or a state of charge that makes no sense.
    pub fn new(battery: &Battery, soc_start: f64) -> Result<Self, Error> {
        battery.check()?;
        let capacity_kwh = battery.energy_capacity_wh * battery.soh_capacity / 1e3;
        let stored_kwh = within("soc_start", soc_start, FRACTION)? * capacity_kwh;
        let queue = SlopeQueue::new(stored_kwh, capacity_kwh);
        Ok(Self { queue, open: Ring::default(), stored_kwh })
    }

    /// How many steps are still open.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open.steps.len()
    }

    /// Adds the steps of `problem` after those that came before; the decisions that are final now,
    /// in their order.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if no schedule keeps within the limits, [`Error::BadInput`] for a price
    /// at which losing energy would pay; the stream is then as before.
    pub fn push(&mut self, problem: &Problem<'_>) -> Result<Vec<Decision>, Error> {
        let mut next = self.clone();
        next.add(problem)?;
        *self = next;
        Ok(self.settled(problem))
    }

    /// Adds the last steps and ends as the wishes of `problem` ask; all decisions that were open.
    ///
    /// # Errors
    /// As [`Stream::push`]; [`Error::Infeasible`] if the end cannot be reached.
    pub fn finish(&mut self, problem: &Problem<'_>) -> Result<Vec<Decision>, Error> {
        let mut last = self.clone();
        last.add(problem)?;
        let (floor_kwh, ceiling_kwh) = problem.end_kwh();
        last.open.has_ended = true;
        let trimmed = last.queue.trim(floor_kwh, ceiling_kwh, &mut last.open);
        trimmed.map_err(|lack| {
            let step = problem.steps().saturating_sub(1);
            infeasible::tell(problem, &Impossible { step, lack: Lack::End(lack) }, vec![])
        })?;
        last.queue.settle(problem.end_value(), &mut last.open);
        for open in &mut last.open.steps {
            open.pieces = 0; // nothing comes that could decide about them
        }
        *self = last;
        Ok(self.settled(problem))
    }

    fn add(&mut self, problem: &Problem<'_>) -> Result<(), Error> {
        let (mut feed, mut holding) = (Feed::new(), vec![]);
        for first in (0..problem.steps()).step_by(STEPS) {
            let read = feed.read(problem, first, |pieces, step| fill(problem, pieces, step));
            for (step, offer) in (first..).zip(feed.offers()) {
                let energy = |lack| Impossible { step, lack: Lack::Energy(lack) };
                let here = self.open.begin(&offer, problem.hours(step));
                let pushed = self.queue.push(here, &offer, &mut self.open).map_err(energy);
                pushed.map_err(|impossible| infeasible::tell(problem, &impossible, vec![]))?;
                problem.hold(step, &mut self.queue, &mut self.open, &mut holding);
            }
            read?;
        }
        Ok(())
    }

    /// Takes the decisions off the front that are final.
    fn settled(&mut self, problem: &Problem<'_>) -> Vec<Decision> {
        let mut found = vec![];
        while let Some(open) = self.open.pop() {
            self.stored_kwh = self.stored_kwh * open.retention + open.change_kwh;
            found.push(Decision {
                power_watt: problem.curve().ac_kw(open.change_kwh / open.hours) * 1e3,
                soc: problem.soc(self.stored_kwh),
                look_ahead: open.look_ahead,
            });
        }
        found
    }
}

/// What a step offers, if losing energy does not pay there.
fn fill(problem: &Problem<'_>, pieces: &mut Pieces, step: usize) -> Result<(), Error> {
    let power = |lack| Impossible { step, lack: Lack::Power(lack) };
    let filled = problem.fill_apart(pieces, step, f64::INFINITY).map_err(power);
    filled.map_err(|impossible| infeasible::tell(problem, &impossible, vec![]))?;
    check_order(problem, pieces, step)
}

/// Nothing, if the cost of a step is convex; else its price, at which losing energy would pay.
pub fn check_order(problem: &Problem<'_>, pieces: &Pieces, step: usize) -> Result<(), Error> {
    let price = problem.connection(step, f64::INFINITY).export_price;
    let low = if pieces.is_convex { f64::NEG_INFINITY } else { 0.0 };
    let checked = within("export_price_per_kwh", price, low..=f64::INFINITY);
    checked.map_err(|error| error.of_element(step)).map(|_| ())
}

impl Ring {
    fn begin(&mut self, offer: &Offer<'_>, hours: f64) -> usize {
        let count = u32::try_from(offer.pieces.len()).unwrap_or(u32::MAX);
        let (change_kwh, retention) = (offer.least_kwh, offer.retention);
        let look_ahead = (count == 0).then_some(0);
        self.steps.push_back(Open { change_kwh, pieces: count, hours, retention, look_ahead });
        self.last()
    }

    /// The latest step.
    fn last(&self) -> usize {
        (self.first + self.steps.len()).saturating_sub(1)
    }

    fn step(&mut self, step: usize) -> Option<&mut Open> {
        self.steps.get_mut(step.wrapping_sub(self.first))
    }

    fn pop(&mut self) -> Option<Open> {
        self.steps.front().filter(|open| open.pieces == 0)?;
        self.first += 1;
        self.steps.pop_front()
    }
}

impl Decisions for Ring {
    fn take(&mut self, step: usize, length_kwh: f64) {
        if let Some(open) = self.step(step) {
            open.change_kwh += length_kwh;
        }
    }

    fn leave(&mut self, step: usize) {
        let (last, has_ended) = (self.last(), self.has_ended);
        if let Some(open) = self.step(step) {
            open.pieces = open.pieces.saturating_sub(1);
            if open.pieces == 0 && !has_ended {
                open.look_ahead = Some(last - step);
            }
        }
    }

    fn split(&mut self, step: usize) {
        if let Some(open) = self.step(step) {
            open.pieces += 1;
        }
    }
}
