//! The lowest import that a load can be held under.

use super::fullest::{Miss, Terms};
use super::newton::Newton;
use super::problem::Problem;
use crate::soc::Number;

/// Finds the least limit in kW, not below `least_kw`, for which `problem` can be met with imports
/// of at most `base_kw` and that more.
///
/// # Errors
/// The [`Miss`] of a floor that cannot be met at any import.
pub fn least_limit(
    problem: &Problem<'_>,
    base_kw: impl Fn(usize) -> f64,
    least_kw: f64,
) -> Result<Newton, Miss> {
    let least_ac_kw = problem.curve().least.ac_kw;
    let held = |step| problem.net_kw(step) + least_ac_kw - base_kw(step);
    let lowest_kw = (0..problem.steps()).map(held).fold(least_kw, Number::greater);
    let mut newton = Newton::from((lowest_kw, 0), f64::INFINITY);
    let terms = |limit_kw: f64| {
        let (base_kw, net_kw) = (&base_kw, |step| problem.net_kw(step));
        move |step| Terms::of_limit(base_kw(step) + limit_kw - net_kw(step))
    };
    while newton.go_on(problem, terms)? {}
    Ok(newton)
}
