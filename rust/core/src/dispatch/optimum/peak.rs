//! The lowest import that a load can be held under, by finite Newton steps.
//!
//! The stored energy of the fullest course is concave in the limit, so a tangent at a limit that
//! is too low never passes the least one that will do, and each iteration leaves at least one
//! straight piece behind: few are needed.

use super::fullest::{Fullest, Miss};
use super::problem::Problem;
use crate::soc::Number;

/// More Newton steps than any case has taken.
const MOST_ITERATIONS: usize = 1000;

/// The least limit, and the course that holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Peak {
    /// The lowest limit, or rise of limits. \[kW\]
    pub limit_kw: f64,
    /// Walks that were needed.
    pub walks: usize,
    /// The fullest course under it.
    pub course: Fullest,
}

impl Peak {
    /// The least `limit_kw`, not below `least_kw`, for which `problem` can be met with imports of
    /// at most `base_kw` and that more.
    ///
    /// # Errors
    /// The [`Miss`] of a floor that cannot be met at any import.
    pub fn least(
        problem: &Problem<'_>,
        base_kw: impl Fn(usize) -> f64,
        least_kw: f64,
    ) -> Result<Self, Miss> {
        let mut course = Fullest::default();
        let mut limit_kw = lowest_held(problem, &base_kw).greater(least_kw);
        for walks in 1..=MOST_ITERATIONS {
            match course.walk(problem, |step| base_kw(step) + limit_kw) {
                None => return Ok(Self { limit_kw, walks, course }),
                Some(miss) if miss.per_kw > 0.0 => limit_kw += miss.rise_kw(),
                Some(miss) => return Err(miss),
            }
        }
        Ok(Self { limit_kw, walks: MOST_ITERATIONS, course })
    }
}

/// The lowest limit that full discharge can hold. \[kW\]
fn lowest_held(problem: &Problem<'_>, base_kw: &impl Fn(usize) -> f64) -> f64 {
    let least_kw = problem.curve().least.ac_kw;
    let held = |step| problem.net_kw(step) + least_kw - base_kw(step);
    (0..problem.steps()).map(held).fold(f64::NEG_INFINITY, Number::greater)
}
