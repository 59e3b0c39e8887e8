//! How arrays come in and go out.

use battcore::trace::{PerStep, Steps};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

/// A column of results.
pub type Column<'py> = Bound<'py, PyArray1<f64>>;

/// One number for all steps, or an array with one per step.
#[derive(FromPyObject)]
pub enum OneOrEach<'py> {
    /// An array with one per step.
    Each(PyReadonlyArray1<'py, f64>),
    /// One number for all steps.
    Same(f64),
}

impl OneOrEach<'_> {
    /// The same, as a kernel reads it.
    pub fn per_step(&self) -> PyResult<PerStep<'_>> {
        match self {
            Self::Each(values) => Ok(PerStep::Each(values.as_slice()?)),
            Self::Same(value) => Ok(PerStep::Same(*value)),
        }
    }

    /// The steps of a trace; a copy, so that nobody changes them under a kernel.
    pub fn steps(&self) -> PyResult<Steps> {
        match self {
            Self::Each(values) => Ok(Steps::Each(values.as_slice()?.to_vec())),
            Self::Same(value) => Ok(Steps::Uniform(*value)),
        }
    }
}

/// A column of what `part` takes from each of `rows`.
pub fn column<'py, T>(py: Python<'py>, rows: &[T], part: impl Fn(&T) -> f64) -> Column<'py> {
    rows.iter().map(part).collect::<Vec<f64>>().into_pyarray(py)
}
