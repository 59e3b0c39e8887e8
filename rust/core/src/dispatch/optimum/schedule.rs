//! The queue run over a whole problem: what to do at every step, and when that was settled.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::feed::Feed;
use super::given::STEPS;
use super::impossible::{Impossible, Lack};
use super::problem::Problem;
use super::queue::{Bounds, Decisions, SlopeQueue};
use crate::soc::Number;

/// What came of every step. Reused from one problem to the next, so that no memory is taken anew.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schedule {
    /// Change of stored energy. \[kWh\]
    pub change_kwh: Vec<f64>,
    /// The step after which it was settled; none if the end settled it.
    pub settled_by: Vec<u32>,
    /// Whether the cost of every step was convex.
    pub is_convex: bool,
    pub(super) bounds: Vec<Bounds>,
    pub(super) end_value: f64,
}

/// [`Schedule::settled_by`] of a step that only the end of the trace settled.
pub const BY_THE_END: u32 = u32::MAX;

impl Schedule {
    /// Solves `problem` with no more import than `cap_kw` tells of each step.
    ///
    /// A step whose cost is not convex is read as its pieces in order of slope.
    ///
    /// # Errors
    /// [`Impossible`] if no schedule keeps within the limits.
    pub fn solve(
        &mut self,
        problem: &Problem<'_>,
        cap_kw: impl Fn(usize) -> f64,
    ) -> Result<(), Impossible> {
        self.clear(problem.steps());
        let mut queue = SlopeQueue::new(problem.start_kwh(), problem.capacity_kwh());
        let mut feed = Feed::new();
        for first in (0..problem.steps()).step_by(STEPS) {
            let read = problem.feed(&mut feed, first, &cap_kw);
            self.is_convex &= feed.is_convex;
            self.push(problem, &feed, &mut queue)?;
            read?;
        }
        self.end(problem, &mut queue)
    }

    /// Adds the steps that `feed` brings.
    pub(super) fn push(
        &mut self,
        problem: &Problem<'_>,
        feed: &Feed,
        queue: &mut SlopeQueue,
    ) -> Result<(), Impossible> {
        let mut notes = self.notes();
        let mut holding = vec![];
        for (step, offer) in (feed.first..).zip(feed.offers()) {
            let energy = |lack| Impossible { step, lack: Lack::Energy(lack) };
            notes.begin(step, offer.least_kwh);
            let bounds = queue.push(step, &offer, &mut notes).map_err(energy)?;
            notes.bind(bounds);
            problem.hold(step, queue, &mut notes, &mut holding);
        }
        Ok(())
    }

    /// Holds what is asked of the end, which the future past it did not settle.
    pub(super) fn end(
        &mut self,
        problem: &Problem<'_>,
        queue: &mut SlopeQueue,
    ) -> Result<(), Impossible> {
        let (floor_kwh, ceiling_kwh) = problem.end_kwh();
        let step = problem.steps().saturating_sub(1);
        let end = |lack| Impossible { step, lack: Lack::End(lack) };
        let mut notes = self.notes();
        let Bounds { lower, upper } =
            queue.trim(floor_kwh, ceiling_kwh, &mut notes).map_err(end)?;
        queue.settle(problem.end_value(), &mut notes);
        queue.segments().iter().for_each(|open| notes.leave(open.step));
        self.end_value = problem.end_value().greater(lower).lesser(upper);
        Ok(())
    }

    /// How many later steps had to be seen before each one was settled; -1 where the end settled it.
    #[must_use]
    pub fn look_ahead(&self) -> Vec<i64> {
        let ahead = |(step, &by): (usize, &u32)| {
            if by == BY_THE_END { -1 } else { i64::from(by) - i64::try_from(step).unwrap_or(0) }
        };
        self.settled_by.iter().enumerate().map(ahead).collect()
    }

    pub(super) fn clear(&mut self, steps: usize) {
        self.change_kwh.clear();
        self.change_kwh.resize(steps, 0.0);
        self.settled_by.clear();
        self.settled_by.extend((0..BY_THE_END).take(steps)); // of a step that offers no choice
        self.settled_by.resize(steps, BY_THE_END);
        self.bounds.clear();
        self.bounds.resize(steps, Bounds::NONE);
        self.is_convex = true;
    }

    pub(super) fn notes(&mut self) -> Notes<'_> {
        let Self { change_kwh, settled_by, bounds, .. } = self;
        Notes { change_kwh, settled_by, bounds, step: usize::MAX }
    }
}

/// What becomes of segments, noted down step by step, and then at the end.
pub(super) struct Notes<'s> {
    change_kwh: &'s mut [f64],
    settled_by: &'s mut [u32],
    bounds: &'s mut [Bounds],
    step: usize,
}

impl Notes<'_> {
    /// Begins a step with the lowest change that it offers.
    #[inline(always)]
    pub fn begin(&mut self, step: usize, least_kwh: f64) {
        self.step = step;
        if let Some(change) = self.change_kwh.get_mut(step) {
            *change = least_kwh;
        }
    }

    /// Ends the step with the slopes between which the value of stored energy lies.
    #[inline(always)]
    pub fn bind(&mut self, bounds: Bounds) {
        if let Some(place) = self.bounds.get_mut(self.step) {
            *place = bounds;
        }
    }
}

impl Decisions for Notes<'_> {
    #[inline(always)]
    fn take(&mut self, step: usize, length_kwh: f64) {
        if let Some(change) = self.change_kwh.get_mut(step) {
            *change += length_kwh;
        }
    }

    #[inline(always)]
    fn leave(&mut self, step: usize) {
        if let Some(settled) = self.settled_by.get_mut(step) {
            // until one of its segments leaves later
            *settled = u32::try_from(self.step).unwrap_or(BY_THE_END);
        }
    }

    fn split(&mut self, _step: usize) {}
}
