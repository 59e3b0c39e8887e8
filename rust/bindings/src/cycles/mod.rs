//! Turning points, rainflow counting and damage.

mod attributes;
mod damage_counter;
mod law;
mod play;
mod tally;

pub use attributes::cycle_attributes;
pub use damage_counter::DamageCounter;
pub use law::{check_law, compare_conventions, damage_gradient};
pub use play::PlayCounter;
pub use tally::Tally;

use crate::gate::gate;
use battcore::cycles::{self, Cycles, Plateau, PowerLaw, Residue, Rows};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

type Numbers<'py> = Bound<'py, PyArray1<f64>>;
type Places<'py> = Bound<'py, PyArray1<i64>>;
type Columns<'py> = (Numbers<'py>, Numbers<'py>, Numbers<'py>, Places<'py>, Places<'py>);

/// Columns (value, index) of the turning points of `series`.
#[pyfunction]
pub fn turning_points<'py>(
    py: Python<'py>,
    series: PyReadonlyArray1<'py, f64>,
    plateau: &str,
) -> PyResult<(Numbers<'py>, Places<'py>)> {
    let (series, plateau) = (series.as_slice()?, plateau_named(plateau)?);
    let found = gate(py, |_| cycles::turning_points(series, plateau))?;
    Ok((found.value.into_pyarray(py), found.index.into_pyarray(py)))
}

/// Columns (range, mean, count, start, end) of the cycles of `series`.
#[pyfunction]
pub fn rainflow<'py>(
    py: Python<'py>,
    series: PyReadonlyArray1<'py, f64>,
    residue: &str,
    plateau: &str,
) -> PyResult<Columns<'py>> {
    let (residue, plateau) = (residue_named(residue)?, plateau_named(plateau)?);
    let series = series.as_slice()?;
    let found = gate(py, |watch| cycles::rainflow(series, residue, plateau, watch))?;
    Ok(columns(py, found))
}

/// The columns of the cycles of many series, and the series of each.
#[pyfunction]
pub fn rainflow_of_rows<'py>(
    py: Python<'py>,
    series: Vec<PyReadonlyArray1<'py, f64>>,
    residue: &str,
    plateau: &str,
) -> PyResult<(Columns<'py>, Places<'py>)> {
    let (residue, plateau) = (residue_named(residue)?, plateau_named(plateau)?);
    let series = slices(&series)?;
    let (found, row) = gate(py, |watch| Rows::new(&series).rainflow(residue, plateau, watch))?;
    Ok((columns(py, found), row.into_pyarray(py)))
}

/// The damage of each of many series.
#[pyfunction]
pub fn damage<'py>(
    py: Python<'py>,
    series: Vec<PyReadonlyArray1<'py, f64>>,
    exponent: f64,
) -> PyResult<Numbers<'py>> {
    let series = slices(&series)?;
    let found = gate(py, |watch| Rows::new(&series).damage(PowerLaw::new(exponent)?, watch))?;
    Ok(found.into_pyarray(py))
}

/// The equivalent full cycles of each of many series.
#[pyfunction]
pub fn equivalent_full_cycles<'py>(
    py: Python<'py>,
    soc: Vec<PyReadonlyArray1<'py, f64>>,
) -> PyResult<Numbers<'py>> {
    let soc = slices(&soc)?;
    let found = gate(py, |watch| Rows::new(&soc).equivalent_full_cycles(watch))?;
    Ok(found.into_pyarray(py))
}

/// The samples of each of `series`, where they lie.
fn slices<'a>(series: &'a [PyReadonlyArray1<'_, f64>]) -> PyResult<Vec<&'a [f64]>> {
    series.iter().map(|row| Ok(row.as_slice()?)).collect()
}

fn columns(py: Python<'_>, cycles: Cycles) -> Columns<'_> {
    (
        cycles.range.into_pyarray(py),
        cycles.mean.into_pyarray(py),
        cycles.count.into_pyarray(py),
        cycles.start.into_pyarray(py),
        cycles.end.into_pyarray(py),
    )
}

fn residue_named(name: &str) -> PyResult<Residue> {
    match name {
        "half" => Ok(Residue::Half),
        "full" => Ok(Residue::Full),
        "discard" => Ok(Residue::Discard),
        "repeat" => Ok(Residue::Repeat),
        _ => Err(PyValueError::new_err(format!(
            "residue = {name:?}, expected \"half\", \"full\", \"discard\" or \"repeat\""
        ))),
    }
}

fn plateau_named(name: &str) -> PyResult<Plateau> {
    match name {
        "first" => Ok(Plateau::First),
        "last" => Ok(Plateau::Last),
        _ => Err(PyValueError::new_err(format!(
            "plateau = {name:?}, expected \"first\" or \"last\""
        ))),
    }
}
