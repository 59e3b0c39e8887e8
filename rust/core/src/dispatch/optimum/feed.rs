//! The steps of a problem on their way into a queue.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::impossible::{Impossible, Lack};
use super::offers::Pieces;
use super::problem::Problem;
use super::queue::{Bounds, Decisions, Offer, SlopeQueue};

/// What a step offers and what holding energy costs over it. Reused from step to step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    /// The offer of the step that comes next.
    pub pieces: Pieces,
    marginal: Vec<(f64, f64)>,
}

impl Feed {
    /// Brings a step of `problem` into the queue, which knows it by the number `known_as`.
    ///
    /// # Errors
    /// [`Impossible`] if no schedule keeps within its floor and ceiling.
    #[inline(always)]
    pub fn push(
        &mut self,
        problem: &Problem<'_>,
        step: usize,
        queue: &mut SlopeQueue,
        known_as: usize,
        decisions: &mut impl Decisions,
    ) -> Result<Bounds, Impossible> {
        let (floor_kwh, ceiling_kwh) = problem.bounds_kwh(step);
        let retention = problem.retention(step);
        let (least_kwh, pieces) = (self.pieces.least_kwh, &self.pieces.list);
        let offer = Offer { least_kwh, pieces, retention, floor_kwh, ceiling_kwh };
        let energy = |lack| Impossible { step, lack: Lack::Energy(lack) };
        let bounds = queue.push(known_as, &offer, decisions).map_err(energy)?;
        if problem.has_holding() {
            problem.holding(step, &mut self.marginal);
            queue.hold(&self.marginal, decisions);
        }
        Ok(bounds)
    }
}
