//! The damage of a series that is still growing.

use crate::arrays::{Column, column};
use crate::cycles::{Floats, Places};
use crate::gate::{exception, gate};
use battcore::cycles::{self, Direction, Growing, Law, Point, Sums};
use battcore::error::same_length;
use numpy::{IntoPyArray, PyReadonlyArray1, PyReadwriteArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Turning points that are still open, and damage so far.
#[pyclass(module = "battcore._battcore")]
#[derive(Clone)]
pub struct DamageCounter(cycles::DamageCounter);

#[pymethods]
impl DamageCounter {
    #[new]
    fn new(py: Python<'_>, law: Law) -> PyResult<Self> {
        let counter = cycles::DamageCounter::new(law).map_err(|error| exception(py, &error))?;
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

    fn samples(&self) -> u64 {
        self.0.open().samples()
    }

    fn residue<'py>(&self, py: Python<'py>) -> (Floats<'py>, Places<'py>) {
        let points = self.0.open().points();
        let (value, index): (Vec<f64>, Vec<i64>) =
            points.map(|point| (point.value, point.index.cast_signed())).unzip();
        (value.into_pyarray(py), index.into_pyarray(py))
    }

    fn costs<'py>(
        &self,
        py: Python<'py>,
        levels: PyReadonlyArray1<'py, f64>,
    ) -> PyResult<Column<'py>> {
        let levels = levels.as_slice()?;
        Ok(gate(py, |_| self.0.costs(levels))?.into_pyarray(py))
    }

    /// Columns (level, origin, damage, slope) of the stretches of a straight way.
    fn path<'py>(&self, py: Python<'py>, direction: &str) -> PyResult<[Column<'py>; 4]> {
        let path = self.0.path(direction_named(direction)?);
        let stretches = path.stretches();
        Ok([
            column(py, stretches, |stretch| stretch.level),
            column(py, stretches, |stretch| stretch.origin),
            column(py, stretches, |stretch| stretch.damage),
            column(py, stretches, |stretch| stretch.slope),
        ])
    }

    /// The damage that each open turning point carries, that of full cycles, and that of all.
    fn sums<'py>(&self, py: Python<'py>) -> (Column<'py>, f64, f64) {
        let points: Vec<Point<f64>> = self.0.open().points().collect();
        let Sums { full, all } = self.0.sums();
        (column(py, &points, |point| point.carried), full, all)
    }

    #[staticmethod]
    fn from_parts(
        py: Python<'_>,
        law: Law,
        residue: (PyReadonlyArray1<'_, f64>, PyReadonlyArray1<'_, i64>),
        samples: u64,
        sums: (PyReadonlyArray1<'_, f64>, f64, f64),
    ) -> PyResult<Self> {
        let (carried, full, all) = sums;
        same_length("carried", carried.len()?, residue.0.len()?)
            .map_err(|error| exception(py, &error))?;
        let places = residue.0.as_slice()?.iter().zip(residue.1.as_slice()?);
        let points: Vec<Point<f64>> = places
            .zip(carried.as_slice()?)
            .map(|((&value, &index), &carried)| Point {
                value,
                index: index.cast_unsigned(),
                carried,
            })
            .collect();
        cycles::DamageCounter::from_parts(law, &points, samples, Sums { full, all })
            .map(Self)
            .map_err(|error| exception(py, &error))
    }
}

fn direction_named(name: &str) -> PyResult<Direction> {
    match name {
        "up" => Ok(Direction::Up),
        "down" => Ok(Direction::Down),
        _ => {
            Err(PyValueError::new_err(format!("direction = {name:?}, expected \"up\" or \"down\"")))
        }
    }
}
