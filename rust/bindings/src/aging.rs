//! What time and use do to a cell.

mod blast;

pub use blast::{BlastOutcome, blast_simulate, blast_update};

use crate::gate::{exception, gate};
use battcore::aging::catalog::CARDS;
use battcore::aging::{
    self, AgingState, Depth, Duty, Engine, MicroCycles, Prediction, Settings, Steady,
};
use battcore::parallel::KeepGoing;
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::collections::BTreeMap;

type Column<'py> = Bound<'py, PyArray1<f64>>;
type Named<'py> = Vec<(String, Column<'py>)>;

/// A model of aging, read from its card.
#[pyclass(frozen)]
pub struct AgingCard(aging::Model);

#[pymethods]
impl AgingCard {
    #[new]
    fn new(py: Python<'_>, text: &str) -> PyResult<Self> {
        let model = gate(py, |_| aging::Model::from_toml(text))?;
        Ok(Self(model))
    }
}

/// The engine of a closed loop: its windows are the clock days, its charge that of present health.
pub fn engine_of(py: Python<'_>, model: Option<&AgingCard>) -> PyResult<Option<Engine>> {
    const NEVER_BY_ITSELF: f64 = 2.0 * 86_400.0; // the loop ends each window at midnight
    let settings =
        Settings { feedback: true, window_second: NEVER_BY_ITSELF, ..Settings::default() };
    let engine = model.map(|model| Engine::new(&model.0, settings)).transpose();
    engine.map_err(|error| exception(py, &error))
}

/// The cards that ship: key and text.
#[pyfunction]
pub fn aging_cards() -> Vec<(&'static str, &'static str)> {
    CARDS.to_vec()
}

/// `card` with other values of some of its parameters.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "read from a dict")]
pub fn vary_aging_card(
    py: Python<'_>,
    card: &str,
    values: BTreeMap<String, f64>,
) -> PyResult<String> {
    gate(py, |_| aging::Model::with_parameters(card, &values))
}

/// Each rate of `model` in each of the steady cases.
#[pyfunction]
pub fn aging_rates<'py>(
    py: Python<'py>,
    model: &AgingCard,
    temperature_celsius: PyReadonlyArray1<'py, f64>,
    soc: PyReadonlyArray1<'py, f64>,
    dod: PyReadonlyArray1<'py, f64>,
    c_rate: PyReadonlyArray1<'py, f64>,
) -> PyResult<Named<'py>> {
    let steady = Steady {
        temperature_celsius: temperature_celsius.as_slice()?,
        soc: soc.as_slice()?,
        dod: dod.as_slice()?,
        c_rate: c_rate.as_slice()?,
    };
    let found = gate(py, |_| model.0.rates_at(steady))?;
    let columns = found.into_iter().map(|values| values.into_pyarray(py));
    let names = model.0.rate_names().into_iter().map(str::to_owned);
    Ok(names.zip(columns).collect())
}

/// How a cell comes through its duty.
#[pyclass(frozen, get_all)]
pub struct AgingOutcome {
    time_second: Py<PyArray1<f64>>,
    efc: Py<PyArray1<f64>>,
    soh_capacity: Py<PyArray1<f64>>,
    soh_resistance: Py<PyArray1<f64>>,
    losses: Vec<(String, Py<PyArray1<f64>>)>,
    gains: Vec<(String, Py<PyArray1<f64>>)>,
    ignored_share: f64,
    outside: Vec<(&'static str, f64)>,
    jumps: bool,
    state: Py<PyArray1<f64>>,
}

/// Ages a cell of `model` by a duty.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "a duty and how it is read")]
pub fn predict_aging<'py>(
    py: Python<'py>,
    model: &AgingCard,
    soc: PyReadonlyArray1<'py, f64>,
    temperature_celsius: PyReadonlyArray1<'py, f64>,
    dt_second: PyReadonlyArray1<'py, f64>,
    years: Option<f64>,
    depth: &str,
    min_depth: f64,
    micro_cycles: &str,
    window_second: f64,
    state: Option<PyReadonlyArray1<'py, f64>>,
) -> PyResult<AgingOutcome> {
    let duty = Duty {
        soc: soc.as_slice()?,
        temperature_celsius: temperature_celsius.as_slice()?,
        dt_second: dt_second.as_slice()?,
    };
    let settings = Settings {
        depth: depth_named(depth)?,
        min_depth,
        micro_cycles: micro_cycles_named(micro_cycles)?,
        window_second,
        ..Settings::default()
    };
    let state = match &state {
        None => None,
        Some(numbers) => Some(read_state(py, numbers.as_slice()?)?),
    };
    let found = gate(py, |watch: &_| {
        let watch: &dyn KeepGoing = watch;
        aging::predict(&model.0, duty, years, settings, state, watch)
    })?;
    Ok(outcome(py, found))
}

fn outcome(py: Python<'_>, found: Prediction) -> AgingOutcome {
    let column = |values: Vec<f64>| values.into_pyarray(py).unbind();
    let named = |names: Vec<String>, columns: Vec<Vec<f64>>| {
        names.into_iter().zip(columns.into_iter().map(column)).collect()
    };
    AgingOutcome {
        state: column(found.state.numbers()),
        time_second: column(found.run.time_second),
        efc: column(found.run.efc),
        soh_capacity: column(found.run.soh_capacity),
        soh_resistance: column(found.run.soh_resistance),
        losses: named(found.names.losses, found.run.losses),
        gains: named(found.names.gains, found.run.gains),
        outside: found.shares.outside.to_vec(),
        ignored_share: found.shares.ignored,
        jumps: found.jumps,
    }
}

fn read_state(py: Python<'_>, numbers: &[f64]) -> PyResult<AgingState> {
    AgingState::from_numbers(numbers).map_err(|error| exception(py, &error))
}

fn depth_named(name: &str) -> PyResult<Depth> {
    match name {
        "rainflow" => Ok(Depth::Rainflow),
        "window" => Ok(Depth::Window),
        _ => Err(unknown("depth", name, "\"rainflow\" or \"window\"")),
    }
}

fn micro_cycles_named(name: &str) -> PyResult<MicroCycles> {
    match name {
        "ignore" => Ok(MicroCycles::Ignore),
        "throughput" => Ok(MicroCycles::Throughput),
        "law" => Ok(MicroCycles::Law),
        _ => Err(unknown("micro_cycles", name, "\"ignore\", \"throughput\" or \"law\"")),
    }
}

fn unknown(argument: &str, name: &str, wanted: &str) -> PyErr {
    PyValueError::new_err(format!("{argument} = {name:?}, expected {wanted}"))
}
