//! Turning points, rainflow counting and damage.

mod attributes;
mod damage_counter;
mod histogram;
mod law;
mod play;
mod series;
mod tally;

pub use attributes::cycle_attributes;
pub use damage_counter::DamageCounter;
pub use histogram::cycle_histogram;
pub use law::{check_law, compare_conventions, damage_gradient};
pub use play::PlayCounter;
pub use tally::Tally;

use crate::cycles::series::Numbers;
use crate::gate::gate;
use battcore::cycles::{self, Cycles, Law, Nan, Plateau, Residue, Rows};
use numpy::{IntoPyArray, PyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

type Floats<'py> = Bound<'py, PyArray1<f64>>;
type Places<'py> = Bound<'py, PyArray1<i64>>;
type Columns<'py> = (Floats<'py>, Floats<'py>, Floats<'py>, Places<'py>, Places<'py>);

/// Columns (value, index) of the turning points of `series`.
#[pyfunction]
pub fn turning_points<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    plateau: &str,
    nan: &str,
) -> PyResult<(Floats<'py>, Places<'py>)> {
    let (plateau, nan) = (plateau_named(plateau)?, nan_named(nan)?);
    let found = series.with_series(nan, |series| {
        gate(py, |watch| cycles::turning_points(series, plateau, watch))
    })?;
    Ok((found.value.into_pyarray(py), found.index.into_pyarray(py)))
}

/// Columns (range, mean, count, start, end) of the cycles of `series`.
#[pyfunction]
pub fn rainflow<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    residue: &str,
    plateau: &str,
    nan: &str,
    min_range: f64,
) -> PyResult<Columns<'py>> {
    let (residue, plateau) = (residue_named(residue)?, plateau_named(plateau)?);
    let found = series.with_series(nan_named(nan)?, |series| {
        gate(py, |watch| cycles::rainflow(series, residue, plateau, min_range, watch))
    })?;
    Ok(columns(py, found))
}

/// The columns of the cycles of many series, and the series of each.
#[pyfunction]
pub fn rainflow_of_rows<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    residue: &str,
    plateau: &str,
    nan: &str,
    min_range: f64,
) -> PyResult<(Columns<'py>, Places<'py>)> {
    let (residue, plateau) = (residue_named(residue)?, plateau_named(plateau)?);
    let (found, row) = series.with_rows(nan_named(nan)?, |series| {
        gate(py, |watch| Rows::new(series).rainflow(residue, plateau, min_range, watch))
    })?;
    Ok((columns(py, found), row.into_pyarray(py)))
}

/// The damage of each of many series by each of `laws`, series by series.
#[pyfunction]
pub fn damage<'py>(
    py: Python<'py>,
    series: Numbers<'py>,
    laws: Vec<Law>,
    nan: &str,
    min_range: f64,
) -> PyResult<Floats<'py>> {
    let found = series.with_rows(nan_named(nan)?, |series| {
        gate(py, |watch| {
            let laws = laws.into_iter().map(Law::checked).collect::<Result<Vec<_>, _>>()?;
            Rows::new(series).damage(&laws, min_range, watch)
        })
    })?;
    Ok(found.into_pyarray(py))
}

/// The equivalent full cycles of each of many series.
#[pyfunction]
pub fn equivalent_full_cycles<'py>(
    py: Python<'py>,
    soc: Numbers<'py>,
    nan: &str,
) -> PyResult<Floats<'py>> {
    let found = soc.with_rows(nan_named(nan)?, |soc| {
        gate(py, |watch| Rows::new(soc).equivalent_full_cycles(watch))
    })?;
    Ok(found.into_pyarray(py))
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

fn nan_named(name: &str) -> PyResult<Nan> {
    match name {
        "raise" => Ok(Nan::Raise),
        "skip" => Ok(Nan::Skip),
        "hold" => Ok(Nan::Hold),
        _ => Err(PyValueError::new_err(format!(
            "nan = {name:?}, expected \"raise\", \"skip\" or \"hold\""
        ))),
    }
}
