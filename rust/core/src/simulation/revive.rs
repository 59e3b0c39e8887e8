//! A loop stored as plain numbers, and read again.

use super::course::Loop;
use super::memory::Memory;
use super::plant::{DAY, State};
use super::wear::{Health, Wear};
use crate::aging::Engine;
use crate::dispatch::{Controller, Policy};
use crate::error::{Error, FINITE, FRACTION, NOT_NEGATIVE, within};

impl Loop<'_> {
    /// This loop as plain numbers.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let battery = &self.battery;
        let memory = Memory {
            time_second: battery.time_second,
            day_end_second: battery.day_end_second,
            soc: battery.soc,
            temperature_celsius: battery.temperature_celsius,
            soh_capacity: battery.health.soh_capacity,
            soh_resistance: battery.health.soh_resistance,
            passes: self.pass,
            step: self.step,
            into_step_second: self.into_step_second,
            load_before_watt: self.before.map(|(load, _)| load),
            grid_before_watt: self.before.map(|(_, grid)| grid),
            policy: self.controller.memory(),
            ..Memory::default()
        };
        battery.wear.write(memory)
    }
}

impl Memory {
    /// The loop that remembers this, made of the same battery, model and policy.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if it is the memory of another.
    pub fn revive<'e>(
        &self,
        at_start: Health,
        engine: Option<&'e Engine>,
        policy: &Policy,
    ) -> Result<Loop<'e>, Error> {
        let health =
            Health { soh_capacity: self.soh_capacity, soh_resistance: self.soh_resistance };
        let day = self.time_second..=self.time_second + DAY;
        let load_before = finite("load_before_watt", self.load_before_watt)?;
        let grid_before = finite("grid_before_watt", self.grid_before_watt)?;
        let battery = State {
            time_second: within("time_second", self.time_second, NOT_NEGATIVE)?,
            day_end_second: within("day_end_second", self.day_end_second, day)?,
            soc: within("soc", self.soc, FRACTION)?,
            temperature_celsius: finite("temperature_celsius", self.temperature_celsius)?,
            health: health.checked()?,
            wear: Wear::read(self, at_start, engine)?,
        };
        Ok(Loop {
            battery,
            controller: Controller::with_memory(policy, &self.policy)?,
            pass: self.passes,
            step: self.step,
            into_step_second: within("into_step_second", self.into_step_second, NOT_NEGATIVE)?,
            before: load_before.zip(grid_before),
        })
    }
}

fn finite(name: &'static str, value: Option<f64>) -> Result<Option<f64>, Error> {
    value.map(|value| within(name, value, FINITE)).transpose()
}
