//! A load that can grow, behind a connection that does not.

use crate::error::{Error, FRACTION, LIMIT, POSITIVE, not_empty, within};
use crate::soc::Store;
use crate::tariff::YEAR_SECOND;
use crate::trace::{PerStep, SAMPLE};

pub(crate) const SECONDS_PER_HOUR: f64 = 3600.0;
const SECONDS_PER_DAY: f64 = 86_400.0;
/// Energy missing below this share of the capacity is rounding.
pub(crate) const SAME: f64 = 1e-12;

/// A load that can grow, and what stays beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connection<'a> {
    /// The load that grows. \[W\]
    pub load_watt: &'a [f64],
    /// The load beside it that does not. \[W\]
    pub base_load_watt: PerStep<'a>,
    /// What is generated beside them. \[W\]
    pub generation_watt: PerStep<'a>,
    /// Most that may be drawn from the grid. \[W\]
    pub import_limit_watt: PerStep<'a>,
    /// Most that may be fed into it. \[W\]
    pub export_limit_watt: PerStep<'a>,
    /// How long each sample holds. \[s\]
    pub dt_second: PerStep<'a>,
    /// Lowest soc at the end of each step. \[1\]
    pub soc_floor: PerStep<'a>,
    /// Highest soc at the end of each step. \[1\]
    pub soc_ceiling: PerStep<'a>,
    /// Lowest soc at the end of the last one. \[1\]
    pub soc_end_min: f64,
}

impl Connection<'_> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let steps = self.load_watt.len();
        not_empty("load_watt", self.load_watt)?;
        PerStep::Each(self.load_watt).check("load_watt", steps, 0.0..=*SAMPLE.end())?;
        self.base_load_watt.check("base_load_watt", steps, 0.0..=*SAMPLE.end())?;
        self.generation_watt.check("generation_watt", steps, 0.0..=*SAMPLE.end())?;
        self.import_limit_watt.check("import_limit_watt", steps, LIMIT)?;
        self.export_limit_watt.check("export_limit_watt", steps, LIMIT)?;
        self.dt_second.check("dt_second", steps, f64::MIN_POSITIVE..=YEAR_SECOND)?;
        self.soc_floor.check("soc_floor", steps, FRACTION)?;
        self.soc_ceiling.check("soc_ceiling", steps, FRACTION)?;
        within("soc_end_min", self.soc_end_min, FRACTION).map(|_| ())
    }

    /// The largest scale that the battery's power allows, and the step that sets it.
    pub(crate) fn power_bound(&self, discharge_watt: f64) -> Result<(f64, usize), Error> {
        let mut bound = (f64::INFINITY, 0);
        for (index, &load) in self.load_watt.iter().enumerate() {
            let (base, limit) = (self.base_watt(index), self.import_limit_watt.at(index));
            let room = limit - base + discharge_watt;
            if room < 0.0 {
                return Err(infeasible("import_limit_watt", index, (-room, "W")));
            }
            if load > 0.0 && room / load < bound.0 {
                bound = (room / load, index);
            }
        }
        let largest = self.load_watt.iter().copied().fold(0.0, f64::max);
        within("load_watt", largest, POSITIVE)?;
        within("import_limit_watt", bound.0 * largest, 0.0..=f64::MAX)?;
        Ok(bound)
    }

    /// What the load that does not grow needs beyond what is generated; negative if less.
    pub(crate) fn base_watt(&self, index: usize) -> f64 {
        self.base_load_watt.at(index) - self.generation_watt.at(index)
    }

    /// The most that may be stored after each step, so that no later ceiling is out of reach. \[Wh\]
    pub(crate) fn full_wh(&self, store: &Store, soc_start: f64) -> Result<Vec<f64>, Error> {
        let mut most = f64::INFINITY;
        let mut full = Vec::with_capacity(self.load_watt.len());
        for index in (0..self.load_watt.len()).rev() {
            most = most.min(self.soc_ceiling.at(index) * store.energy_capacity_wh);
            full.push(most);
            let dt = self.dt_second.at(index);
            let drained = store.discharge_power_watt / store.discharge_efficiency;
            most = (most + drained * dt / SECONDS_PER_HOUR) / share_kept(store, dt);
        }
        full.reverse();
        let too_much = soc_start * store.energy_capacity_wh - most;
        if too_much > SAME * store.energy_capacity_wh {
            return Err(infeasible("soc_ceiling", 0, (too_much, "Wh")));
        }
        Ok(full)
    }

    pub(crate) fn floor(&self, index: usize) -> f64 {
        let is_last = index + 1 == self.load_watt.len();
        self.soc_floor.at(index).max(if is_last { self.soc_end_min } else { 0.0 })
    }
}

/// The error of a limit that no load at all would keep.
pub(crate) fn infeasible(limit: &'static str, step: usize, short: (f64, &'static str)) -> Error {
    Error::Infeasible { limit, step, shortfall: short.0, unit: short.1, relaxations: vec![] }
}

/// Stored energy per energy at the AC side.
pub(crate) fn stored_per_ac(store: &Store, power_watt: f64) -> f64 {
    if power_watt < 0.0 { 1.0 / store.discharge_efficiency } else { store.charge_efficiency }
}

/// Share of the stored energy that self-discharge leaves over a step.
pub(crate) fn share_kept(store: &Store, dt_second: f64) -> f64 {
    (1.0 - store.self_discharge_per_day).powf(dt_second / SECONDS_PER_DAY)
}
