//! Laws of damage, and what depends on them.

use crate::arrays::{Column, OneOrEach, column};
use crate::cycles::nan_named;
use crate::cycles::series::Numbers;
use crate::gate::{exception, gate};
use battcore::cycles::{self, Law, Rows};
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;

/// Raises if `law` makes no sense.
#[pyfunction]
pub fn check_law(py: Python<'_>, law: Law) -> PyResult<()> {
    law.checked().map(|_| ()).map_err(|error| exception(py, &error))
}

/// The change of damage with each sample of many series.
#[pyfunction]
pub fn damage_gradient<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    law: Law,
    nan: &str,
    min_range: f64,
) -> PyResult<Column<'py>> {
    let found = series.with_rows(nan_named(nan)?, |series| {
        gate(py, |watch| Rows::new(series).gradient(&law.checked()?, min_range, watch))
    })?;
    Ok(found.into_pyarray(py))
}

/// Names of conventions, and the columns (cycles, equivalent full cycles, deepest, damage).
#[pyfunction]
pub fn compare_conventions<'py>(
    py: Python<'py>,
    soc: PyReadonlyArray1<'py, f64>,
    dt_second: Option<OneOrEach<'py>>,
    law: Law,
) -> PyResult<(Vec<&'static str>, [Column<'py>; 4])> {
    let soc = soc.as_slice()?;
    let steps = dt_second.as_ref().map(OneOrEach::per_step).transpose()?;
    let counts = gate(py, |watch| cycles::compare(soc, steps, &law.checked()?, watch))?;
    let columns = [
        column(py, &counts, |count| count.cycles),
        column(py, &counts, |count| count.equivalent_full_cycles),
        column(py, &counts, |count| count.deepest),
        column(py, &counts, |count| count.damage),
    ];
    Ok((counts.iter().map(|count| count.convention).collect(), columns))
}
