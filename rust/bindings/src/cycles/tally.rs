//! The counter of a series that is still growing.

use crate::cycles::series::Numbers;
use crate::cycles::{Columns, Floats, Places, columns};
use crate::gate::{exception, gate};
use battcore::cycles::{self, Counter, Cycle, Cycles, Law, Nan, Point};
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;

/// Cycles that are final, and turning points that are still open.
#[pyclass(module = "battcore._battcore")]
#[derive(Clone, Default)]
pub struct Tally(cycles::Tally);

#[pymethods]
impl Tally {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn push(&mut self, py: Python<'_>, x: f64) -> PyResult<()> {
        self.0.push(x).map_err(|error| exception(py, &error))
    }

    fn extend(&mut self, py: Python<'_>, xs: Numbers<'_>) -> PyResult<()> {
        xs.with_series(Nan::Raise, |xs| gate(py, |watch| self.0.extend(xs, watch)))
    }

    fn merge(&mut self, later: &Self) {
        self.0.merge(&later.0);
    }

    fn repeat(&mut self, py: Python<'_>, times: u32) -> PyResult<()> {
        gate(py, |watch| self.0.repeat(times, watch))
    }

    fn copy(&self) -> Self {
        self.clone()
    }

    fn samples(&self) -> u64 {
        self.0.open().samples()
    }

    fn closed<'py>(&self, py: Python<'py>) -> Columns<'py> {
        let mut found = Cycles::default();
        found.extend(self.0.closed().iter().copied());
        columns(py, found)
    }

    fn provisional<'py>(&self, py: Python<'py>) -> Columns<'py> {
        let mut found = Cycles::default();
        found.extend(self.0.open().provisional());
        columns(py, found)
    }

    fn residue<'py>(&self, py: Python<'py>) -> (Floats<'py>, Places<'py>) {
        let (value, index): (Vec<f64>, Vec<i64>) = self.0.open().points().map(place).unzip();
        (value.into_pyarray(py), index.into_pyarray(py))
    }

    fn damage(&self, py: Python<'_>, law: Law) -> PyResult<f64> {
        let law = law.checked().map_err(|error| exception(py, &error))?;
        Ok(self.0.damage(&law))
    }

    /// Columns (from, to, count, start, end) of the final cycles.
    fn closed_parts<'py>(&self, py: Python<'py>) -> Columns<'py> {
        let closed = self.0.closed();
        let (from, start): (Vec<f64>, Vec<i64>) = closed.iter().map(|c| place(c.from)).unzip();
        let (to, end): (Vec<f64>, Vec<i64>) = closed.iter().map(|c| place(c.to)).unzip();
        let count: Vec<f64> = closed.iter().map(|c| c.count).collect();
        (
            from.into_pyarray(py),
            to.into_pyarray(py),
            count.into_pyarray(py),
            start.into_pyarray(py),
            end.into_pyarray(py),
        )
    }

    #[staticmethod]
    fn from_parts(
        py: Python<'_>,
        closed: Parts<'_>,
        residue: (Values<'_>, Indices<'_>),
        samples: u64,
    ) -> PyResult<Self> {
        let (from, to, count, start, end) = closed;
        let closed = points(&from, &start)?
            .zip(points(&to, &end)?)
            .zip(count.as_slice()?)
            .map(|((from, to), &count)| Cycle { from, to, count })
            .collect();
        let open: Vec<_> = points(&residue.0, &residue.1)?.collect();
        Counter::from_parts(&open, samples)
            .and_then(|counter| cycles::Tally::from_parts(closed, counter))
            .map(Self)
            .map_err(|error| exception(py, &error))
    }
}

type Values<'py> = PyReadonlyArray1<'py, f64>;
type Indices<'py> = PyReadonlyArray1<'py, i64>;
type Parts<'py> = (Values<'py>, Values<'py>, Values<'py>, Indices<'py>, Indices<'py>);

fn place(point: Point<()>) -> (f64, i64) {
    (point.value, point.index.cast_signed())
}

fn points<'a>(
    value: &'a Values<'_>,
    index: &'a Indices<'_>,
) -> PyResult<impl Iterator<Item = Point<()>> + 'a> {
    let places = value.as_slice()?.iter().zip(index.as_slice()?);
    Ok(places.map(|(&value, &index)| Point { value, index: index.cast_unsigned(), carried: () }))
}
