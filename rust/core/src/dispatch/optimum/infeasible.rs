//! Why no schedule keeps within all limits, and what would have to give.

use super::fullest::{Fullest, Terms};
use super::impossible::{Impossible, Lack};
use super::offers::{NoPower, Pieces};
use super::peak::least_limit;
use super::problem::Problem;
use super::queue::Shortfall;
use crate::error::Error;
use crate::soc::Number;

/// Energies closer than this share of the capacity are the same. \[1\]
const ROUNDING: f64 = 1e-12;

/// The error that tells of an impossible problem: the first step that shows it, and the least
/// change of any one limit that alone makes it possible.
#[must_use]
pub fn explain(problem: &Problem<'_>, impossible: &Impossible) -> Error {
    tell(problem, impossible, relaxations(problem))
}

/// The error that tells of an impossible step, and of changes that would do.
#[must_use]
pub fn tell(
    problem: &Problem<'_>,
    impossible: &Impossible,
    relaxations: Vec<(&'static str, f64)>,
) -> Error {
    let step = impossible.step;
    let hours = problem.hours(step);
    let (limit, unit, shortfall) = match impossible.lack {
        Lack::Power(NoPower::OverImport(kwh)) => ("import_limit_watt", "W", kwh / hours * 1e3),
        Lack::Power(NoPower::OverExport(kwh)) => ("export_limit_watt", "W", kwh / hours * 1e3),
        Lack::Energy(Shortfall::BelowFloor(kwh)) => ("soc_floor", "Wh", kwh * 1e3),
        Lack::Energy(Shortfall::AboveCeiling(kwh)) => ("soc_ceiling", "Wh", kwh * 1e3),
        Lack::End(Shortfall::BelowFloor(kwh) | Shortfall::AboveCeiling(kwh)) => {
            ("soc_end", "Wh", kwh * 1e3)
        }
    };
    Error::Infeasible { limit, step, shortfall, unit, relaxations }
}

/// Limits of which a change alone makes the problem possible, and the least such change, the same
/// at every step. \[W or Wh\]
fn relaxations(problem: &Problem<'_>) -> Vec<(&'static str, f64)> {
    let site_kw = |step| problem.import_cap_kw(step, f64::INFINITY);
    let mut found = vec![];
    if over_export(problem) > 0.0 {
        found.push(("export_limit_watt", over_export(problem) * 1e3));
        return found;
    }
    let above = emptiest_above(problem);
    let rise = least_limit(problem, site_kw, 0.0).map_or(f64::INFINITY, |found| found.at);
    if rise > 0.0 && rise.is_finite() && above == Excess::default() {
        found.push(("import_limit_watt", rise * 1e3));
    }
    if holds_imports(problem) {
        let below = fullest_below(problem);
        match (below, above) {
            (Excess { within, end: 0.0 }, Excess { within: 0.0, end: 0.0 })
                if within > 0.0 && within.is_finite() =>
            {
                found.push(("soc_floor", within * 1e3));
            }
            (Excess { within: 0.0, end }, Excess { within: 0.0, end: other })
                if end.greater(other) > 0.0 =>
            {
                found.push(("soc_end", end.greater(other) * 1e3));
            }
            (Excess { within: 0.0, end: 0.0 }, Excess { within, end: 0.0 }) if within > 0.0 => {
                found.push(("soc_ceiling", within * 1e3));
            }
            _ => {}
        }
    }
    found
}

/// By how much stored energy misses its bounds, on the way and at the end; infinite where no bound
/// could be as low as that. \[kWh\]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Excess {
    within: f64,
    end: f64,
}

/// How far the fullest course stays below floors.
fn fullest_below(problem: &Problem<'_>) -> Excess {
    let mut course = Fullest::default();
    let cap_kw = |step| problem.import_cap_kw(step, f64::INFINITY);
    course.walk(problem, |step| Terms::of_limit(cap_kw(step) - problem.net_kw(step)));
    let mut excess = Excess::default();
    let mut stored = problem.start_kwh();
    for (step, change) in course.change_kwh.iter().enumerate() {
        stored = stored * problem.retention(step) + change;
        let below = problem.bounds_kwh(step).0 - stored;
        let is_empty = stored < -ROUNDING * problem.capacity_kwh();
        excess.within = excess.within.greater(if is_empty { f64::INFINITY } else { below });
    }
    excess.end = excess.end.greater(problem.end_kwh().0 - stored);
    excess.rounded(problem)
}

/// How far the emptiest course stays above ceilings.
fn emptiest_above(problem: &Problem<'_>) -> Excess {
    let mut pieces = Pieces::default();
    let mut excess = Excess::default();
    let mut stored = problem.start_kwh();
    for step in 0..problem.steps() {
        let (floor, ceiling) = problem.bounds_kwh(step);
        let is_held = problem.fill(&mut pieces, step, f64::INFINITY).is_ok();
        let least = if is_held { pieces.least_kwh } else { 0.0 };
        stored = (stored * problem.retention(step) + least).greater(floor);
        excess.within = excess.within.greater(stored - ceiling);
    }
    excess.end = excess.end.greater(stored - problem.end_kwh().1);
    excess.rounded(problem)
}

impl Excess {
    /// Nothing, where there is no more than rounding.
    fn rounded(self, problem: &Problem<'_>) -> Self {
        let least = ROUNDING * problem.capacity_kwh();
        let part = |excess: f64| if excess > least { excess } else { 0.0 };
        Self { within: part(self.within), end: part(self.end) }
    }
}

/// Whether full discharge holds every import limit.
fn holds_imports(problem: &Problem<'_>) -> bool {
    let mut pieces = Pieces::default();
    (0..problem.steps()).all(|step| problem.fill(&mut pieces, step, f64::INFINITY).is_ok())
}

/// By how much full charge misses the export limit where it misses it most. \[kW\]
fn over_export(problem: &Problem<'_>) -> f64 {
    let mut pieces = Pieces::default();
    let over = |step| match problem.fill(&mut pieces, step, f64::INFINITY) {
        Err(NoPower::OverExport(kwh)) => kwh / problem.hours(step),
        _ => 0.0,
    };
    (0..problem.steps()).map(over).fold(0.0, Number::greater)
}
