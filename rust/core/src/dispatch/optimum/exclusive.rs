//! The schedule that costs least without charging and discharging at once.
//!
//! At a negative price the cost of a step bends down where the battery rests, and the queue can
//! only read its hull. If what comes out burns nothing, it is best as it stands. If not, the steps
//! around are planned exactly; that tells of each cost that bends down in which of its runs the
//! best choice lies. Within these runs the problem is convex, and the queue solves it once more:
//! for the schedule, for what a stored kWh is worth, and for horizons.

use super::ahead::{Block, Planner};
use super::funnel::meetings;
use super::impossible::Impossible;
use super::infeasible::explain;
use super::problem::Problem;
use super::schedule::{BY_THE_END, Schedule};
use super::survey::{Step, survey};
use crate::error::Error;
use crate::parallel::KeepGoing;

impl Schedule {
    /// Solves `problem` as [`Schedule::solve`] does, but without both powers at once where that is
    /// wished; tells how many blocks of steps had to be planned exactly for that.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if no schedule keeps within the limits, [`Error::Interrupted`] if
    /// `watch` wants no more.
    pub fn optimize(
        &mut self,
        problem: &Problem<'_>,
        cap_kw: impl Fn(usize) -> f64,
        watch: &dyn KeepGoing,
    ) -> Result<usize, Error> {
        let explained = |impossible: Impossible| explain(problem, &impossible);
        self.solve(problem, &cap_kw).map_err(explained)?;
        if self.is_convex || !problem.is_exclusive() {
            return Ok(0);
        }
        let steps = survey(problem, &cap_kw).map_err(explained)?;
        let blocks = blocks(problem, &steps, &cap_kw).map_err(explained)?;
        let burns = self.burns(problem, &steps, &cap_kw);
        if burns {
            let mut planner = Planner::new(problem, &steps, &cap_kw);
            let mut runs = vec![0; steps.len()];
            for block in &blocks {
                runs.splice(block.steps.clone(), planner.plan(block, watch)?);
            }
            self.solve(&problem.within_runs(runs), &cap_kw).map_err(explained)?;
        }
        self.settle(&steps, &blocks);
        Ok(if burns { blocks.len() } else { 0 })
    }

    /// Whether both powers at once are what makes a step of the relaxed schedule so cheap.
    fn burns(&self, problem: &Problem<'_>, steps: &[Step], cap_kw: &impl Fn(usize) -> f64) -> bool {
        let mut bent = steps.iter().zip(&self.change_kwh).enumerate();
        bent.any(|(index, (step, &change))| {
            step.bends() && problem.burns(index, change, cap_kw(index))
        })
    }

    /// What a cost that bends down can reach is settled with the block of that, and what follows a
    /// block no earlier.
    fn settle(&mut self, steps: &[Step], blocks: &[Block]) {
        let (mut start, mut known) = (0, 0);
        for block in blocks {
            let end = block.steps.end;
            let bend = block.steps.clone().find(|&step| steps.get(step).is_some_and(Step::bends));
            let bend = bend.unwrap_or(end);
            for (step, settled) in self.settled_by.iter_mut().enumerate().take(end).skip(start) {
                let is_open = step >= bend || usize::try_from(*settled).is_ok_and(|by| by >= bend);
                *settled = if is_open { block.settled_by } else { known.max(*settled) };
            }
            (start, known) = (end, block.settled_by);
        }
        for settled in self.settled_by.iter_mut().skip(start) {
            *settled = known.max(*settled);
        }
    }
}

/// Steps whose cost bends down, with all around them up to where the energy is known.
fn blocks(
    problem: &Problem<'_>,
    steps: &[Step],
    cap_kw: &impl Fn(usize) -> f64,
) -> Result<Vec<Block>, Impossible> {
    let mut blocks = vec![];
    let (mut start, mut start_kwh) = (0, problem.start_kwh());
    let mut add = |block: Block| {
        let inside = steps.get(block.steps.clone()).unwrap_or_default();
        if inside.iter().any(Step::bends) {
            blocks.push(block);
        }
    };
    for meeting in meetings(problem, steps, cap_kw)? {
        let end = meeting.step + 1;
        let (end_kwh, settled_by) = (Some(meeting.kwh), meeting.settled_by);
        add(Block { steps: start..end, start_kwh, end_kwh, settled_by });
        (start, start_kwh) = (end, meeting.kwh);
    }
    add(Block { steps: start..steps.len(), start_kwh, end_kwh: None, settled_by: BY_THE_END });
    Ok(blocks)
}
