//! Temperatures of a lump.

use crate::arrays::{Column, OneOrEach, column};
use crate::gate::{exception, gate};
use battcore::thermal::{self, Lump};
use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

/// Raises if `lump` makes no sense.
#[pyfunction]
pub fn check_lump(py: Python<'_>, lump: Lump) -> PyResult<()> {
    lump.checked().map(|_| ()).map_err(|error| exception(py, &error))
}

/// Temperatures at the end of each step and their means over it.
#[pyfunction]
pub fn simulate_lump<'py>(
    py: Python<'py>,
    lump: Lump,
    heat_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    ambient_temperature_celsius: OneOrEach<'py>,
    start_temperature_celsius: f64,
) -> PyResult<(Column<'py>, Column<'py>)> {
    let heat = heat_watt.as_slice()?;
    let (dt, ambient) = (dt_second.per_step()?, ambient_temperature_celsius.per_step()?);
    let trace = gate(py, |watch| {
        thermal::simulate(lump, heat, dt, ambient, start_temperature_celsius, watch)
    })?;
    Ok((column(py, &trace, |t| t.end_celsius), column(py, &trace, |t| t.mean_celsius)))
}
