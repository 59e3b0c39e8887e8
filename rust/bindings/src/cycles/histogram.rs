//! Cycles by class.

use crate::cycles::series::Numbers;
use crate::cycles::{Floats, nan_named, residue_named};
use crate::gate::{exception, gate};
use battcore::Error;
use battcore::cycles::{self, Classes, Counted, Histogram, Rows, Series};
use battcore::parallel::KeepGoing;
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Cycles of each of many series by what `by` names, and those outside of all classes.
#[pyfunction]
pub fn cycle_histogram<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    by: &str,
    edges: Vec<PyReadonlyArray1<'py, f64>>,
    residue: &str,
    nan: &str,
    min_range: f64,
) -> PyResult<(Floats<'py>, Floats<'py>)> {
    let by = By::new(py, by, &edges)?;
    let counted = Counted { residue: residue_named(residue)?, min_range };
    let (count, outside) = series.with_rows(nan_named(nan)?, |rows| {
        gate(py, |watch| Rows::new(rows).histograms(watch, |row, watch| by.of(row, counted, watch)))
    })?;
    Ok((count.into_pyarray(py), outside.into_pyarray(py)))
}

/// What cycles are sorted by, and the classes of it.
enum By {
    Range(Classes),
    RangeAndMean(Classes, Classes),
    FromAndTo(Classes),
}

impl By {
    fn new(py: Python<'_>, by: &str, edges: &[PyReadonlyArray1<'_, f64>]) -> PyResult<Self> {
        let classes = |name, edges: &PyReadonlyArray1<'_, f64>| {
            Classes::new(name, edges.as_slice()?).map_err(|error| exception(py, &error))
        };
        match (by, edges) {
            ("range", [edges]) => Ok(Self::Range(classes("edges", edges)?)),
            ("range and mean", [ranges, means]) => {
                let ranges = classes("range_edges", ranges)?;
                Ok(Self::RangeAndMean(ranges, classes("mean_edges", means)?))
            }
            ("from and to", [edges, _]) => Ok(Self::FromAndTo(classes("edges", edges)?)),
            _ => Err(PyValueError::new_err(format!("by = {by:?} with {} edges", edges.len()))),
        }
    }

    fn of(
        &self,
        row: Series<'_>,
        counted: Counted,
        watch: &dyn KeepGoing,
    ) -> Result<Histogram, Error> {
        match self {
            Self::Range(classes) => cycles::histogram(row, classes, counted, watch),
            Self::RangeAndMean(ranges, means) => {
                cycles::range_mean_matrix(row, ranges, means, counted, watch)
            }
            Self::FromAndTo(classes) => cycles::from_to_matrix(row, classes, counted, watch),
        }
    }
}
