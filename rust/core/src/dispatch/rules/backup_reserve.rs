//! Keeps enough energy for an outage, and enough room for a load that drops away.

use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, LIMIT, NOT_NEGATIVE, all_within, same_length, within};
use crate::site::Equipment;
use crate::soc::Number;

/// Discharge ends, and refilling too, this far above the floor, as a share of the capacity. \[1\]
///
/// Between the two neither is needed. Without that room a battery that leaks would be short at
/// every step, and refilling it would leave no step to other policies.
const MARGIN: f64 = 1e-3;

/// A floor and a ceiling of stored energy, at present health and with the losses on the way out.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct BackupReserve {
    /// How long the critical load must be carried. \[s\]
    pub ride_through_second: f64,
    /// The load to be carried; the highest seen so far if none. \[W\]
    pub critical_load_watt: Option<f64>,
    /// A load that may drop away and that the battery then takes up. \[W\]
    pub load_drop_watt: f64,
    /// For how long it takes it up. \[s\]
    pub load_drop_second: f64,
    /// Largest power of refilling the reserve. \[W\]
    pub recharge_power_watt: f64,
}

/// The highest critical load so far, and the energy that carries the reserved load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Highest {
    /// The highest critical load. \[W\]
    pub load_watt: f64,
    reserve_wh: Option<f64>,
}

impl Highest {
    /// Of loads up to `load_watt`.
    #[must_use]
    pub fn of(load_watt: f64) -> Self {
        Self { load_watt, reserve_wh: None }
    }
}

impl Remembered<BackupReserve> for Highest {
    fn start(_rule: &BackupReserve) -> Self {
        Self::of(0.0)
    }

    fn numbers(&self) -> Vec<f64> {
        vec![self.load_watt]
    }

    fn recall(_rule: &BackupReserve, numbers: &[f64]) -> Result<Self, Error> {
        same_length("memory", numbers.len(), 1)?;
        let numbers = all_within("memory", numbers, NOT_NEGATIVE)?;
        Ok(Self::of(numbers.iter().sum()))
    }
}

impl Rule for BackupReserve {
    type Memory = Highest;

    fn check(&self) -> Result<(), Error> {
        within("ride_through_second", self.ride_through_second, NOT_NEGATIVE)?;
        within("critical_load_watt", self.critical_load_watt.unwrap_or(0.0), NOT_NEGATIVE)?;
        within("load_drop_watt", self.load_drop_watt, NOT_NEGATIVE)?;
        within("load_drop_second", self.load_drop_second, NOT_NEGATIVE)?;
        within("recharge_power_watt", self.recharge_power_watt, LIMIT).map(|_| ())
    }

    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    fn decide(&self, highest: &mut Highest, view: &View<'_>) -> Command {
        if view.critical_watt > highest.load_watt {
            *highest = Highest::of(view.critical_watt);
        }
        if view.outage {
            return Command::FREE; // this is what the reserve was kept for
        }
        let floor_wh = self.floor_wh(highest, view);
        let full_wh = view.equipment.soc_max * view.capacity_wh;
        let safe_wh = (floor_wh + MARGIN * view.capacity_wh).lesser(full_wh);
        let refill = || view.power_towards(safe_wh).lesser(self.recharge_power_watt);
        Command {
            lower_watt: view.lowest_power(safe_wh),
            wish_watt: (view.stored_wh() < floor_wh).then(refill),
            upper_watt: view.highest_power(self.ceiling_wh(view).greater(safe_wh)),
        }
    }
}

impl BackupReserve {
    /// Energy that carries the critical load for the stated time, above the lowest soc. \[Wh\]
    fn floor_wh(&self, highest: &mut Highest, view: &View<'_>) -> f64 {
        let equipment = view.equipment;
        let reserve_wh = match highest.reserve_wh {
            Some(reserve_wh) => reserve_wh,
            None => *highest.reserve_wh.insert(self.reserve_wh(highest.load_watt, equipment)),
        };
        let needed_wh = equipment.soc_min * view.capacity_wh + reserve_wh;
        needed_wh.lesser(equipment.soc_max * view.capacity_wh)
    }

    #[cold]
    fn reserve_wh(&self, highest_watt: f64, equipment: &Equipment) -> f64 {
        let critical = self.critical_load_watt.unwrap_or(highest_watt);
        -equipment.path.store_power(-critical) * self.ride_through_second / 3600.0
    }

    /// Energy above which a dropped load no longer finds room. \[Wh\]
    fn ceiling_wh(&self, view: &View<'_>) -> f64 {
        let full_wh = view.equipment.soc_max * view.capacity_wh;
        if self.load_drop_second == 0.0 {
            return full_wh;
        }
        let fill = view.equipment.path.store_power(self.load_drop_watt);
        full_wh - fill * self.load_drop_second / 3600.0
    }
}
