//! The damage of a series that is still growing, without turning points.

use crate::arrays::Column;
use crate::gate::{exception, gate};
use battcore::cycles::{self, Growing, PiecewiseLinear};
use numpy::{IntoPyArray, PyReadonlyArray1, PyReadwriteArray1};
use pyo3::prelude::*;

/// A play for each line of a law, and damage so far.
#[pyclass(module = "battcore._battcore")]
#[derive(Clone)]
pub struct PlayCounter(cycles::PlayCounter);

#[pymethods]
impl PlayCounter {
    #[new]
    fn new(py: Python<'_>, law: PiecewiseLinear) -> PyResult<Self> {
        let counter = cycles::PlayCounter::new(law).map_err(|error| exception(py, &error))?;
        Ok(Self(counter))
    }

    fn push(&mut self, py: Python<'_>, x: f64) -> PyResult<f64> {
        self.0.push(x).map_err(|error| exception(py, &error))
    }

    fn extend(
        &mut self,
        py: Python<'_>,
        xs: PyReadonlyArray1<'_, f64>,
        mut added: PyReadwriteArray1<'_, f64>,
    ) -> PyResult<()> {
        let (xs, added) = (xs.as_slice()?, added.as_slice_mut()?);
        gate(py, |watch| self.0.extend(xs, added, watch))
    }

    fn copy(&self) -> Self {
        self.clone()
    }

    fn damage(&self) -> f64 {
        self.0.damage()
    }

    /// The lowest and the highest place where each play may be.
    fn places<'py>(&self, py: Python<'py>) -> (Column<'py>, Column<'py>) {
        let (low, high) = self.0.places();
        (low.into_pyarray(py), high.into_pyarray(py))
    }

    #[staticmethod]
    fn from_parts(
        py: Python<'_>,
        law: PiecewiseLinear,
        places: (PyReadonlyArray1<'_, f64>, PyReadonlyArray1<'_, f64>),
        damage: f64,
    ) -> PyResult<Self> {
        let (low, high) = (places.0.as_slice()?, places.1.as_slice()?);
        cycles::PlayCounter::from_parts(law, low, high, damage)
            .map(Self)
            .map_err(|error| exception(py, &error))
    }
}
