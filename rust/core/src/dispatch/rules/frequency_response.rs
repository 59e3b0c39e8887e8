//! Frequency containment: power against the deviation of the frequency, and energy kept for it.

use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Given, Rule, View};
use crate::error::{Error, LIMIT, NOT_NEGATIVE, POSITIVE, all_within, same_length, within};
use crate::soc::Number;

/// Share of the capacity within which the stored energy counts as led back. \[1\]
const SLIVER: f64 = 1e-9;

/// Power in proportion to the deviation of the frequency, with a dead band and a full activation,
/// and energy management that keeps what a full activation of the stated time would need.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct FrequencyResponse {
    /// Given in full activation, when the frequency is low. \[W\]
    pub up_watt: f64,
    /// Taken in full activation, when it is high. \[W\]
    pub down_watt: f64,
    /// The frequency that is right. \[Hz\]
    pub nominal_hertz: f64,
    /// The deviation from which the response grows. \[Hz\]
    pub start_hertz: f64,
    /// The deviation of full activation. \[Hz\]
    pub full_hertz: f64,
    /// The deviation within which there is no response; beyond it there is all of it. \[Hz\]
    pub dead_band_hertz: f64,
    /// How long a full activation must be held. \[s\]
    pub endurance_second: f64,
    /// Power with which the stored energy is led back. \[W\]
    pub recharge_power_watt: f64,
    /// The deviation within which it is. \[Hz\]
    pub normal_hertz: f64,
}

/// Which way the stored energy is being led back: up, down, or not at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recharging(f64);

impl Rule for FrequencyResponse {
    type Memory = Recharging;

    fn check(&self) -> Result<(), Error> {
        within("up_watt", self.up_watt, NOT_NEGATIVE)?;
        within("down_watt", self.down_watt, NOT_NEGATIVE)?;
        within("nominal_hertz", self.nominal_hertz, POSITIVE)?;
        within("start_hertz", self.start_hertz, NOT_NEGATIVE)?;
        let beyond = self.start_hertz.next_up()..=self.nominal_hertz;
        within("full_hertz", self.full_hertz, beyond)?;
        within("dead_band_hertz", self.dead_band_hertz, 0.0..=self.full_hertz)?;
        within("endurance_second", self.endurance_second, NOT_NEGATIVE)?;
        within("recharge_power_watt", self.recharge_power_watt, NOT_NEGATIVE)?;
        within("normal_hertz", self.normal_hertz, LIMIT).map(|_| ())
    }

    fn check_given(&self, given: &Given) -> Result<(), Error> {
        Given::demand(given.frequency, "frequency_hertz")
    }

    fn decide(&self, recharging: &mut Recharging, view: &View<'_>) -> Command {
        let Some(frequency) = view.frequency_hertz else { return Command::FREE };
        if view.outage {
            return Command::FREE;
        }
        let deviation = frequency - self.nominal_hertz;
        let is_normal = deviation.abs() <= self.normal_hertz;
        let back = self.back(recharging, view, is_normal);
        Command::exactly(self.response_watt(deviation) + back)
    }
}

impl FrequencyResponse {
    /// Power against a deviation, positive where it is taken. \[W\]
    fn response_watt(&self, deviation: f64) -> f64 {
        let size = deviation.abs();
        if size <= self.dead_band_hertz {
            return 0.0;
        }
        let share = (size - self.start_hertz) / (self.full_hertz - self.start_hertz);
        let share = share.clamp_to(0.0, 1.0);
        if deviation < 0.0 { -share * self.up_watt } else { share * self.down_watt }
    }

    /// Power that leads the stored energy back to the middle of the room that it needs, once it
    /// has left that room, while the frequency is normal. \[W\]
    fn back(&self, recharging: &mut Recharging, view: &View<'_>, is_normal: bool) -> f64 {
        let (floor_wh, ceiling_wh) = self.room_wh(view);
        let middle_wh = 0.5 * (floor_wh + ceiling_wh);
        let lacking_wh = middle_wh - view.stored_wh();
        if view.stored_wh() < floor_wh.lesser(middle_wh) {
            recharging.0 = 1.0;
        } else if view.stored_wh() > ceiling_wh.greater(middle_wh) {
            recharging.0 = -1.0;
        } else if recharging.0 * lacking_wh <= SLIVER * view.capacity_wh {
            recharging.0 = 0.0;
        }
        if recharging.0 == 0.0 || !is_normal {
            return 0.0;
        }
        let goal_watt = view.power_towards(middle_wh);
        goal_watt.clamp_to(-self.recharge_power_watt, self.recharge_power_watt)
    }

    /// Between which energies a full activation can be held either way. \[Wh\]
    fn room_wh(&self, view: &View<'_>) -> (f64, f64) {
        let (equipment, hours) = (view.equipment, self.endurance_second / 3600.0);
        let floor_wh = equipment.soc_min * view.capacity_wh
            - equipment.path.store_power(-self.up_watt) * hours;
        let ceiling_wh = equipment.soc_max * view.capacity_wh
            - equipment.path.store_power(self.down_watt) * hours;
        (floor_wh, ceiling_wh)
    }
}

impl Remembered<FrequencyResponse> for Recharging {
    fn start(_rule: &FrequencyResponse) -> Self {
        Self(0.0)
    }

    fn numbers(&self) -> Vec<f64> {
        vec![self.0]
    }

    fn recall(_rule: &FrequencyResponse, numbers: &[f64]) -> Result<Self, Error> {
        same_length("memory", numbers.len(), 1)?;
        let numbers = all_within("memory", numbers, -1.0..=1.0)?;
        Ok(Self(numbers.iter().sum()))
    }
}
