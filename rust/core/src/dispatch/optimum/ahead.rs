//! Exact planning of a stretch of steps whose costs may bend down.
//!
//! The least cost of all that follows, as a function of the stored energy, is piecewise linear.
//! Backwards it is the least, over all choices, of the cost of a step and of what follows from it;
//! forwards each step makes the best choice. Where functions bend is kept exactly, but for knots
//! that a line misses by less than a rounding: without that their number would double with every
//! step.

use super::envelope::Convolution;
use super::offers::Pieces;
use super::plan::held_cost;
use super::polyline::{Knot, cost_at, restrict, simplify};
use super::problem::Problem;
use super::survey::Step;
use crate::error::Error;
use crate::parallel::KeepGoing;
use crate::soc::Number;
use std::ops::Range;

/// Energies closer than this share of the capacity are the same, and so are costs closer than this
/// share of all that they span. \[1\]
const ROUNDING: f64 = 1e-12;

/// Steps between two questions whether to keep going.
const ASKED_EVERY: usize = 64;

/// Steps to be planned together.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The steps.
    pub steps: Range<usize>,
    /// Energy before the first one. \[kWh\]
    pub start_kwh: f64,
    /// Energy after the last one, if it is known. \[kWh\]
    pub end_kwh: Option<f64>,
    /// The step after which that is known; none if only the end tells.
    pub settled_by: u32,
}

/// A planner of blocks, with its buffers.
pub struct Planner<'a, C> {
    problem: &'a Problem<'a>,
    steps: &'a [Step],
    cap_kw: &'a C,
    pieces: Pieces,
    offer: Vec<Knot>,
    holding: Vec<(f64, f64)>,
    convolution: Convolution,
    ahead: Chains,
}

impl<'a, C: Fn(usize) -> f64> Planner<'a, C> {
    /// A planner of blocks of `problem`, which `steps` are a survey of.
    pub fn new(problem: &'a Problem<'a>, steps: &'a [Step], cap_kw: &'a C) -> Self {
        Self {
            problem,
            steps,
            cap_kw,
            pieces: Pieces::default(),
            offer: vec![],
            holding: vec![],
            convolution: Convolution::default(),
            ahead: Chains::default(),
        }
    }

    /// In which run of its cost the best choice of each step of `block` lies.
    ///
    /// # Errors
    /// [`Error::Interrupted`] if `watch` wants no more.
    pub fn plan(&mut self, block: &Block, watch: &dyn KeepGoing) -> Result<Vec<usize>, Error> {
        self.look_ahead(block, watch)?;
        let mut stored = block.start_kwh;
        let choose = |step| {
            self.read_offer(step);
            let kept = stored * self.problem.retention(step);
            let change = best_change(&self.offer, self.ahead.last(), kept);
            self.ahead.pop();
            stored = kept + change;
            self.pieces.run_of(change)
        };
        Ok(block.steps.clone().map(choose).collect())
    }

    /// Backwards: the cost of all that follows the end of each step, holding over it included.
    fn look_ahead(&mut self, block: &Block, watch: &dyn KeepGoing) -> Result<(), Error> {
        let mut follows = self.after(block);
        let mut least = vec![];
        for step in block.steps.clone().rev() {
            self.hold(step, &mut follows);
            self.tidy(&mut follows);
            self.ahead.push(&follows);
            if step == block.steps.start {
                break;
            }
            if step % ASKED_EVERY == 0 {
                watch.keep_going(block.steps.start as f64 / self.steps.len() as f64)?;
            }
            self.read_offer(step);
            mirror(&mut self.offer);
            self.convolution.least(&self.offer, &follows, &mut least);
            self.unleak(step, &mut least);
            std::mem::swap(&mut follows, &mut least);
        }
        Ok(())
    }

    /// What follows the last step of a block.
    fn after(&self, block: &Block) -> Vec<Knot> {
        if let Some(kwh) = block.end_kwh {
            return vec![Knot { kwh, cost: 0.0 }];
        }
        let worth = |kwh| Knot { kwh, cost: -self.problem.end_value() * kwh };
        let last = self.steps.last().map_or((0.0, 0.0), |step| (step.low_kwh, step.high_kwh));
        if last.1 > last.0 { vec![worth(last.0), worth(last.1)] } else { vec![worth(last.0)] }
    }

    fn read_offer(&mut self, step: usize) {
        // a step without any power was found by the survey
        let _ = self.problem.fill_apart(&mut self.pieces, step, (self.cap_kw)(step));
        self.pieces.write_knots(&mut self.offer);
    }

    /// From what is kept at the beginning of a step to what was stored at the end of the one before.
    fn unleak(&self, step: usize, chain: &mut Vec<Knot>) {
        let Some(before) = step.checked_sub(1).and_then(|before| self.steps.get(before)) else {
            return;
        };
        let retention = self.problem.retention(step);
        let (low, high) = (before.low_kwh, before.high_kwh);
        if retention > ROUNDING {
            restrict(chain, low * retention, high * retention);
            for knot in chain {
                knot.kwh /= retention;
            }
        } else {
            let cost = cost_at(chain, 0.0);
            *chain = vec![Knot { kwh: low, cost }, Knot { kwh: high, cost }];
        }
    }

    fn hold(&mut self, step: usize, chain: &mut Vec<Knot>) {
        if !self.problem.has_holding() {
            return;
        }
        self.problem.holding(step, &mut self.holding);
        for &(kwh, _) in &self.holding {
            let index = chain.partition_point(|knot| knot.kwh < kwh);
            if index > 0 && chain.get(index).is_some_and(|next| next.kwh > kwh) {
                chain.insert(index, Knot { kwh, cost: cost_at(chain, kwh) });
            }
        }
        for knot in chain {
            knot.cost += held_cost(&self.holding, knot.kwh);
        }
    }

    fn tidy(&self, chain: &mut Vec<Knot>) {
        let least = chain.iter().map(|knot| knot.cost).fold(f64::INFINITY, f64::min);
        let most = chain.iter().map(|knot| knot.cost).fold(f64::NEG_INFINITY, f64::max);
        for knot in chain.iter_mut() {
            knot.cost -= least; // only differences count
        }
        simplify(chain, ROUNDING * self.problem.capacity_kwh(), ROUNDING * (most - least));
    }
}

/// What is chosen becomes what is left over.
fn mirror(chain: &mut [Knot]) {
    chain.reverse();
    for knot in chain {
        knot.kwh = -knot.kwh;
    }
}

/// The change of stored energy at which its cost and that of all that follows is least: where one
/// of them bends, or at an end of what is possible.
fn best_change(offer: &[Knot], follows: &[Knot], kept_kwh: f64) -> f64 {
    let ends = |chain: &[Knot]| Some((chain.first()?.kwh, chain.last()?.kwh));
    let (Some(changes), Some(energies)) = (ends(offer), ends(follows)) else { return 0.0 };
    let low = changes.0.greater(energies.0 - kept_kwh).lesser(changes.1);
    let high = changes.1.lesser(energies.1 - kept_kwh).greater(low);
    let bends = offer.iter().map(|knot| knot.kwh);
    let later = follows.iter().map(|knot| knot.kwh - kept_kwh);
    let mut best = (f64::INFINITY, low);
    for change in bends.chain(later).map(|change| change.clamp_to(low, high)) {
        let cost = cost_at(offer, change) + cost_at(follows, kept_kwh + change);
        if cost < best.0 {
            best = (cost, change);
        }
    }
    best.1
}

/// Chains of knots, the last one on top.
#[derive(Debug, Clone, PartialEq, Default)]
struct Chains {
    knots: Vec<Knot>,
    starts: Vec<usize>,
}

impl Chains {
    fn push(&mut self, chain: &[Knot]) {
        self.starts.push(self.knots.len());
        self.knots.extend_from_slice(chain);
    }

    fn last(&self) -> &[Knot] {
        self.starts.last().and_then(|&start| self.knots.get(start..)).unwrap_or_default()
    }

    fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.knots.truncate(start);
        }
    }
}
