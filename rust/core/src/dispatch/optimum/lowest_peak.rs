//! The lowest peak, as its owner reads it.

use super::infeasible::explain;
use super::peak::Peak;
use super::problem::Problem;
use super::queue::Shortfall;
use super::schedule::{Impossible, Lack};
use crate::error::Error;

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
    /// That of `problem`, whatever its prices and import limits are.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if a floor cannot be met at any import.
    pub fn find(problem: &Problem<'_>) -> Result<Self, Error> {
        let found = Peak::least(problem, |_| 0.0, 0.0).map_err(|miss| {
            let lack = Lack::Energy(Shortfall::BelowFloor(miss.missing_kwh));
            explain(problem, &Impossible { step: miss.step, lack })
        })?;
        let mut stored = problem.start_kwh();
        let mut power_watt = Vec::with_capacity(problem.steps());
        let mut soc = Vec::with_capacity(problem.steps());
        for (step, &change) in found.course.change_kwh.iter().enumerate() {
            stored = stored * problem.retention(step) + change;
            power_watt.push(problem.curve().ac_kw(change / problem.hours(step)) * 1e3);
            soc.push(stored / problem.capacity_kwh());
        }
        Ok(Self { limit_watt: found.limit_kw * 1e3, walks: found.walks, power_watt, soc })
    }
}
