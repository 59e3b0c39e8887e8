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

/// What describes a store.
const PARAMETERS: [&str; 8] = [
    "energy_capacity_wh",
    "soc_min",
    "soc_max",
    "charge_efficiency",
    "discharge_efficiency",
    "self_discharge_per_day",
    "charge_power_watt",
    "discharge_power_watt",
];

/// Checked stores, and the state in which each starts.
fn starts(columns: &Columns<'_>, count: usize) -> Result<Vec<(Store, f64)>, Error> {
    let (parameters, soc_start) = (slices(columns, PARAMETERS), slice(columns, "soc_start"));
    each(columns, count, |at| {
        let store = store(&parameters, at)?;
        Ok((store, store.checked_start(value(soc_start, at))?))
    })
}

fn store(parameters: &[&[f64]; 8], at: usize) -> Result<Store, Error> {
    let [
        energy_capacity_wh,
        soc_min,
        soc_max,
        charge_efficiency,
        discharge_efficiency,
        self_discharge_per_day,
        charge_power_watt,
        discharge_power_watt,
    ] = parameters.map(|column| value(column, at));
    let store = Store {
        energy_capacity_wh,
        soc_min,
        soc_max,
        charge_efficiency,
        discharge_efficiency,
        self_discharge_per_day,
        charge_power_watt,
        discharge_power_watt,
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

fn slices<'a, const N: usize>(columns: &'a Columns<'_>, names: [&str; N]) -> [&'a [f64]; N] {
    names.map(|name| slice(columns, name))
}

fn slice<'a>(columns: &'a Columns<'_>, name: &str) -> &'a [f64] {
    columns.get(name).and_then(|column| column.as_slice().ok()).unwrap_or_default()
}

/// What stands at `at`, or for all; NaN, which no check lets pass, if there is nothing.
fn value(column: &[f64], at: usize) -> f64 {
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
    let parameters = slices(&columns, PARAMETERS);
    let arguments = slices(&columns, ["soc", "power_watt", "dt_second"]);
    let inputs = each(&columns, count, |at| {
        Ok((store(&parameters, at)?, arguments.map(|column| value(column, at))))
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
