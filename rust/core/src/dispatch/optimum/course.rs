//! Power and state of charge of a battery that holds limits, whatever that costs.

use super::fullest::Fullest;
use super::infeasible::explain;
use super::problem::Problem;
use super::queue::TOLERANCE;
use super::schedule::Schedule;
use crate::error::Error;

/// Steps whose powers are worked out side by side.
const BLOCK: usize = 32;

/// What a battery does, step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its power, positive when charging. \[W\]
    pub power_watt: Vec<f64>,
    /// State of charge at the end of each step. \[1\]
    pub soc: Vec<f64>,
}

impl Course {
    /// The fullest one, if a battery can follow it: kept full all along, the store may have to fall
    /// faster than it can, or to feed in more than it may.
    #[must_use]
    pub fn fullest(problem: &Problem<'_>, fullest: &Fullest) -> Option<Self> {
        let course = Self::of(problem, &fullest.change_kwh);
        course.can_be_followed(problem, &fullest.change_kwh).then_some(course)
    }

    /// Any under import limits that are known to be enough.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if a ceiling or the export limit cannot be held under them.
    pub fn any(problem: &Problem<'_>, limit_kw: impl Fn(usize) -> f64) -> Result<Self, Error> {
        let mut schedule = Schedule::default();
        let solved = schedule.solve(problem, |step| limit_kw(step) * (1.0 + TOLERANCE));
        solved.map_err(|impossible| explain(problem, &impossible))?;
        Ok(Self::of(problem, &schedule.change_kwh))
    }

    fn of(problem: &Problem<'_>, change_kwh: &[f64]) -> Self {
        let mut stored = problem.start_kwh();
        let mut power_watt = Vec::with_capacity(problem.steps());
        let mut soc = Vec::with_capacity(problem.steps());
        for (step, &change) in change_kwh.iter().enumerate() {
            stored = stored * problem.retention(step) + change;
            power_watt.push(change * problem.per_hour(step)); // of the store, in kW
            soc.push(problem.soc(stored));
        }
        let (blocks, rest) = power_watt.as_chunks_mut::<BLOCK>();
        for block in blocks {
            problem.curve().follow(block);
        }
        for power in rest {
            *power = problem.curve().ac_kw(*power);
        }
        for power in &mut power_watt {
            *power *= 1e3;
        }
        Self { power_watt, soc }
    }

    fn can_be_followed(&self, problem: &Problem<'_>, change_kwh: &[f64]) -> bool {
        let slack_kwh = TOLERANCE * problem.capacity_kwh();
        change_kwh.iter().zip(&self.power_watt).enumerate().all(|(step, (&change, &power))| {
            let hours = problem.hours(step);
            let net_kwh = problem.net_kwh(step) + power / 1e3 * hours;
            change >= problem.curve().least.store_kw * hours - slack_kwh
                && net_kwh >= problem.lowest_kwh(step) - slack_kwh
        })
    }
}
