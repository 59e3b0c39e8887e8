//! Power through a converter.

use crate::arrays::Column;
use crate::gate::{exception, gate};
use battcore::converter::{self, Converter};
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;

/// Raises if `converter` makes no sense.
#[pyfunction]
pub fn check_converter(py: Python<'_>, converter: Converter) -> PyResult<()> {
    converter.checked().map(|_| ()).map_err(|error| exception(py, &error))
}

/// DC power that goes with each AC power.
#[pyfunction]
pub fn converter_dc_power<'py>(
    py: Python<'py>,
    converter: Converter,
    power_watt: PyReadonlyArray1<'py, f64>,
) -> PyResult<Column<'py>> {
    let powers = power_watt.as_slice()?;
    let found = gate(py, |watch| converter::dc_power(converter, powers, watch))?;
    Ok(found.into_pyarray(py))
}

/// AC power that goes with each DC power.
#[pyfunction]
pub fn converter_ac_power<'py>(
    py: Python<'py>,
    converter: Converter,
    dc_power_watt: PyReadonlyArray1<'py, f64>,
) -> PyResult<Column<'py>> {
    let powers = dc_power_watt.as_slice()?;
    let found = gate(py, |watch| converter::ac_power(converter, powers, watch))?;
    Ok(found.into_pyarray(py))
}
