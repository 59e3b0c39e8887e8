//! How duty is read, as Python tells it.

use crate::gate::exception;
use battcore::aging::{Depth, MicroCycles, Settings};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// How duty is read.
#[derive(FromPyObject)]
pub struct Reading {
    depth: String,
    min_depth: f64,
    micro_cycles: String,
    window_second: f64,
}

impl Reading {
    /// The same, as the engine reads it.
    pub fn settings(&self) -> PyResult<Settings> {
        Ok(Settings {
            depth: depth_named(&self.depth)?,
            min_depth: self.min_depth,
            micro_cycles: micro_cycles_named(&self.micro_cycles)?,
            window_second: self.window_second,
            ..Settings::default()
        })
    }
}

/// Raises if `reading` makes no sense.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "read from an object")]
pub fn check_reading(py: Python<'_>, reading: Reading) -> PyResult<()> {
    let settings = reading.settings()?;
    settings.checked().map(|_| ()).map_err(|error| exception(py, &error))
}

fn depth_named(name: &str) -> PyResult<Depth> {
    match name {
        "rainflow" => Ok(Depth::Rainflow),
        "window" => Ok(Depth::Window),
        _ => Err(unknown("depth", name, "\"rainflow\" or \"window\"")),
    }
}

fn micro_cycles_named(name: &str) -> PyResult<MicroCycles> {
    match name {
        "ignore" => Ok(MicroCycles::Ignore),
        "throughput" => Ok(MicroCycles::Throughput),
        "law" => Ok(MicroCycles::Law),
        _ => Err(unknown("micro_cycles", name, "\"ignore\", \"throughput\" or \"law\"")),
    }
}

fn unknown(argument: &str, name: &str, wanted: &str) -> PyErr {
    PyValueError::new_err(format!("{argument} = {name:?}, expected {wanted}"))
}
