//! The largest load behind a connection that does not grow with it.
//!
//! Scaled by s, the load must fit: s l + b + battery ≤ limit at every step. A store that is kept as
//! full as the limit allows serves it if any does. Its energy after each step is concave and falls
//! with s, so a tangent lies above it: Newton's method from above never passes the largest s that
//! works, and ends, since each step leaves a linear piece.

use crate::dispatch::connection::{
    Connection, SAME, SECONDS_PER_HOUR, infeasible, share_kept, stored_per_ac,
};
use crate::error::{Error, FRACTION, within};
use crate::parallel::{KeepGoing, in_blocks};
use crate::soc::{Number, Store};

/// How far the load may grow.
#[derive(Debug, Clone, PartialEq)]
pub struct MaximumLoad {
    /// Largest factor on the load. \[1\]
    pub scale: f64,
    /// The step that allows no more: where power is short, or energy runs out.
    pub binding_index: usize,
    /// Battery power at that load, positive when charging. \[W\]
    pub power_watt: Vec<f64>,
    /// State of charge after each step. \[1\]
    pub soc: Vec<f64>,
    /// How often the trace was gone through.
    pub passes: usize,
}

/// The largest factor on the load that `store` carries from `soc_start` behind this connection.
///
/// # Errors
/// [`Error::BadInput`] if a number makes no sense, or nothing bounds the load; [`Error::BadShape`] if
/// lengths differ; [`Error::Infeasible`] if even no load at all would leave a limit broken, or the
/// plan exports more than it may.
pub fn maximum_load(
    connection: &Connection<'_>,
    store: &Store,
    soc_start: f64,
    watch: &dyn KeepGoing,
) -> Result<MaximumLoad, Error> {
    connection.check()?;
    let store = store.checked()?;
    within("soc_start", soc_start, FRACTION)?;
    let (scale, binding_index) = connection.power_bound(store.discharge_power_watt)?;
    let full_wh = connection.full_wh(&store, soc_start)?;
    let (power_watt, soc) = (vec![], vec![]);
    let mut plan = Plan { connection, store: &store, full_wh, soc_start, power_watt, soc };
    let mut found =
        MaximumLoad { scale, binding_index, power_watt: vec![], soc: vec![], passes: 0 };
    loop {
        found.passes += 1;
        let Some(short) = plan.run(found.scale, watch)? else { break };
        let next = found.scale - short.too_much;
        if next < 0.0 {
            return Err(plan.without_load(watch)?);
        }
        if next >= found.scale {
            break; // what is missing is less than the digits of the scale
        }
        (found.scale, found.binding_index) = (next, short.index);
    }
    plan.check_exports(found.scale)?;
    Ok(MaximumLoad { power_watt: plan.power_watt, soc: plan.soc, ..found })
}

/// A store kept as full as the connection allows.
struct Plan<'a> {
    connection: &'a Connection<'a>,
    store: &'a Store,
    /// Most that may be stored after each step.
    full_wh: Vec<f64>,
    soc_start: f64,
    power_watt: Vec<f64>,
    soc: Vec<f64>,
}

/// Where energy is short, and by how much the tangent there says that the scale is too large.
struct Short {
    index: usize,
    too_much: f64,
}

/// Stored energy in Wh, and how it moves with the scale when that falls.
#[derive(Clone, Copy)]
struct Energy {
    wh: f64,
    slope: f64,
}

impl Plan<'_> {
    /// Goes through the trace; tells where the scale is most too large, if it is.
    fn run(&mut self, scale: f64, watch: &dyn KeepGoing) -> Result<Option<Short>, Error> {
        let capacity = self.store.energy_capacity_wh;
        let mut energy = Energy { wh: self.soc_start * capacity, slope: 0.0 };
        let mut shortest = None::<Short>;
        self.power_watt.clear();
        self.soc.clear();
        in_blocks(self.connection.load_watt.len(), watch, |block| {
            for index in block {
                energy = self.step(index, scale, energy);
                let missing = self.connection.floor(index) * capacity - energy.wh;
                let too_much = missing / energy.slope.abs(); // infinite if no lesser load helps
                let most = shortest.as_ref().map_or(0.0, |short| short.too_much);
                if missing > SAME * capacity && too_much > most {
                    shortest = Some(Short { index, too_much });
                }
            }
        })?;
        Ok(shortest)
    }

    fn step(&mut self, index: usize, scale: f64, before: Energy) -> Energy {
        let (connection, store) = (self.connection, self.store);
        let dt = connection.dt_second.at(index);
        let hours = dt / SECONDS_PER_HOUR;
        let load = connection.load_watt.get(index).copied().unwrap_or(0.0);
        let limit = connection.import_limit_watt.at(index);
        let room = limit - connection.base_watt(index) - scale * load;
        let power = room.greater(-store.discharge_power_watt).lesser(store.charge_power_watt);
        let is_free = room < store.charge_power_watt; // less load would charge more
        let kept = share_kept(store, dt);
        let full = self.full_wh.get(index).copied().unwrap_or(0.0);
        let wh = kept * before.wh + power * stored_per_ac(store, power) * hours;
        let (power, after) = if wh >= full {
            let stored = (full - kept * before.wh) / hours;
            (stored / stored_per_ac(store, stored), Energy { wh: full, slope: 0.0 })
        } else {
            let per_room = if is_free { stored_per_ac(store, room) } else { 0.0 };
            (power, Energy { wh, slope: kept * before.slope - per_room * load * hours })
        };
        self.power_watt.push(power);
        self.soc.push(after.wh / store.energy_capacity_wh);
        after
    }

    /// What is wrong where even no load is too much.
    fn without_load(&mut self, watch: &dyn KeepGoing) -> Result<Error, Error> {
        self.run(0.0, watch)?;
        let floors = (0..self.soc.len()).map(|index| self.connection.floor(index));
        let mut short = self.soc.iter().zip(floors).enumerate();
        let first = short.find(|(_, (soc, floor))| floor - *soc > SAME);
        let (index, (soc, floor)) = first.unwrap_or((0, (&0.0, 0.0)));
        let is_end = floor > self.connection.soc_floor.at(index);
        let name = if is_end { "soc_end_min" } else { "soc_floor" };
        let short_wh = (floor - soc) * self.store.energy_capacity_wh;
        Ok(infeasible(name, index, (short_wh, "Wh")))
    }

    fn check_exports(&self, scale: f64) -> Result<(), Error> {
        let loads = self.connection.load_watt.iter().zip(&self.power_watt).enumerate();
        for (index, (load, power)) in loads {
            let export = -(scale * load + self.connection.base_watt(index) + power);
            let limit = self.connection.export_limit_watt.at(index);
            if export > limit + SAME * export.abs() {
                return Err(infeasible("export_limit_watt", index, (export - limit, "W")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::PerStep::{self, Each, Same};

    const STORE: Store = Store {
        energy_capacity_wh: 10.0,
        soc_min: 0.0,
        soc_max: 1.0,
        charge_efficiency: 0.9,
        discharge_efficiency: 0.8,
        self_discharge_per_day: 0.0,
        charge_power_watt: 100.0,
        discharge_power_watt: 100.0,
    };

    fn behind<'a>(load_watt: &'a [f64], import_limit_watt: PerStep<'a>) -> Connection<'a> {
        Connection {
            load_watt,
            base_load_watt: Same(0.0),
            generation_watt: Same(0.0),
            import_limit_watt,
            export_limit_watt: Same(f64::INFINITY),
            dt_second: Same(3600.0),
            soc_floor: Same(0.0),
            soc_ceiling: Same(1.0),
            soc_end_min: 0.0,
        }
    }

    fn scale(connection: &Connection<'_>, soc_start: f64) -> Result<f64, Error> {
        maximum_load(connection, &STORE, soc_start, &()).map(|found| found.scale)
    }

    #[test]
    fn one_step_is_carried_by_the_connection_and_what_the_battery_gives() {
        let found = scale(&behind(&[10.0], Same(100.0)), 1.0).unwrap();
        assert!((found - 10.8).abs() < 1e-12);
    }

    #[test]
    fn an_interruption_leaves_what_the_battery_holds() {
        let limits = [100.0, 0.0];
        let found = maximum_load(&behind(&[10.0, 10.0], Each(&limits)), &STORE, 1.0, &()).unwrap();
        assert!((found.scale - 0.8).abs() < 1e-12);
        assert_eq!(found.binding_index, 1);
    }

    #[test]
    fn power_binds_where_energy_does_not() {
        let weak = Store { discharge_power_watt: 1.0, ..STORE };
        let found = maximum_load(&behind(&[10.0, 5.0], Same(100.0)), &weak, 1.0, &()).unwrap();
        assert_eq!((found.scale, found.binding_index), (10.1, 0));
    }

    #[test]
    fn what_no_load_could_mend_is_named() {
        let empty = scale(&Connection { soc_end_min: 1.0, ..behind(&[1.0], Same(2.0)) }, 0.0);
        assert!(matches!(empty, Err(Error::Infeasible { limit: "soc_end_min", .. })));
        let dark = Connection { base_load_watt: Same(200.0), ..behind(&[1.0], Same(50.0)) };
        assert!(matches!(
            scale(&dark, 1.0),
            Err(Error::Infeasible { limit: "import_limit_watt", .. })
        ));
        let endless = scale(&behind(&[1.0], Same(f64::INFINITY)), 1.0);
        assert!(matches!(endless, Err(Error::BadInput { name: "import_limit_watt", .. })));
        let nothing = scale(&behind(&[0.0], Same(1.0)), 1.0);
        assert!(matches!(nothing, Err(Error::BadInput { name: "load_watt", .. })));
        let sunny = Connection {
            generation_watt: Same(50.0),
            export_limit_watt: Same(10.0),
            ..behind(&[1.0, 1.0], Each(&[0.0, 0.0]))
        };
        assert!(matches!(scale(&sunny, 1.0), Ok(found) if found > 50.0));
        let sinking = Connection { soc_ceiling: Each(&[0.0]), ..behind(&[1.0], Same(9.0)) };
        let weak = Store { discharge_power_watt: 1.0, ..STORE };
        let stuck = maximum_load(&sinking, &weak, 1.0, &());
        assert!(matches!(stuck, Err(Error::Infeasible { limit: "soc_ceiling", .. })));
    }
}
