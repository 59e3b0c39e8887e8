//! BLAST-Lite's own driver.

use crate::aging::AgingCard;
use crate::gate::gate;
use battcore::aging::STRESSORS;
use battcore::aging::blast::{self, Options, Outcome, Profile};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

/// How a life in BLAST-Lite went.
#[pyclass(frozen, get_all)]
pub struct BlastOutcome {
    time_second: Py<PyArray1<f64>>,
    efc: Py<PyArray1<f64>>,
    soh_capacity: Py<PyArray1<f64>>,
    soh_resistance: Py<PyArray1<f64>>,
    states: Vec<(String, Py<PyArray1<f64>>)>,
    rates: Vec<(String, Py<PyArray1<f64>>)>,
    stressors: Vec<(&'static str, Py<PyArray1<f64>>)>,
    held: Vec<(String, usize)>,
    endless: bool,
    models_resistance: bool,
    state: Py<PyArray1<f64>>,
}

/// Ages a cell of `model` by a profile, repeated until a threshold is passed.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "a profile and how it is lived")]
pub fn blast_simulate<'py>(
    py: Python<'py>,
    model: &AgingCard,
    time_second: PyReadonlyArray1<'py, f64>,
    soc: PyReadonlyArray1<'py, f64>,
    temperature_celsius: PyReadonlyArray1<'py, f64>,
    threshold_time_years: Option<f64>,
    threshold_capacity: Option<f64>,
    threshold_efc: Option<f64>,
    degradation_scalar: f64,
    conserve_energy_throughput: bool,
    is_constant_input: bool,
    breakpoints_max_second: f64,
    breakpoints_max_efc: f64,
    exact_steps: bool,
    state: Option<PyReadonlyArray1<'py, f64>>,
) -> PyResult<BlastOutcome> {
    let profile = Profile {
        time_second: time_second.as_slice()?,
        soc: soc.as_slice()?,
        temperature_celsius: temperature_celsius.as_slice()?,
    };
    let options = Options {
        threshold_time_years,
        threshold_capacity,
        threshold_efc,
        degradation_scalar,
        conserve_energy_throughput,
        is_constant_input,
        breakpoints_max_second,
        breakpoints_max_efc,
        exact_steps,
    };
    let state = state.as_ref().map(PyReadonlyArray1::as_slice).transpose()?;
    let found =
        gate(py, |watch: &_| blast::simulate(&model.model, profile, options, state, watch))?;
    Ok(outcome(py, found))
}

/// Ages a cell of `model` by one sub-step.
#[pyfunction]
pub fn blast_update<'py>(
    py: Python<'py>,
    model: &AgingCard,
    time_second: PyReadonlyArray1<'py, f64>,
    soc: PyReadonlyArray1<'py, f64>,
    temperature_celsius: PyReadonlyArray1<'py, f64>,
    degradation_scalar: f64,
    state: Option<PyReadonlyArray1<'py, f64>>,
) -> PyResult<BlastOutcome> {
    let window = Profile {
        time_second: time_second.as_slice()?,
        soc: soc.as_slice()?,
        temperature_celsius: temperature_celsius.as_slice()?,
    };
    let state = state.as_ref().map(PyReadonlyArray1::as_slice).transpose()?;
    let found = gate(py, |_| blast::update(&model.model, window, degradation_scalar, state))?;
    Ok(outcome(py, found))
}

fn outcome(py: Python<'_>, found: Outcome) -> BlastOutcome {
    let column = |values: Vec<f64>| values.into_pyarray(py).unbind();
    let held = found.names.iter().zip(found.held);
    let held = held.filter_map(|(name, row)| Some((name.clone(), row?))).collect();
    let names = found.names.into_iter();
    let rate_names = found.rate_names.into_iter();
    let stressors = STRESSORS.iter().zip(found.run.stressors);
    BlastOutcome {
        time_second: column(found.run.time_second),
        efc: column(found.run.efc),
        soh_capacity: column(found.run.soh_capacity),
        soh_resistance: column(found.run.soh_resistance),
        states: names.zip(found.run.states.into_iter().map(column)).collect(),
        rates: rate_names.zip(found.run.rates.into_iter().map(column)).collect(),
        stressors: stressors.map(|((name, _), values)| (*name, column(values))).collect(),
        held,
        endless: found.endless,
        models_resistance: found.models_resistance,
        state: column(found.state),
    }
}
