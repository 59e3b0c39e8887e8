//! Cycles by class.

use crate::cycles::series::Numbers;
use crate::cycles::{Floats, nan_named, residue_named};
use crate::gate::gate;
use battcore::Error;
use battcore::cycles::{self, Classes, Counted, Histogram, Rows, Series};
use battcore::parallel::KeepGoing;
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;

type Edges<'py> = PyReadonlyArray1<'py, f64>;
type Counts<'py> = PyResult<(Floats<'py>, Floats<'py>)>;

/// Cycles of each of many series by range, and those outside of all classes.
#[pyfunction]
pub fn cycle_histogram<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    edges: Edges<'py>,
    residue: &str,
    nan: &str,
    min_range: f64,
) -> Counts<'py> {
    let edges = edges.as_slice()?;
    let counted = Counted { residue: residue_named(residue)?, min_range };
    let classes = || Classes::new("edges", edges);
    histograms(py, &series, nan, classes, |classes, row, watch| {
        cycles::histogram(row, classes, counted, watch)
    })
}

/// Cycles of each of many series by range and mean, and those outside of all classes.
#[pyfunction]
pub fn range_mean_matrix<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    range_edges: Edges<'py>,
    mean_edges: Edges<'py>,
    residue: &str,
    nan: &str,
    min_range: f64,
) -> Counts<'py> {
    let (range_edges, mean_edges) = (range_edges.as_slice()?, mean_edges.as_slice()?);
    let counted = Counted { residue: residue_named(residue)?, min_range };
    let classes = || {
        let ranges = Classes::new("range_edges", range_edges)?;
        Ok((ranges, Classes::new("mean_edges", mean_edges)?))
    };
    histograms(py, &series, nan, classes, |(ranges, means), row, watch| {
        cycles::range_mean_matrix(row, ranges, means, counted, watch)
    })
}

/// Cycles of each of many series by where they begin and turn back, and those outside.
#[pyfunction]
pub fn from_to_matrix<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    edges: Edges<'py>,
    residue: &str,
    nan: &str,
    min_range: f64,
) -> Counts<'py> {
    let edges = edges.as_slice()?;
    let counted = Counted { residue: residue_named(residue)?, min_range };
    let classes = || Classes::new("edges", edges);
    histograms(py, &series, nan, classes, |classes, row, watch| {
        cycles::from_to_matrix(row, classes, counted, watch)
    })
}

fn histograms<'py, C: Sync>(
    py: Python<'py>,
    series: &Numbers<'py>,
    nan: &str,
    classes: impl FnOnce() -> Result<C, Error> + Send,
    of: impl Fn(&C, Series<'_>, &dyn KeepGoing) -> Result<Histogram, Error> + Send + Sync,
) -> Counts<'py> {
    let (count, outside) = series.with_rows(nan_named(nan)?, |rows| {
        gate(py, |watch| {
            let classes = classes()?;
            Rows::new(rows).histograms(watch, |row, watch| of(&classes, row, watch))
        })
    })?;
    Ok((count.into_pyarray(py), outside.into_pyarray(py)))
}
