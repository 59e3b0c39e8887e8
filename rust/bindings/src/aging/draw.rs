//! Numbers by lot.

use crate::arrays::Column;
use crate::gate::gate;
use battcore::aging::draw;
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

/// A standard normal number for each battery.
#[pyfunction]
pub fn draw_normal<'py>(
    py: Python<'py>,
    seed: u64,
    name: &str,
    battery: PyReadonlyArray1<'py, u64>,
) -> PyResult<Column<'py>> {
    let batteries = battery.as_slice()?;
    Ok(gate(py, |_| Ok(draw::normal(seed, name, batteries)))?.into_pyarray(py))
}

/// One of `count` places for each battery.
#[pyfunction]
pub fn draw_place<'py>(
    py: Python<'py>,
    seed: u64,
    battery: PyReadonlyArray1<'py, u64>,
    count: usize,
) -> PyResult<Bound<'py, PyArray1<usize>>> {
    let batteries = battery.as_slice()?;
    Ok(gate(py, |_| draw::places(seed, batteries, count))?.into_pyarray(py))
}
