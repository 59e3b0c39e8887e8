//! The store kept as full as import limits let it: best for every floor that is still to come.
//!
//! Its energy at each step is concave in the limits and straight between kinks.

use super::problem::Problem;
use crate::soc::Number;

/// Energies closer than this share of the capacity are the same. \[1\]
const TOLERANCE: f64 = 1e-13;

/// The fullest course of a store, and how it follows the import limits. Reused between walks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fullest {
    /// Change of stored energy in each step. \[kWh\]
    pub change_kwh: Vec<f64>,
    /// What a kW of import limit more would add in each step, none where the store is full.
    /// \[kWh/kW\]
    pub per_kw: Vec<f64>,
    is_full: Vec<bool>,
}

/// A floor that is missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    /// At the end of which step.
    pub step: usize,
    /// By how much. \[kWh\]
    pub missing_kwh: f64,
    /// What a kW more at every step would add there. \[kWh/kW\]
    pub per_kw: f64,
}

impl Miss {
    /// The rise of all limits that a tangent says would do; infinite if none would. \[kW\]
    #[must_use]
    pub fn rise_kw(&self) -> f64 {
        self.missing_kwh / self.per_kw
    }
}

impl Fullest {
    /// Walks through `problem` with import limits of `cap_kw`, which full discharge can hold; the
    /// floor whose tangent asks for the largest rise, if any is missed.
    pub fn walk(&mut self, problem: &Problem<'_>, cap_kw: impl Fn(usize) -> f64) -> Option<Miss> {
        self.clear(problem.steps());
        let tolerance_kwh = TOLERANCE * problem.capacity_kwh();
        let last = problem.steps().saturating_sub(1);
        let (mut stored, mut slope) = (problem.start_kwh(), 0.0);
        let mut worst: Option<Miss> = None;
        for step in 0..problem.steps() {
            let (floor, ceiling) = problem.bounds_kwh(step);
            let kept = problem.retention(step);
            let (most, per_kw) = most_change(problem, step, cap_kw(step));
            let room = ceiling - stored * kept;
            let is_full = most >= room;
            let change = if is_full { room } else { most };
            stored = stored * kept + change;
            slope = if is_full { 0.0 } else { slope * kept + per_kw };
            self.push(change, if is_full { 0.0 } else { per_kw }, is_full);
            let end_floor = if step == last { problem.end_kwh().0 } else { floor };
            let missing_kwh = floor.greater(end_floor) - stored;
            let miss = Miss { step, missing_kwh, per_kw: slope };
            let is_worst = worst.is_none_or(|worst| miss.rise_kw() > worst.rise_kw());
            if missing_kwh > tolerance_kwh && is_worst {
                worst = Some(miss);
            }
        }
        worst
    }

    /// What a kW more of the limit of each earlier step would add at the end of `step`: the steps
    /// that matter, the last one first. \[kWh/kW\]
    pub fn gradient<'f>(
        &'f self,
        problem: &'f Problem<'_>,
        step: usize,
    ) -> impl Iterator<Item = (usize, f64)> + 'f {
        let since = (0..=step).rev().take_while(|&at| self.is_full.get(at) == Some(&false));
        let mut kept = 1.0;
        since.map(move |at| {
            let gained = kept * self.per_kw.get(at).copied().unwrap_or(0.0);
            kept *= problem.retention(at);
            (at, gained)
        })
    }

    fn clear(&mut self, steps: usize) {
        self.change_kwh.clear();
        self.per_kw.clear();
        self.is_full.clear();
        self.change_kwh.reserve(steps);
        self.per_kw.reserve(steps);
        self.is_full.reserve(steps);
    }

    fn push(&mut self, change: f64, per_kw: f64, is_full: bool) {
        self.change_kwh.push(change);
        self.per_kw.push(per_kw);
        self.is_full.push(is_full);
    }
}

/// The largest change of stored energy under an import limit, and how it grows with that.
#[inline]
fn most_change(problem: &Problem<'_>, step: usize, cap_kw: f64) -> (f64, f64) {
    let (curve, hours) = (problem.curve(), problem.hours(step));
    let free_kw = cap_kw - problem.net_kw(step);
    if free_kw >= curve.most.ac_kw {
        return (curve.most.store_kw * hours, 0.0);
    }
    let (store_kw, store_per_ac) = curve.store_kw(free_kw);
    (store_kw * hours, store_per_ac * hours)
}
