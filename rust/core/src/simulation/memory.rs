//! A loop as plain numbers, to be stored and read again.

use super::histogram::CycleHistogram;
use super::plant::{DAY, State};
use super::run::Loop;
use super::wear::{Health, Wear};
use crate::aging::Engine;
use crate::cycles::Point;
use crate::dispatch::{Controller, Policy};
use crate::error::{Error, FINITE, FRACTION, NOT_NEGATIVE, all_within, within};

/// All that a loop takes from one step to the next, but for what it was made of.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Memory {
    /// Time since the start of the first run. \[s\]
    pub time_second: f64,
    /// When the open clock day ends. \[s\]
    pub day_end_second: f64,
    /// State of charge. \[1\]
    pub soc: f64,
    /// Of the battery, once it has taken a step. \[°C\]
    pub temperature_celsius: Option<f64>,
    /// Present over nominal capacity. \[1\]
    pub soh_capacity: f64,
    /// Present over nominal resistance. \[1\]
    pub soh_resistance: f64,
    /// Equivalent full cycles. \[1\]
    pub efc: f64,
    /// Passes of the trace that are done.
    pub passes: u64,
    /// The step of the trace that comes next.
    pub step: usize,
    /// How much of it is done. \[s\]
    pub into_step_second: f64,
    /// Load of the step before, if there was one. \[W\]
    pub load_before_watt: Option<f64>,
    /// Grid power of the step before, if there was one. \[W\]
    pub grid_before_watt: Option<f64>,
    /// What each rule of the policy remembers.
    pub policy: Vec<Vec<f64>>,
    /// Counts of closed cycles by depth and mean soc, row by row.
    pub cycles: Vec<f64>,
    /// The soc of the turning points that are still open.
    pub open_soc: Vec<f64>,
    /// Where they stand in the series of steps.
    pub open_index: Vec<u64>,
    /// How many steps were counted.
    pub counted: u64,
    /// Capacity lost by each cause. \[1\]
    pub losses: Vec<f64>,
    /// State of the ageing model.
    pub aging: Vec<f64>,
}

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

    /// The open turning points.
    pub(super) fn open_points(&self) -> Vec<Point<()>> {
        let places = self.open_soc.iter().zip(&self.open_index);
        places.map(|(&value, &index)| Point { value, index, carried: () }).collect()
    }

    /// The histogram.
    pub(super) fn histogram(&self) -> Result<CycleHistogram, Error> {
        all_within("cycles", &self.cycles, NOT_NEGATIVE)?;
        let length = self.cycles.len();
        CycleHistogram::from_counts(self.cycles.clone()).ok_or(Error::BadShape {
            name: "cycles",
            got: vec![length],
            want: vec![super::DEPTH_BINS * super::MEAN_BINS],
        })
    }

    /// The losses by cause, as many as the engine knows.
    pub(super) fn losses(&self, causes: usize) -> Result<Vec<f64>, Error> {
        crate::error::same_length("losses", self.losses.len(), causes)?;
        all_within("losses", &self.losses, FINITE).map(<[f64]>::to_vec)
    }
}

fn finite(name: &'static str, value: Option<f64>) -> Result<Option<f64>, Error> {
    value.map(|value| within(name, value, FINITE)).transpose()
}
