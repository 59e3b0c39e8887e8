//! What all batteries do, and what flows then.

use super::member::Member;
use crate::dispatch::optimum::costs::Costs;
use crate::dispatch::optimum::peaks::Peaks;
use crate::dispatch::optimum::plan::{Columns, Plan};
use crate::dispatch::optimum::problem::Problem;

/// The plan of many batteries behind one connection, and what proves it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SharedPlan {
    /// Step by step, those of the batteries end to end.
    pub columns: Columns,
    /// In sum.
    pub costs: Costs,
    /// The highest import of each charge. \[kW\]
    pub peaks_kw: Vec<f64>,
    /// What the batteries pay and get at the bound.
    pub prices: Prices,
    /// No plan costs less than this. \[currency\]
    pub bound: f64,
    /// How often a battery was planned.
    pub solves: usize,
}

/// What energy costs the batteries, step by step. \[currency/kWh\]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prices {
    /// In all.
    pub all: Vec<f64>,
    /// Of that for peaks.
    pub tolls: Vec<f64>,
}

impl SharedPlan {
    /// What `members` do behind the connection of a problem, none of them charging and discharging
    /// at once, with no more import than `cap_kw` tells of each step if less will do.
    #[must_use]
    pub fn of(
        members: &[Member<'_>],
        connection: &Problem<'_>,
        cap_kw: impl Fn(usize) -> f64,
        peaks: &[Peaks],
    ) -> Self {
        let mut shared = Self::default();
        let mut drawn_watt = vec![0.0; connection.steps()];
        for member in members {
            let plan = Plan::new(&member.problem, &member.schedule, |_| f64::INFINITY);
            shared.add(plan, &mut drawn_watt);
        }
        for (step, watt) in drawn_watt.into_iter().enumerate() {
            shared.flow(connection, (step, cap_kw(step)), watt);
        }
        for peak in peaks {
            let highest_kw = peak.highest_kw(&shared.columns.import_watt);
            shared.peaks_kw.push(highest_kw);
            shared.costs.demand += peak.price_per_kw * highest_kw;
        }
        shared
    }

    fn add(&mut self, plan: Plan, drawn_watt: &mut [f64]) {
        let (columns, own) = (&mut self.columns, plan.columns);
        let powers = own.charge_watt.iter().zip(&own.discharge_watt);
        for (sum, (charge, discharge)) in drawn_watt.iter_mut().zip(powers) {
            *sum += charge - discharge;
        }
        columns.charge_watt.extend(own.charge_watt);
        columns.discharge_watt.extend(own.discharge_watt);
        columns.soc.extend(own.soc);
        self.costs.wear += plan.costs.wear;
        self.costs.holding += plan.costs.holding;
        self.costs.end += plan.costs.end;
    }

    fn flow(&mut self, problem: &Problem<'_>, (step, cap_kw): (usize, f64), drawn_watt: f64) {
        let (hours, (import_price, export_price)) = (problem.hours(step), problem.prices(step));
        let net_kwh = problem.net_kwh(step) + drawn_watt / 1e3 * hours;
        let flows = problem.connection(step, cap_kw).flows(net_kwh);
        let watt_per_kwh = 1e3 * problem.per_hour(step);
        self.columns.import_watt.push(flows.import_kwh * watt_per_kwh);
        self.columns.export_watt.push(flows.export_kwh * watt_per_kwh);
        self.columns.curtailed_watt.push(flows.curtailed_kwh * watt_per_kwh);
        self.costs.energy += flows.import_kwh * import_price;
        self.costs.export -= flows.export_kwh * export_price;
    }
}
