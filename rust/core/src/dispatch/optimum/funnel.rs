//! Between steps whose cost bends down: the lowest and the highest schedule that can be best.
//!
//! On a stretch of convex steps, let p be the energies of any best plan, and q those of the highest
//! schedule: from the highest energy that the stretch can start with to the highest it can end
//! with, at least cost in between. Costs of single energies, and convex costs of
//! e(t) - retention * e(t - 1), are submodular, so that
//!
//! ```text
//! cost(min(p, q)) + cost(max(p, q)) <= cost(p) + cost(q)
//! ```
//!
//! and both hold all bounds. The higher one starts and ends where q does, so it costs no less than
//! q; hence the lower one costs no more than p, and it starts and ends where p does. So some best
//! plan lies nowhere above q, and in the same way nowhere below the lowest schedule. Where the two
//! meet, that plan passes: the energy there is known, whatever the steps around the stretch do, and
//! past and future can be planned apart.

use super::impossible::{Impossible, Lack};
use super::offers::Pieces;
use super::problem::Problem;
use super::queue::{Offer, Piece, SlopeQueue, TOLERANCE};
use super::schedule::{BY_THE_END, Schedule};
use super::survey::Step;

/// An energy that is known, whatever the steps whose cost bends down do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// The step at whose end it is held.
    pub step: usize,
    /// The energy. \[kWh\]
    pub kwh: f64,
    /// The step after which it is known; none if only the end tells.
    pub settled_by: u32,
}

/// All meetings of the lowest and the highest schedule.
///
/// # Errors
/// [`Impossible`] if no schedule keeps within the limits.
pub fn meetings(
    problem: &Problem<'_>,
    steps: &[Step],
    cap_kw: &impl Fn(usize) -> f64,
) -> Result<Vec<Meeting>, Impossible> {
    let lowest = Side::new(problem, f64::INFINITY).walk(problem, steps, cap_kw)?;
    let highest = Side::new(problem, f64::NEG_INFINITY).walk(problem, steps, cap_kw)?;
    let slack = TOLERANCE * problem.capacity_kwh();
    let meeting = |(step, (low, high)): (usize, (Passed, Passed))| {
        let (kwh, settled_by) = (low.kwh, low.settled_by.max(high.settled_by));
        ((high.kwh - low.kwh).abs() <= slack).then_some(Meeting { step, kwh, settled_by })
    };
    Ok(lowest.into_iter().zip(highest).enumerate().filter_map(meeting).collect())
}

/// Where a side is at the end of a step, and since when that is settled.
#[derive(Debug, Clone, Copy)]
struct Passed {
    kwh: f64,
    settled_by: u32,
}

/// One side of the funnel on its way through the steps.
struct Side {
    queue: SlopeQueue,
    /// Marginal cost of the energy that a stretch starts with: infinite, so that it starts as low
    /// as it can, or minus that.
    start_slope: f64,
    schedule: Schedule,
    pieces: Pieces,
    holding: Vec<(f64, f64)>,
}

impl Side {
    fn new(problem: &Problem<'_>, start_slope: f64) -> Self {
        Self {
            queue: SlopeQueue::new(problem.start_kwh(), problem.capacity_kwh()),
            start_slope,
            schedule: Schedule::default(),
            pieces: Pieces::default(),
            holding: vec![],
        }
    }

    fn walk(
        mut self,
        problem: &Problem<'_>,
        steps: &[Step],
        cap_kw: &impl Fn(usize) -> f64,
    ) -> Result<Vec<Passed>, Impossible> {
        self.schedule.clear(steps.len());
        for (index, step) in steps.iter().enumerate() {
            if step.is_convex {
                self.go_on(problem, index, cap_kw(index))?;
            } else {
                self.start_anew(problem, index, step)?;
            }
            let (queue, mut notes) = (&mut self.queue, self.schedule.notes());
            problem.hold(index, queue, &mut notes, &mut self.holding);
        }
        self.schedule.end(problem, &mut self.queue)?;
        Ok(self.passed(problem, steps))
    }

    fn go_on(&mut self, problem: &Problem<'_>, step: usize, cap_kw: f64) -> Result<(), Impossible> {
        let power = |lack| Impossible { step, lack: Lack::Power(lack) };
        problem.fill_apart(&mut self.pieces, step, cap_kw).map_err(power)?;
        self.push(step, problem.retention(step), problem.bounds_kwh(step))
    }

    /// Ends the stretch before as low or as high as can be, and starts one from all that is in
    /// reach.
    fn start_anew(
        &mut self,
        problem: &Problem<'_>,
        index: usize,
        step: &Step,
    ) -> Result<(), Impossible> {
        let mut notes = self.schedule.notes();
        notes.begin(index, step.low_kwh);
        self.queue.settle(-self.start_slope, &mut notes);
        self.queue = SlopeQueue::new(0.0, problem.capacity_kwh());
        let any = Piece { slope: self.start_slope, length: step.high_kwh - step.low_kwh };
        self.pieces = Pieces { least_kwh: step.low_kwh, list: vec![any], is_convex: true };
        self.push(index, 1.0, (step.low_kwh, step.high_kwh))
    }

    fn push(
        &mut self,
        step: usize,
        retention: f64,
        (floor_kwh, ceiling_kwh): (f64, f64),
    ) -> Result<(), Impossible> {
        let Pieces { least_kwh, list: pieces, .. } = &self.pieces;
        let least_kwh = *least_kwh;
        let offer = Offer { least_kwh, pieces, retention, floor_kwh, ceiling_kwh };
        let energy = |lack| Impossible { step, lack: Lack::Energy(lack) };
        let mut notes = self.schedule.notes();
        notes.begin(step, least_kwh);
        let bounds = self.queue.push(step, &offer, &mut notes).map_err(energy)?;
        notes.bind(bounds);
        Ok(())
    }

    fn passed(&self, problem: &Problem<'_>, steps: &[Step]) -> Vec<Passed> {
        let ends = next_bends(steps);
        let mut at = Passed { kwh: problem.start_kwh(), settled_by: 0 };
        let decided = self.schedule.change_kwh.iter().zip(&self.schedule.settled_by);
        let goes_on = |(index, step): (usize, &Step)| {
            if step.is_convex { (problem.retention(index), u32::MAX) } else { (0.0, 0) }
        };
        let kept = steps.iter().enumerate().map(goes_on);
        let pass = |(((retention, carried), end), (change, settled)): (_, (&f64, &u32))| {
            at.kwh = at.kwh * retention + change;
            at.settled_by = at.settled_by.min(carried).max(*settled).min(end);
            at
        };
        kept.zip(ends).zip(decided).map(pass).collect()
    }
}

/// The next step, after each, whose cost bends down; [`BY_THE_END`] if there is none.
fn next_bends(steps: &[Step]) -> Vec<u32> {
    let mut next = BY_THE_END;
    let mut found = vec![next; steps.len()];
    for (index, (step, slot)) in steps.iter().zip(&mut found).enumerate().rev() {
        *slot = next;
        if step.bends() {
            next = u32::try_from(index).unwrap_or(BY_THE_END);
        }
    }
    found
}
