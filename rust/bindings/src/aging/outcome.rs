//! What becomes of cells, as arrays: a row a cell.

use battcore::aging::{Names, Prediction, Run};
use numpy::{IntoPyArray, PyArray1, PyArray2, PyArrayMethods};
use pyo3::prelude::*;

type Rows = Py<PyArray2<f64>>;
type Column = Py<PyArray1<f64>>;

/// How cells come through their duty; rows are filled up with NaN.
#[pyclass(frozen, get_all)]
pub struct AgingOutcome {
    time_second: Column,
    efc: Rows,
    soh_capacity: Rows,
    soh_resistance: Rows,
    losses: Vec<(String, Rows)>,
    gains: Vec<(String, Rows)>,
    ignored_share: Column,
    outside: Vec<(&'static str, Column)>,
    jumps: bool,
    states: Vec<Column>,
}

impl AgingOutcome {
    pub fn of(py: Python<'_>, names: &Names, found: &[Prediction]) -> PyResult<Self> {
        let longest = found.iter().map(|of| &of.run.time_second).max_by_key(|time| time.len());
        let width = longest.map_or(0, Vec::len);
        let rows = |part: &dyn Fn(&Run) -> &Vec<f64>| rows(py, found, width, part);
        let named = |names: &[String], part: fn(&Run) -> &Vec<Vec<f64>>| {
            let columns = names.iter().enumerate();
            let filled = columns.map(|(at, name)| Ok((name.clone(), rows(&|run| &part(run)[at])?)));
            filled.collect::<PyResult<Vec<_>>>()
        };
        let column = |part: &dyn Fn(&Prediction) -> f64| {
            found.iter().map(part).collect::<Vec<f64>>().into_pyarray(py).unbind()
        };
        let tested = found.first().map_or(&[][..], |of| &of.shares.outside[..]).iter().enumerate();
        Ok(Self {
            time_second: longest.cloned().unwrap_or_default().into_pyarray(py).unbind(),
            efc: rows(&|run| &run.efc)?,
            soh_capacity: rows(&|run| &run.soh_capacity)?,
            soh_resistance: rows(&|run| &run.soh_resistance)?,
            losses: named(&names.losses, |run| &run.losses)?,
            gains: named(&names.gains, |run| &run.gains)?,
            ignored_share: column(&|of| of.shares.ignored),
            outside: tested
                .map(|(at, (name, _))| (*name, column(&|of| of.shares.outside[at].1)))
                .collect(),
            jumps: found.iter().any(|of| of.jumps),
            states: found.iter().map(|of| of.state.numbers().into_pyarray(py).unbind()).collect(),
        })
    }
}

/// A row for each cell, as wide as the longest.
fn rows(
    py: Python<'_>,
    found: &[Prediction],
    width: usize,
    part: &dyn Fn(&Run) -> &Vec<f64>,
) -> PyResult<Rows> {
    let mut flat = Vec::with_capacity(width * found.len());
    for of in found {
        let column = part(&of.run);
        flat.extend(column);
        flat.resize(flat.len() + width - column.len(), f64::NAN);
    }
    Ok(flat.into_pyarray(py).reshape([found.len(), width])?.unbind())
}
