//! What a problem without both powers at once allows: energies in reach, and where it bends down.

use super::impossible::{Impossible, Lack};
use super::offers::Pieces;
use super::problem::Problem;
use super::queue::{Shortfall, TOLERANCE};
use crate::soc::Number;

/// One step of a problem.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The lowest energy that can be reached by its end. \[kWh\]
    pub low_kwh: f64,
    /// The highest one. \[kWh\]
    pub high_kwh: f64,
    /// Whether its cost is convex.
    pub is_convex: bool,
}

impl Step {
    /// Whether its cost bends down somewhere.
    pub fn bends(&self) -> bool {
        !self.is_convex
    }
}

/// Every step of `problem`.
///
/// # Errors
/// [`Impossible`] if no schedule keeps within the limits.
pub fn survey(
    problem: &Problem<'_>,
    cap_kw: &impl Fn(usize) -> f64,
) -> Result<Vec<Step>, Impossible> {
    let mut pieces = Pieces::default();
    let mut steps = Vec::with_capacity(problem.steps());
    let mut reach = (problem.start_kwh(), problem.start_kwh());
    let slack = TOLERANCE * problem.capacity_kwh();
    for step in 0..problem.steps() {
        let power = |lack| Impossible { step, lack: Lack::Power(lack) };
        problem.fill_apart(&mut pieces, step, cap_kw(step)).map_err(power)?;
        let kept = problem.retention(step);
        reach = (reach.0 * kept + pieces.least_kwh, reach.1 * kept + pieces.most_kwh());
        let energy = |lack| Impossible { step, lack: Lack::Energy(lack) };
        reach = within(reach, problem.bounds_kwh(step), slack).map_err(energy)?;
        if step + 1 == problem.steps() {
            let end = |lack| Impossible { step, lack: Lack::End(lack) };
            reach = within(reach, problem.end_kwh(), slack).map_err(end)?;
        }
        steps.push(Step { low_kwh: reach.0, high_kwh: reach.1, is_convex: pieces.is_convex });
    }
    Ok(steps)
}

fn within(
    (low, high): (f64, f64),
    (floor, ceiling): (f64, f64),
    slack: f64,
) -> Result<(f64, f64), Shortfall> {
    if high < floor - slack {
        return Err(Shortfall::BelowFloor(floor - high));
    }
    if low > ceiling + slack {
        return Err(Shortfall::AboveCeiling(low - ceiling));
    }
    let low = low.greater(floor);
    Ok((low, high.lesser(ceiling).greater(low)))
}
