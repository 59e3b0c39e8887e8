//! What all batteries do, and what flows then.

use super::member::Member;
use crate::dispatch::optimum::costs::Costs;
use crate::dispatch::optimum::plan::Plan;
use crate::dispatch::optimum::problem::Problem;

/// The plan of many batteries behind one connection, and what proves it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SharedPlan {
    /// AC power into each battery, battery by battery. \[W\]
    pub charge_watt: Vec<f64>,
    /// AC power out of each. \[W\]
    pub discharge_watt: Vec<f64>,
    /// State of charge of each at the end of each step. \[1\]
    pub soc: Vec<f64>,
    /// Drawn from the grid. \[W\]
    pub import_watt: Vec<f64>,
    /// Fed into it. \[W\]
    pub export_watt: Vec<f64>,
    /// Generation turned down. \[W\]
    pub curtailed_watt: Vec<f64>,
    /// In sum.
    pub costs: Costs,
    /// What the batteries pay and get at the bound. \[currency/kWh\]
    pub price_per_kwh: Vec<f64>,
    /// No plan costs less than this. \[currency\]
    pub bound: f64,
    /// How often a battery was planned.
    pub solves: usize,
}

impl SharedPlan {
    /// What `members` do, none of them charging and discharging at once.
    #[must_use]
    pub fn of(members: &[Member<'_>]) -> Self {
        let mut shared = Self::default();
        let Some(problem) = members.first().map(|member| &member.problem) else { return shared };
        let mut drawn_watt = vec![0.0; problem.steps()];
        for member in members {
            let plan = Plan::new(&member.problem, &member.schedule, |_| f64::INFINITY);
            shared.add(plan, &mut drawn_watt);
        }
        for (step, watt) in drawn_watt.into_iter().enumerate() {
            shared.flow(problem, step, watt);
        }
        shared
    }

    fn add(&mut self, plan: Plan, drawn_watt: &mut [f64]) {
        let columns = plan.columns;
        let powers = columns.charge_watt.iter().zip(&columns.discharge_watt);
        for (sum, (charge, discharge)) in drawn_watt.iter_mut().zip(powers) {
            *sum += charge - discharge;
        }
        self.charge_watt.extend(columns.charge_watt);
        self.discharge_watt.extend(columns.discharge_watt);
        self.soc.extend(columns.soc);
        self.costs.wear += plan.costs.wear;
        self.costs.holding += plan.costs.holding;
        self.costs.end += plan.costs.end;
    }

    fn flow(&mut self, problem: &Problem<'_>, step: usize, drawn_watt: f64) {
        let (hours, (import_price, export_price)) = (problem.hours(step), problem.prices(step));
        let net_kwh = problem.net_kwh(step) + drawn_watt / 1e3 * hours;
        let flows = problem.connection(step, f64::INFINITY).flows(net_kwh);
        let watt_per_kwh = 1e3 * problem.per_hour(step);
        self.import_watt.push(flows.import_kwh * watt_per_kwh);
        self.export_watt.push(flows.export_kwh * watt_per_kwh);
        self.curtailed_watt.push(flows.curtailed_kwh * watt_per_kwh);
        self.costs.energy += flows.import_kwh * import_price;
        self.costs.export -= flows.export_kwh * export_price;
    }
}
