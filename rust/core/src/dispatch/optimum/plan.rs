//! A schedule as its owner reads it: powers at the AC side, flows at the connection, costs by part.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::meter::Flows;
use super::problem::Problem;
use super::relaxed::Both;
use super::schedule::Schedule;
use crate::soc::Number;

/// What to do at every step, and what flows then.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// AC power into the battery. \[W\]
    pub charge_watt: Vec<f64>,
    /// AC power out of it. \[W\]
    pub discharge_watt: Vec<f64>,
    /// Drawn from the grid. \[W\]
    pub import_watt: Vec<f64>,
    /// Fed into it. \[W\]
    pub export_watt: Vec<f64>,
    /// Generation turned down. \[W\]
    pub curtailed_watt: Vec<f64>,
    /// State of charge at the end of each step. \[1\]
    pub soc: Vec<f64>,
}

/// What a plan costs, by part; what it earns counts below zero. \[currency\]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Costs {
    /// Energy drawn.
    pub energy: f64,
    /// Energy fed in.
    pub export: f64,
    /// Wear of throughput.
    pub wear: f64,
    /// Holding energy.
    pub holding: f64,
    /// Energy left at the end.
    pub end: f64,
    /// The highest imports.
    pub demand: f64,
}

impl Costs {
    /// All of them. \[currency\]
    #[must_use]
    pub fn total(&self) -> f64 {
        self.energy + self.export + self.wear + self.holding + self.end + self.demand
    }
}

/// A schedule spelled out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// Step by step.
    pub columns: Columns,
    /// In sum.
    pub costs: Costs,
    /// Energy lost only because charging and discharging at once paid. \[kWh\]
    pub burned_kwh: f64,
}

impl Plan {
    /// That of `schedule`, with no more import than `cap_kw` tells of each step.
    #[must_use]
    pub fn new(problem: &Problem<'_>, schedule: &Schedule, cap_kw: impl Fn(usize) -> f64) -> Self {
        let mut columns = Columns::still(problem.steps());
        let mut burned_kwh = 0.0;
        let costs = walk(problem, schedule, cap_kw, |step, both, flows, stored_kwh| {
            columns.set(problem, step, both, flows, stored_kwh);
            burned_kwh += burned(problem, step, both);
        });
        Self { columns, costs, burned_kwh }
    }
}

/// Adds up what a schedule costs, with no more import than `cap_kw` tells of each step, and shows
/// each step: powers, flows, stored energy at its end.
#[inline(always)]
pub fn walk(
    problem: &Problem<'_>,
    schedule: &Schedule,
    cap_kw: impl Fn(usize) -> f64,
    mut show: impl FnMut(usize, &Both, &Flows, f64),
) -> Costs {
    let mut costs = Costs::default();
    let mut stored = problem.start_kwh();
    let (mut holding, holds) = (vec![], problem.has_holding());
    for (step, &change) in schedule.change_kwh.iter().enumerate() {
        let (import_price, export_price) = problem.prices(step);
        let both = problem.powers(step, change, cap_kw(step));
        let net_kwh = problem.net_kwh(step) + both.charge_kwh - both.discharge_kwh;
        let flows = problem.flows(step, net_kwh, cap_kw(step));
        stored = stored * problem.retention(step) + change;
        costs.energy += flows.import_kwh * import_price;
        costs.export -= flows.export_kwh * export_price;
        costs.wear += problem.curve().wear(both.charge_kwh, both.discharge_kwh);
        if holds {
            problem.holding(step, &mut holding);
            costs.holding += held_cost(&holding, stored);
        }
        show(step, &both, &flows, stored);
    }
    costs.end = -problem.end_value() * stored;
    costs
}

/// Lost only because both powers were positive. \[kWh\]
#[inline]
fn burned(problem: &Problem<'_>, step: usize, both: &Both) -> f64 {
    if both.charge_kwh <= 0.0 || both.discharge_kwh <= 0.0 {
        return 0.0;
    }
    let hours = problem.hours(step);
    both.charge_kwh - both.discharge_kwh - problem.curve().ac_kw(both.change_kwh / hours) * hours
}

impl Columns {
    /// Those of so many steps in which nothing happens.
    fn still(steps: usize) -> Self {
        let column = || vec![0.0; steps];
        Self {
            charge_watt: column(),
            discharge_watt: column(),
            import_watt: column(),
            export_watt: column(),
            curtailed_watt: column(),
            soc: column(),
        }
    }

    #[inline(always)]
    fn set(&mut self, problem: &Problem<'_>, step: usize, both: &Both, flows: &Flows, kwh: f64) {
        let watt_per_kwh = 1e3 * problem.per_hour(step);
        put(&mut self.charge_watt, step, both.charge_kwh * watt_per_kwh);
        put(&mut self.discharge_watt, step, both.discharge_kwh * watt_per_kwh);
        put(&mut self.import_watt, step, flows.import_kwh * watt_per_kwh);
        put(&mut self.export_watt, step, flows.export_kwh * watt_per_kwh);
        put(&mut self.soc, step, problem.soc(kwh));
        if flows.curtailed_kwh > 0.0 {
            put(&mut self.curtailed_watt, step, flows.curtailed_kwh * watt_per_kwh);
        }
    }
}

#[inline(always)]
fn put(column: &mut [f64], step: usize, value: f64) {
    if let Some(cell) = column.get_mut(step) {
        *cell = value;
    }
}

/// What holding so much energy costs over a step with these marginal costs. \[currency\]
pub fn held_cost(marginal: &[(f64, f64)], stored_kwh: f64) -> f64 {
    let mut cost = 0.0;
    for (index, &(from, slope)) in marginal.iter().enumerate() {
        let from = if index == 0 { 0.0 } else { from };
        let until = marginal.get(index + 1).map_or(f64::INFINITY, |next| next.0);
        cost += slope * (stored_kwh.lesser(until) - from).greater(0.0);
    }
    cost
}
