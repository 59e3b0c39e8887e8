//! A leg that has been run, as the books read it.

use super::beside::{Beside, Excess};
use super::columns::{largest_change, sum};
use super::leg::Leg;
use super::page::Page;
use super::plant::Plant;
use crate::site::Site;
use crate::soc::Number;

/// A leg that has been run: what was done in it, and beside what.
pub(super) struct Done<'a> {
    pub leg: &'a Leg,
    pub site: &'a Site<'a>,
    pub plant: &'a Plant,
    pub page: &'a Page,
    pub load_watt: &'a [f64],
    pub outage: bool,
    /// Whether there is nothing beside load and battery.
    pub stands_alone: bool,
    /// Load and grid power of the step before. \[W\]
    pub before: (f64, f64),
}

impl Done<'_> {
    /// The largest changes of load and grid power from step to step. \[W\]
    pub fn largest_changes(&self) -> (f64, f64) {
        let (load_before, grid_before) = self.before;
        let grid = largest_change(&self.page.grid_watt, grid_before);
        (largest_change(self.load_watt, load_before), grid)
    }

    /// Drawn from the grid beside the power of the battery, summed over the steps. \[W\]
    pub fn auxiliary_watt(&self) -> f64 {
        let drawn = |power| self.plant.standby_watt(power);
        if self.outage { 0.0 } else { sum(&self.page.power_watt, drawn) }
    }

    /// What an outage left without power, summed over the steps. \[W\]
    pub fn unserved_watt(&self) -> f64 {
        let lacking = |(_, load, given): (usize, f64, f64)| (load - given).greater(0.0);
        if self.outage { self.island().map(lacking).sum() } else { 0.0 }
    }

    /// That of the critical load, summed over the steps. \[W\]
    pub fn unserved_critical_watt(&self) -> f64 {
        let critical = |step, load| self.site.critical_watt(step, load);
        let lacking =
            |(step, load, given): (usize, f64, f64)| (critical(step, load) - given).greater(0.0);
        self.island().map(lacking).sum()
    }

    /// What generation would give, summed over the steps. \[W\]
    pub fn generation_watt(&self) -> f64 {
        if self.stands_alone {
            return 0.0;
        }
        self.leg.steps.clone().map(|step| self.site.generation_watt.at(step)).sum()
    }

    /// What of it was turned down, summed over the steps: an island turns down what nobody takes.
    /// \[W\]
    pub fn curtailed_watt(&self) -> f64 {
        if self.stands_alone {
            return 0.0;
        }
        if self.outage {
            return self.island().map(|(_, load, given)| (given - load).greater(0.0)).sum();
        }
        let curtailed = |(step, load, power): (usize, f64, f64)| {
            let beside = Beside::at(self.site, step);
            let net_watt = load - beside.generation_watt;
            beside.curtailed_watt(self.plant.grid_watt(net_watt, power))
        };
        self.steps().map(curtailed).sum()
    }

    /// How far and how long the connection drew more than it may.
    pub fn import_excess(&self) -> Excess {
        self.excess(|grid, step| (grid, self.site.import_limit_watt.at(step)))
    }

    /// How far and how long it fed in more than it may.
    pub fn export_excess(&self) -> Excess {
        self.excess(|grid, step| (-grid, self.site.export_limit_watt.at(step)))
    }

    fn excess(&self, flow: impl Fn(f64, usize) -> (f64, f64)) -> Excess {
        if self.stands_alone || self.outage {
            return Excess::default();
        }
        let flows = self.steps().zip(&self.page.grid_watt).map(|((step, load, _), &grid)| {
            let (flow, limit) = flow(grid, step);
            (flow, limit, load + self.site.generation_watt.at(step))
        });
        Excess::of(flows)
    }

    /// Each step with its load and the power of the battery. \[W\]
    fn steps(&self) -> impl Iterator<Item = (usize, f64, f64)> {
        let steps = self.leg.steps.clone().zip(self.load_watt).zip(&self.page.power_watt);
        steps.map(|((step, &load), &power)| (step, load, power))
    }

    /// Each step of an island with its load and what battery and generation give. \[W\]
    fn island(&self) -> impl Iterator<Item = (usize, f64, f64)> {
        let generation = self.site.generation_watt;
        self.steps().map(move |(step, load, power)| (step, load, generation.at(step) - power))
    }
}
