//! The lowest peak, as its owner reads it.

use super::course::Course;
use super::infeasible::explain;
use super::peak::least_limit;
use super::problem::Problem;
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
    /// The fullest course, or another where the battery cannot follow that.
    pub course: Course,
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
        let found = least_limit(&problem, |_| 0.0, 0.0);
        let found = found.map_err(|miss| explain(&problem, &miss.impossible()))?;
        let fullest = Course::fullest(&problem, &found.course);
        let course = fullest.map_or_else(|| Course::any(&problem, |_| found.at), Ok)?;
        Ok(Self { limit_watt: found.at * 1e3, walks: found.walks, course })
    }
}
