//! The store kept as full as import limits let it: best for every floor that is still to come.
//!
//! Its energy at each step is concave in what the limits leave to the battery and straight between
//! kinks.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::impossible::{Impossible, Lack};
use super::problem::Problem;
use super::queue::Shortfall;

/// Energies closer than this share of the capacity are the same. \[1\]
const TOLERANCE: f64 = 1e-13;

/// A number, and how it moves with an unknown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moving {
    /// What it is.
    pub value: f64,
    /// By how much it grows with a unit of the unknown.
    pub per_unit: f64,
}

/// What a step leaves to the battery and asks of it. More of the unknown eases both.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Terms {
    /// The most that the battery may take, which full discharge can hold. \[kW\]
    pub room_kw: Moving,
    /// What must be stored at the end of the step above its floor. \[kWh\]
    pub reserve_kwh: Moving,
}

impl Terms {
    /// Those of a step that leaves so much of an import limit, where the limit is the unknown.
    /// \[kW\]
    #[inline]
    #[must_use]
    pub fn of_limit(room_kw: f64) -> Self {
        Self { room_kw: Moving { value: room_kw, per_unit: 1.0 }, ..Self::default() }
    }
}

/// The fullest course of a store. Reused between walks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fullest {
    /// Change of stored energy in each step. \[kWh\]
    pub change_kwh: Vec<f64>,
}

/// A floor that is missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    /// At the end of which step.
    pub step: usize,
    /// The step since which the store was never full.
    pub since: usize,
    /// By how much. \[kWh\]
    pub missing_kwh: f64,
    /// What a unit more of the unknown would make up for. \[kWh\]
    pub per_unit: f64,
    /// Whether it is what the end asks for.
    is_end: bool,
}

impl Miss {
    /// The rise of the unknown that a tangent says would do; infinite if none would.
    #[must_use]
    pub fn rise(&self) -> f64 {
        self.missing_kwh / self.per_unit
    }

    /// What no more of the unknown can mend.
    #[must_use]
    pub fn impossible(&self) -> Impossible {
        let short = Shortfall::BelowFloor(self.missing_kwh);
        let lack = if self.is_end { Lack::End(short) } else { Lack::Energy(short) };
        Impossible { step: self.step, lack }
    }

    /// What a unit more in each earlier step alone would make up for: the steps that matter, the
    /// last one first. \[kWh\]
    pub fn gradient<'m>(
        &'m self,
        problem: &'m Problem<'_>,
        terms: impl Fn(usize) -> Terms + 'm,
    ) -> impl Iterator<Item = (usize, f64)> + 'm {
        let mut kept = 1.0;
        (self.since..=self.step).rev().map(move |at| {
            let gained = kept * most_change(problem, at, terms(at).room_kw).per_unit;
            kept *= problem.retention(at);
            (at, gained)
        })
    }
}

impl Fullest {
    /// Walks through `problem` on the terms of each step; the floor whose tangent asks for the
    /// largest rise, if any is missed.
    pub fn walk(&mut self, problem: &Problem<'_>, terms: impl Fn(usize) -> Terms) -> Option<Miss> {
        self.change_kwh.clear();
        self.change_kwh.reserve(problem.steps());
        let tolerance_kwh = TOLERANCE * problem.capacity_kwh();
        let stored_kwh = Moving { value: problem.start_kwh(), per_unit: 0.0 };
        let mut place = Place { stored_kwh, since: 0 };
        let mut worst: Option<Miss> = None;
        for step in 0..problem.steps() {
            let Terms { room_kw, reserve_kwh } = terms(step);
            self.change_kwh.push(place.go_on(problem, step, room_kw));
            let miss = place.miss(problem, step, reserve_kwh);
            let is_worst = worst.is_none_or(|worst| miss.rise() > worst.rise());
            if miss.missing_kwh > tolerance_kwh && is_worst {
                worst = Some(miss);
            }
        }
        worst
    }
}

/// Where a walk has come to.
struct Place {
    stored_kwh: Moving,
    /// The step since which the store was never full.
    since: usize,
}

impl Place {
    /// Goes to the end of a step; the change of stored energy. \[kWh\]
    #[inline(always)]
    fn go_on(&mut self, problem: &Problem<'_>, step: usize, room_kw: Moving) -> f64 {
        let (_, ceiling_kwh) = problem.bounds_kwh(step);
        let most = most_change(problem, step, room_kw);
        let kept = problem.retention(step);
        let Moving { value: stored, per_unit } = self.stored_kwh;
        let space = ceiling_kwh - stored * kept;
        let is_full = most.value >= space;
        let change = if is_full { space } else { most.value };
        self.stored_kwh = Moving {
            value: stored * kept + change,
            per_unit: if is_full { 0.0 } else { per_unit * kept + most.per_unit },
        };
        self.since = if is_full { step + 1 } else { self.since };
        change
    }

    /// By how much the floor at the end of a step is missed, if that is above zero.
    #[inline(always)]
    fn miss(&self, problem: &Problem<'_>, step: usize, reserve_kwh: Moving) -> Miss {
        let (floor_kwh, _) = problem.bounds_kwh(step);
        let floor = Moving { value: floor_kwh + reserve_kwh.value, ..reserve_kwh };
        let end = Moving { value: problem.end_kwh().0, per_unit: 0.0 };
        let is_end = step + 1 == problem.steps() && end.value > floor.value;
        let asked = if is_end { end } else { floor };
        let missing_kwh = asked.value - self.stored_kwh.value;
        let per_unit = self.stored_kwh.per_unit - asked.per_unit;
        Miss { step, since: self.since, missing_kwh, per_unit, is_end }
    }
}

/// The largest change of stored energy that a step leaves room for. \[kWh\]
#[inline]
fn most_change(problem: &Problem<'_>, step: usize, room_kw: Moving) -> Moving {
    let (curve, hours) = (problem.curve(), problem.hours(step));
    if room_kw.value >= curve.most.ac_kw {
        return Moving { value: curve.most.store_kw * hours, per_unit: 0.0 };
    }
    let (store_kw, store_per_ac) = curve.store_kw(room_kw.value);
    Moving { value: store_kw * hours, per_unit: store_per_ac * room_kw.per_unit * hours }
}
