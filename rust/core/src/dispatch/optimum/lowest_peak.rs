//! The lowest peak, as its owner reads it.

use super::impossible::{Impossible, Lack};
use super::infeasible::explain;
use super::peak::Peak;
use super::problem::Problem;
use super::queue::{Shortfall, TOLERANCE};
use super::schedule::Schedule;
use super::wishes::Wishes;
use crate::error::Error;
use crate::site::{Battery, Site};
use crate::trace::PerStep;

/// The lowest limit that imports can be held under, and a course that holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct LowestPeak {
    /// The limit. \[W\]
    pub limit_watt: f64,
    /// How often the course was walked to find it.
    pub walks: usize,
    /// Power of the battery. \[W\]
    pub power_watt: Vec<f64>,
    /// State of charge at the end of each step. \[1\]
    pub soc: Vec<f64>,
}

impl LowestPeak {
    /// That of `battery` at `site`, whatever prices and import limits are.
    ///
    /// # Errors
    /// As [`Problem::new`]; [`Error::Infeasible`] if a floor cannot be met at any import, or a
    /// ceiling or the export limit cannot be held.
    pub fn find(battery: &Battery, site: &Site<'_>, wishes: &Wishes<'_>) -> Result<Self, Error> {
        let unlimited = PerStep::Same(f64::INFINITY);
        let site = Site { import_limit_watt: unlimited, ..site.clone() };
        let problem = Problem::new(battery, &site, wishes)?;
        let found = Peak::least(&problem, |_| 0.0, 0.0).map_err(|miss| {
            let lack = Lack::Energy(Shortfall::BelowFloor(miss.missing_kwh));
            explain(&problem, &Impossible { step: miss.step, lack })
        })?;
        let (limit_kw, walks) = (found.limit_kw, found.walks);
        let fullest_kwh = found.course.change_kwh;
        let change_kwh = if can_follow(&problem, &fullest_kwh) {
            fullest_kwh
        } else {
            any_under(&problem, limit_kw)?
        };
        Ok(Self::of(&problem, limit_kw, walks, &change_kwh))
    }

    fn of(problem: &Problem<'_>, limit_kw: f64, walks: usize, change_kwh: &[f64]) -> Self {
        let mut stored = problem.start_kwh();
        let mut power_watt = Vec::with_capacity(problem.steps());
        let mut soc = Vec::with_capacity(problem.steps());
        for (step, &change) in change_kwh.iter().enumerate() {
            stored = stored * problem.retention(step) + change;
            power_watt.push(problem.curve().ac_kw(change / problem.hours(step)) * 1e3);
            soc.push(problem.soc(stored));
        }
        Self { limit_watt: limit_kw * 1e3, walks, power_watt, soc }
    }
}

/// Whether the fullest course is one: kept full all along, the store may have to fall faster than
/// it can, or to feed in more than it may.
fn can_follow(problem: &Problem<'_>, change_kwh: &[f64]) -> bool {
    let slack_kwh = TOLERANCE * problem.capacity_kwh();
    change_kwh.iter().enumerate().all(|(step, &change)| {
        let hours = problem.hours(step);
        let ac_kwh = problem.curve().ac_kw(change / hours) * hours;
        change >= problem.curve().least.store_kw * hours - slack_kwh
            && problem.net_kwh(step) + ac_kwh >= problem.lowest_kwh(step) - slack_kwh
    })
}

/// Changes of a schedule under a limit that the fullest course shows to be enough for imports.
fn any_under(problem: &Problem<'_>, limit_kw: f64) -> Result<Vec<f64>, Error> {
    let mut schedule = Schedule::default();
    let solved = schedule.solve(problem, |_| limit_kw * (1.0 + TOLERANCE));
    solved.map_err(|impossible| explain(problem, &impossible))?;
    Ok(schedule.change_kwh)
}
