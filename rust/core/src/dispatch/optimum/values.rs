//! What a stored kWh is worth at the end of each step of a solved schedule.

use super::problem::Problem;
use super::schedule::Schedule;
use crate::soc::Number;

/// Marginal values of stored energy, step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Values<'s> {
    schedule: &'s Schedule,
    per_kwh: Vec<f64>,
    held_per_kwh: Vec<f64>,
}

impl<'s> Values<'s> {
    /// Backwards: a stored kWh is worth what the next step would give for it less what holding it
    /// costs, but no less than what a floor had to commit for it and no more than what a ceiling
    /// dropped.
    #[must_use]
    pub fn of(problem: &Problem<'_>, schedule: &'s Schedule) -> Self {
        let held_per_kwh = held_per_kwh(problem, &schedule.change_kwh);
        let mut per_kwh = vec![0.0; schedule.bounds.len()];
        let mut value = schedule.end_value;
        let mut kept = 1.0;
        for ((step, slot), bounds) in per_kwh.iter_mut().enumerate().zip(&schedule.bounds).rev() {
            let held = held_per_kwh.get(step).copied().unwrap_or(0.0);
            value = (value * kept - held).greater(bounds.lower).lesser(bounds.upper);
            kept = problem.retention(step);
            *slot = value;
        }
        Self { schedule, per_kwh, held_per_kwh }
    }

    /// How a step changes stored energy. \[kWh\]
    #[must_use]
    pub fn change_kwh(&self, step: usize) -> f64 {
        self.schedule.change_kwh.get(step).copied().unwrap_or(0.0)
    }

    /// That of a kWh stored at the end of a step. \[currency/kWh\]
    #[must_use]
    pub fn at(&self, step: usize) -> f64 {
        self.per_kwh.get(step).copied().unwrap_or(0.0)
    }

    /// What the future alone gives for it. \[currency/kWh\]
    #[must_use]
    pub fn later(&self, problem: &Problem<'_>, step: usize) -> f64 {
        let next = self.per_kwh.get(step + 1);
        let later = next.map_or(problem.end_value(), |next| next * problem.retention(step + 1));
        later - self.held_per_kwh.get(step).copied().unwrap_or(0.0)
    }
}

/// What holding a kWh more over each step costs, where the stored energy then is; nothing if
/// holding is free. \[currency/kWh\]
fn held_per_kwh(problem: &Problem<'_>, change_kwh: &[f64]) -> Vec<f64> {
    if !problem.has_holding() {
        return vec![];
    }
    let mut stored = problem.start_kwh();
    let mut marginal = vec![];
    let slope = |(step, change): (usize, &f64)| {
        stored = stored * problem.retention(step) + change;
        problem.holding(step, &mut marginal);
        let begun = marginal.iter().rev().find(|(from_kwh, _)| *from_kwh < stored);
        begun.or(marginal.first()).map_or(0.0, |&(_, slope)| slope)
    };
    change_kwh.iter().enumerate().map(slope).collect()
}
