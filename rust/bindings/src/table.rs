//! Look-up in tables of measured points.

use crate::gate::{exception, gate};
use battcore::table::{Outside, UniformTable};
use numpy::{IntoPyArray, PyArray1, PyArrayMethods, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The values at `x` of a table that spans `low` to `high`.
#[pyfunction]
pub fn look_up<'py>(
    py: Python<'py>,
    low: f64,
    high: f64,
    value: PyReadonlyArray1<'py, f64>,
    outside: &str,
    x: PyReadonlyArray1<'py, f64>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let policy = policy(outside)?;
    let table = UniformTable::new(low, high, value.to_vec()?, policy);
    let table = table.map_err(|error| exception(py, &error))?;
    let points = x.as_slice()?;
    Ok(gate(py, |_| table.at_each(points))?.into_pyarray(py))
}

fn policy(outside: &str) -> PyResult<Outside> {
    match outside {
        "raise" => Ok(Outside::Refuse),
        "hold" => Ok(Outside::Hold),
        "extend" => Ok(Outside::Extend),
        _ => Err(PyValueError::new_err(format!(
            "outside = {outside:?}, expected \"raise\", \"hold\" or \"extend\""
        ))),
    }
}
