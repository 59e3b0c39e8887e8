//! State of charge of any number of batteries.

use crate::gate::{exception, gate};
use battcore::Error;
use battcore::soc::{self, Run, Store, Strip};
use numpy::{
    IntoPyArray, PyArray1, PyReadonlyArray1, PyReadonlyArrayDyn, PyReadwriteArrayDyn,
    PyUntypedArrayMethods,
};
use pyo3::prelude::*;
use std::collections::HashMap;

type Column<'py> = Bound<'py, PyArray1<f64>>;

/// Arguments by their names, each one value for all stores or one for each.
type Columns<'py> = HashMap<String, PyReadonlyArray1<'py, f64>>;

/// Checked stores, and the state in which each starts.
fn starts(columns: &Columns<'_>, count: usize) -> Result<Vec<(Store, f64)>, Error> {
    each(columns, count, |at| {
        let store = store(columns, at)?;
        let soc_start = store.checked_start(value(columns, "soc_start", at))?;
        Ok((store, soc_start))
    })
}

fn store(columns: &Columns<'_>, at: usize) -> Result<Store, Error> {
    let store = Store {
        energy_capacity_wh: value(columns, "energy_capacity_wh", at),
        soc_min: value(columns, "soc_min", at),
        soc_max: value(columns, "soc_max", at),
        charge_efficiency: value(columns, "charge_efficiency", at),
        discharge_efficiency: value(columns, "discharge_efficiency", at),
        self_discharge_per_day: value(columns, "self_discharge_per_day", at),
        charge_power_watt: value(columns, "charge_power_watt", at),
        discharge_power_watt: value(columns, "discharge_power_watt", at),
    };
    store.checked()
}

/// What `make` gives for each of `count`; an error tells which, unless all are alike.
fn each<T: Clone>(
    columns: &Columns<'_>,
    count: usize,
    make: impl Fn(usize) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    if columns.values().all(|column| column.len() == 1) {
        return Ok(vec![make(0)?; count]);
    }
    (0..count).map(|at| make(at).map_err(|error| error.of_element(at))).collect()
}

/// What stands at `at`, or for all; NaN, which no check lets pass, if there is nothing.
fn value(columns: &Columns<'_>, name: &str, at: usize) -> f64 {
    let column = columns.get(name).and_then(|column| column.as_slice().ok()).unwrap_or_default();
    *column.get(at).or(column.first()).unwrap_or(&f64::NAN)
}

/// Runs the stores through their rows of `power_watt`, into `soc` and `delivered_watt`.
#[pyfunction]
pub fn integrate(
    py: Python<'_>,
    power_watt: PyReadonlyArrayDyn<'_, f64>,
    dt_second: PyReadonlyArray1<'_, f64>,
    stores: Columns<'_>,
    mut soc: PyReadwriteArrayDyn<'_, f64>,
    mut delivered_watt: Option<PyReadwriteArrayDyn<'_, f64>>,
) -> PyResult<()> {
    let wishes = power_watt.as_array();
    let samples = wishes.shape().last().copied().unwrap_or_default();
    let starts = starts(&stores, wishes.len() / samples.max(1));
    let starts = starts.map_err(|error| exception(py, &error))?;
    let mut states = soc.as_slice_mut()?.chunks_mut(samples.max(1));
    let delivered = delivered_watt.as_mut().map(|array| array.as_slice_mut());
    let mut delivered = delivered.transpose()?.unwrap_or_default().chunks_mut(samples.max(1));
    let mut runs = Vec::with_capacity(starts.len());
    for (row, (store, soc)) in wishes.rows().into_iter().zip(starts) {
        let strip = Strip {
            power_watt: row.to_slice().unwrap_or_default(),
            soc: states.next().unwrap_or_default(),
            delivered_watt: delivered.next().unwrap_or_default(),
        };
        runs.push(Run { store, soc, strip });
    }
    let steps = dt_second.as_slice()?;
    gate(py, |watch| soc::integrate(runs, steps, watch))
}

/// Every store after one step, and the power really delivered.
#[pyfunction]
pub fn soc_step<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    count: usize,
) -> PyResult<(Column<'py>, Column<'py>)> {
    let inputs = each(&columns, count, |at| {
        let argument = |name| value(&columns, name, at);
        Ok((store(&columns, at)?, [argument("soc"), argument("power_watt"), argument("dt_second")]))
    });
    let inputs = inputs.map_err(|error| exception(py, &error))?;
    let alone = columns.values().all(|column| column.len() == 1);
    let (states, delivered): (Vec<f64>, Vec<f64>) = gate(py, |_| {
        let step = |(at, (store, [soc, wish, dt])): (usize, &(Store, [f64; 3]))| {
            let step = soc::step(store, *soc, *wish, *dt);
            let step = step.map_err(|error| if alone { error } else { error.of_element(at) })?;
            Ok((step.soc, step.power_watt))
        };
        inputs.iter().enumerate().map(step).collect()
    })?;
    Ok((states.into_pyarray(py), delivered.into_pyarray(py)))
}

/// Energy lost in each sample by charging, discharging and at rest.
#[pyfunction]
pub fn soc_losses<'py>(
    py: Python<'py>,
    soc: PyReadonlyArrayDyn<'py, f64>,
    dt_second: PyReadonlyArray1<'py, f64>,
    stores: Columns<'py>,
) -> PyResult<(Column<'py>, Column<'py>, Column<'py>)> {
    let (states, steps) = (soc.as_slice()?, dt_second.as_slice()?);
    let samples = soc.shape().last().copied().unwrap_or_default().max(1);
    let starts = starts(&stores, states.len() / samples).map_err(|error| exception(py, &error))?;
    let found = gate(py, |_| {
        let rows = starts.iter().zip(states.chunks(samples));
        soc::losses(rows, steps)
    })?;
    Ok((
        found.charge_wh.into_pyarray(py),
        found.discharge_wh.into_pyarray(py),
        found.self_discharge_wh.into_pyarray(py),
    ))
}
