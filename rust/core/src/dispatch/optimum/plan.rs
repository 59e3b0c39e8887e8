//! A schedule as its owner reads it: powers at the AC side, flows at the connection, costs by part.

use super::costs::Costs;
use super::given::{Column, STEPS};
use super::problem::Problem;
use super::schedule::Schedule;
use super::section::Section;
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
        let mut columns = Columns::of(problem.steps());
        let mut burned_kwh = 0.0;
        let costs = walk(problem, schedule, cap_kw, |section| {
            columns.extend(problem, section);
            burned_kwh += section.burned_kwh;
        });
        Self { columns, costs, burned_kwh }
    }
}

/// Adds up what a schedule costs, with no more import than `cap_kw` tells of each step, and shows
/// it section by section.
pub fn walk(
    problem: &Problem<'_>,
    schedule: &Schedule,
    cap_kw: impl Fn(usize) -> f64,
    mut show: impl FnMut(&Section),
) -> Costs {
    let mut costs = Costs::default();
    let mut stored_kwh = problem.start_kwh();
    let mut section = Section::new();
    let mut holding = vec![];
    for (index, change_kwh) in schedule.change_kwh.chunks(STEPS).enumerate() {
        section.take(problem, (index * STEPS, change_kwh), stored_kwh, &cap_kw);
        section.add_up(problem, &mut costs);
        if problem.has_holding() {
            for (step, kwh) in section.stored_kwh.iter().take(section.count).enumerate() {
                problem.holding(section.first + step, &mut holding);
                costs.holding += held_cost(&holding, *kwh);
            }
        }
        stored_kwh = section.stored_kwh[section.count - 1];
        show(&section);
    }
    costs.end = -problem.end_value() * stored_kwh;
    costs
}

impl Columns {
    /// Places for so many steps.
    fn of(steps: usize) -> Self {
        let column = || Vec::with_capacity(steps);
        Self {
            charge_watt: column(),
            discharge_watt: column(),
            import_watt: column(),
            export_watt: column(),
            curtailed_watt: column(),
            soc: column(),
        }
    }

    fn extend(&mut self, problem: &Problem<'_>, section: &Section) {
        let per_hour = section.given.per_hour.iter().take(section.count);
        let watt = |column: &mut Vec<f64>, kwh: &Column| {
            column.extend(
                kwh.iter().zip(per_hour.clone()).map(|(kwh, per_hour)| kwh * (1e3 * per_hour)),
            );
        };
        watt(&mut self.charge_watt, &section.charge_kwh);
        watt(&mut self.discharge_watt, &section.discharge_kwh);
        watt(&mut self.import_watt, &section.import_kwh);
        watt(&mut self.export_watt, &section.export_kwh);
        watt(&mut self.curtailed_watt, &section.curtailed_kwh);
        let stored = section.stored_kwh.iter().take(section.count);
        self.soc.extend(stored.map(|kwh| problem.soc(*kwh)));
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
