//! Steps of a schedule side by side: powers, flows and stored energy of many of them at once.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use super::costs::Costs;
use super::curve::Curve;
use super::given::{Column, Given, STEPS};
use super::problem::Problem;
use super::relaxed::Both;
use crate::soc::Number;

/// Sums that run side by side.
const LANES: usize = 8;

/// Some steps of a schedule in a row, as energies. \[kWh\]
#[derive(Debug, Clone)]
pub struct Section {
    /// The first of them.
    pub first: usize,
    /// How many there are.
    pub count: usize,
    /// What was known before.
    pub given: Given,
    change_kwh: Column,
    /// Charged at the AC side.
    pub charge_kwh: Column,
    /// Discharged there.
    pub discharge_kwh: Column,
    /// Drawn from the grid.
    pub import_kwh: Column,
    /// Fed into it.
    pub export_kwh: Column,
    /// Generation turned down.
    pub curtailed_kwh: Column,
    /// Stored at the ends of the steps.
    pub stored_kwh: Column,
    /// Lost in all of them only because charging and discharging at once paid.
    pub burned_kwh: f64,
}

impl Section {
    /// No steps.
    pub fn new() -> Self {
        let none = [0.0; STEPS];
        Self {
            first: 0,
            count: 0,
            given: Given::nothing(),
            change_kwh: none,
            charge_kwh: none,
            discharge_kwh: none,
            import_kwh: none,
            export_kwh: none,
            curtailed_kwh: none,
            stored_kwh: none,
            burned_kwh: 0.0,
        }
    }

    /// Takes the steps from `first` on, with these changes of stored energy, and works them out.
    pub fn take(
        &mut self,
        problem: &Problem<'_>,
        (first, change_kwh): (usize, &[f64]),
        stored_kwh: f64,
        cap_kw: impl Fn(usize) -> f64,
    ) {
        (self.first, self.count) = (first, change_kwh.len().min(STEPS));
        self.change_kwh = [0.0; STEPS];
        self.change_kwh[..self.count].copy_from_slice(&change_kwh[..self.count]);
        self.given.lay(problem, first);
        pulp::Arch::new().dispatch(Powers { section: self, curve: problem.curve() });
        self.mix(problem, &cap_kw);
        pulp::Arch::new().dispatch(Grid { section: self });
        self.curtail(problem, &cap_kw);
        self.store(stored_kwh);
    }

    /// Both powers at once where that is allowed and losing energy pays.
    fn mix(&mut self, problem: &Problem<'_>, cap_kw: impl Fn(usize) -> f64) {
        self.burned_kwh = 0.0;
        if problem.is_exclusive() || self.given.export_price.iter().all(|price| *price >= 0.0) {
            return;
        }
        for at in 0..self.count {
            let step = self.first + at;
            let both = problem.powers(step, self.change_kwh[at], cap_kw(step));
            self.burned_kwh += burned(problem, step, &both);
            (self.charge_kwh[at], self.discharge_kwh[at]) = (both.charge_kwh, both.discharge_kwh);
        }
    }

    /// Turns generation down where that is allowed and pays, or must be.
    fn curtail(&mut self, problem: &Problem<'_>, cap_kw: impl Fn(usize) -> f64) {
        if !problem.is_curtailable() {
            return;
        }
        for at in 0..self.count {
            let step = self.first + at;
            let net_kwh = self.import_kwh[at] - self.export_kwh[at];
            let flows = problem.connection(step, cap_kw(step)).flows(net_kwh);
            (self.import_kwh[at], self.export_kwh[at]) = (flows.import_kwh, flows.export_kwh);
            self.curtailed_kwh[at] = flows.curtailed_kwh;
        }
    }

    fn store(&mut self, mut stored_kwh: f64) {
        let changes = self.change_kwh.iter().zip(&self.given.retention);
        for ((change, retention), after) in changes.zip(&mut self.stored_kwh).take(self.count) {
            stored_kwh = stored_kwh * retention + change;
            *after = stored_kwh;
        }
    }

    /// What each step draws. \[kWh\]
    pub fn imports(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.first..).zip(self.import_kwh.iter().copied().take(self.count))
    }

    /// Adds to `costs` what flows cost.
    pub fn add_up(&self, problem: &Problem<'_>, costs: &mut Costs) {
        let (curve, given) = (problem.curve(), &self.given);
        costs.energy += product(&self.import_kwh, &given.import_price, self.count);
        costs.export -= product(&self.export_kwh, &given.export_price, self.count);
        let one = [1.0; STEPS];
        let sum = |column| product(column, &one, self.count);
        costs.wear += curve.wear(sum(&self.charge_kwh), sum(&self.discharge_kwh));
    }
}

/// The powers of the battery, one at a time.
struct Powers<'a> {
    section: &'a mut Section,
    curve: &'a Curve,
}

impl pulp::WithSimd for Powers<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { section, curve } = self;
        let given = &section.given;
        let mut ac_kwh = section.change_kwh;
        for (kwh, per_hour) in ac_kwh.iter_mut().zip(&given.per_hour) {
            *kwh *= per_hour;
        }
        curve.follow(&mut ac_kwh);
        for (kwh, hours) in ac_kwh.iter_mut().zip(&given.hours) {
            *kwh *= hours;
        }
        part(&ac_kwh, &mut section.charge_kwh, &mut section.discharge_kwh);
    }
}

/// What is drawn and fed in.
struct Grid<'a> {
    section: &'a mut Section,
}

impl pulp::WithSimd for Grid<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let section = self.section;
        let mut net_kwh = section.given.net_kwh;
        let powers = section.charge_kwh.iter().zip(&section.discharge_kwh);
        for (net_kwh, (charge_kwh, discharge_kwh)) in net_kwh.iter_mut().zip(powers) {
            *net_kwh += charge_kwh - discharge_kwh;
        }
        part(&net_kwh, &mut section.import_kwh, &mut section.export_kwh);
    }
}

/// Parts energies by their sign.
#[inline(always)]
fn part(kwh: &Column, above: &mut Column, below: &mut Column) {
    for ((kwh, above), below) in kwh.iter().zip(above).zip(below) {
        (*above, *below) = (kwh.greater(0.0), (-kwh).greater(0.0));
    }
}

/// The sum of the first `count` products, in lanes that need not wait for each other.
fn product(one: &Column, other: &Column, count: usize) -> f64 {
    let (one, one_rest) = one[..count].as_chunks::<LANES>();
    let (other, other_rest) = other[..count].as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    let mut add = |one: &[f64], other: &[f64]| {
        for (sum, (one, other)) in sums.iter_mut().zip(one.iter().zip(other)) {
            *sum += one * other;
        }
    };
    one.iter().zip(other).for_each(|(one, other)| add(one, other));
    add(one_rest, other_rest);
    sums.iter().sum()
}

/// Lost only because both powers were positive. \[kWh\]
fn burned(problem: &Problem<'_>, step: usize, both: &Both) -> f64 {
    if both.charge_kwh <= 0.0 || both.discharge_kwh <= 0.0 {
        return 0.0;
    }
    let hours = problem.hours(step);
    both.charge_kwh - both.discharge_kwh - problem.curve().ac_kw(both.change_kwh / hours) * hours
}
