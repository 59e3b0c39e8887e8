//! Check-ups of many cells, and how they turn with parameters.

use crate::aging::engine::AgingEngine;
use crate::arrays::Column;
use crate::gate::gate;
use battcore::aging::{CheckUp, Dual, Duty, Exposure, check_ups};
use numpy::{IntoPyArray, PyArray2, PyArrayMethods, PyReadonlyArray1};
use pyo3::prelude::*;

type Numbers<'py> = PyReadonlyArray1<'py, f64>;
type Turning<'py> = (Column<'py>, Bound<'py, PyArray2<f64>>);

/// What a duty does to any cell of a kind.
#[pyclass(frozen)]
pub struct AgingExposure(Exposure);

#[pymethods]
impl AgingExposure {
    #[new]
    fn new(
        py: Python<'_>,
        engine: &AgingEngine,
        soc: Numbers<'_>,
        temperature_celsius: Numbers<'_>,
        dt_second: Numbers<'_>,
        until_second: f64,
    ) -> PyResult<Self> {
        let duty = Duty {
            soc: soc.as_slice()?,
            temperature_celsius: temperature_celsius.as_slice()?,
            dt_second: dt_second.as_slice()?,
        };
        gate(py, |watch: &_| Exposure::of(&engine.engine, duty, until_second, watch).map(Self))
    }
}

/// Capacity and resistance at the check-ups of all cells, one after the other, each with its
/// slopes over the open parameters and over the factor.
#[pyfunction]
pub fn aging_check_ups<'py>(
    py: Python<'py>,
    engine: &AgingEngine,
    parameters: Numbers<'py>,
    factor: f64,
    exposures: Vec<PyRef<'py, AgingExposure>>,
    time_second: Vec<Numbers<'py>>,
) -> PyResult<(Turning<'py>, Turning<'py>)> {
    let parameters = parameters.as_slice()?;
    let times = time_second.iter().map(|t| t.as_slice()).collect::<Result<Vec<_>, _>>()?;
    let cells: Vec<_> = exposures.iter().map(|exposure| &exposure.0).zip(times).collect();
    let found = gate(py, |watch: &_| {
        check_ups(&engine.model, &engine.engine, (parameters, factor), &cells, watch)
    })?;
    let all: Vec<CheckUp> = found.into_iter().flatten().collect();
    let width = parameters.len() + 1;
    Ok((
        turning(py, &all, width, |at| &at.soh_capacity)?,
        turning(py, &all, width, |at| &at.soh_resistance)?,
    ))
}

fn turning<'py>(
    py: Python<'py>,
    all: &[CheckUp],
    width: usize,
    of: fn(&CheckUp) -> &Dual,
) -> PyResult<Turning<'py>> {
    let values: Vec<f64> = all.iter().map(|at| of(at).value).collect();
    let slopes: Vec<f64> = all.iter().flat_map(|at| of(at).slopes.iter().copied()).collect();
    Ok((values.into_pyarray(py), slopes.into_pyarray(py).reshape([all.len(), width])?))
}
