//! A loop as plain numbers.

use super::histogram::{CycleHistogram, DEPTH_BINS, MEAN_BINS};
use crate::cycles::Point;
use crate::error::{Error, FINITE, NOT_NEGATIVE, all_within, same_length};

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
    /// State of the aging model.
    pub aging: Vec<f64>,
}

impl Memory {
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
            want: vec![DEPTH_BINS * MEAN_BINS],
        })
    }

    /// The losses by cause, as many as the engine knows.
    pub(super) fn losses(&self, causes: usize) -> Result<Vec<f64>, Error> {
        same_length("losses", self.losses.len(), causes)?;
        all_within("losses", &self.losses, FINITE).map(<[f64]>::to_vec)
    }
}
