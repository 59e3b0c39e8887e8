//! A model, compiled for one reading of duty, and what it does to cells.

use crate::aging::card::AgingCard;
use crate::aging::outcome::AgingOutcome;
use crate::aging::reading::Reading;
use crate::arrays::Column;
use crate::gate::{exception, gate};
use battcore::Error;
use battcore::aging::{
    AgingState, Cell, Duty, Engine, Health, Horizon, Model, advance, predict_many,
};
use numpy::{IntoPyArray, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::prelude::*;

type Numbers<'py> = PyReadonlyArray1<'py, f64>;
type Rows<'py> = PyReadonlyArray2<'py, f64>;

/// A model of which some parameters are open, compiled for one reading of duty.
#[pyclass(frozen)]
pub struct AgingEngine {
    pub(crate) model: Model,
    pub(crate) engine: Engine,
}

#[pymethods]
impl AgingEngine {
    #[new]
    fn new(
        py: Python<'_>,
        card: &AgingCard,
        opened: Vec<String>,
        reading: Reading,
    ) -> PyResult<Self> {
        let settings = reading.settings()?;
        gate(py, |_| {
            let model = card.model.freed(&opened)?;
            let engine = Engine::new(&model, settings)?;
            Ok(Self { model, engine })
        })
    }

    /// A cell at `soc`, whose states stand where `levels` says, else where new ones do.
    fn start<'py>(
        &self,
        py: Python<'py>,
        parameters: Numbers<'py>,
        soc: f64,
        levels: Vec<(String, f64)>,
    ) -> PyResult<Column<'py>> {
        let engine = self.given(py, &parameters)?;
        let mut all = engine.starting_levels();
        let state = gate(py, |_| {
            for (name, level) in levels {
                all[self.model.state_named(&name)?] = level;
            }
            engine.cell_at(soc, &all)
        })?;
        Ok(state.numbers().into_pyarray(py))
    }

    /// The cell after a duty, with its last window open.
    fn advance<'py>(
        &self,
        py: Python<'py>,
        parameters: Numbers<'py>,
        memory: Numbers<'py>,
        soc: Numbers<'py>,
        temperature_celsius: Numbers<'py>,
        dt_second: Numbers<'py>,
    ) -> PyResult<Column<'py>> {
        let engine = self.given(py, &parameters)?;
        let memory = memory.as_slice()?;
        let duty = Duty {
            soc: soc.as_slice()?,
            temperature_celsius: temperature_celsius.as_slice()?,
            dt_second: dt_second.as_slice()?,
        };
        let state = gate(py, |watch: &_| {
            advance(&engine, duty, &AgingState::from_numbers(memory)?, watch)
        })?;
        Ok(state.numbers().into_pyarray(py))
    }

    /// The cell with the health that was measured.
    fn hand_over<'py>(
        &self,
        py: Python<'py>,
        parameters: Numbers<'py>,
        memory: Numbers<'py>,
        soh_capacity: Option<f64>,
        soh_resistance: Option<f64>,
    ) -> PyResult<Column<'py>> {
        let engine = self.given(py, &parameters)?;
        let memory = memory.as_slice()?;
        let state = gate(py, |_| {
            let state = AgingState::from_numbers(memory)?;
            state.handed_over(&self.model, &engine, soh_capacity, soh_resistance)
        })?;
        Ok(state.numbers().into_pyarray(py))
    }

    /// What is left of the cell, as its last window left it.
    fn health(
        &self,
        py: Python<'_>,
        parameters: Numbers<'_>,
        memory: Numbers<'_>,
    ) -> PyResult<AgingHealth> {
        let engine = self.given(py, &parameters)?;
        let memory = memory.as_slice()?;
        gate(py, |_| {
            let state = AgingState::from_numbers(memory)?;
            state.fits(&engine)?;
            let outputs = engine.health_at(&state.levels);
            Ok(AgingHealth::of(&self.model, &engine, &state, &engine.health_of(&state, &outputs)))
        })
    }

    /// What becomes of cells: a row of `soc`, `temperature_celsius` and `parameters` each, or one
    /// row for all.
    #[expect(clippy::too_many_arguments, reason = "cells, their duty, and how far it goes")]
    fn predict(
        &self,
        py: Python<'_>,
        parameters: Rows<'_>,
        soc: Rows<'_>,
        temperature_celsius: Rows<'_>,
        dt_second: Numbers<'_>,
        memories: Vec<Numbers<'_>>,
        years: Option<f64>,
        until: Option<f64>,
        windows_per_row: usize,
    ) -> PyResult<AgingOutcome> {
        let rows = [Table::of(&soc)?, Table::of(&temperature_celsius)?, Table::of(&parameters)?];
        let (dt_second, horizon) =
            (dt_second.as_slice()?, Horizon { years, until, windows_per_row });
        let memories = memories.iter().map(|m| m.as_slice()).collect::<Result<Vec<_>, _>>()?;
        let found = gate(py, |watch: &_| {
            let cells = rows.iter().map(|table| table.count).chain([memories.len()]).max();
            let cells = cells.unwrap_or(0);
            let states = states_of(&memories)?;
            let cell = |at: usize| {
                let [soc, temperature_celsius, parameters] = [0, 1, 2].map(|of| rows[of].row(at));
                Cell {
                    duty: Duty { soc, temperature_celsius, dt_second },
                    parameters,
                    state: if states.len() == 1 { states.first() } else { states.get(at) },
                }
            };
            let cells: Vec<Cell> = (0..cells).map(cell).collect();
            predict_many(&self.engine, &cells, horizon, watch)
        })?;
        AgingOutcome::of(py, self.engine.names(), &found)
    }
}

impl AgingEngine {
    fn given(&self, py: Python<'_>, parameters: &Numbers<'_>) -> PyResult<Engine> {
        let given = self.engine.given(parameters.as_slice()?);
        given.map_err(|error| exception(py, &error))
    }
}

fn states_of(memories: &[&[f64]]) -> Result<Vec<AgingState>, Error> {
    memories.iter().map(|memory| AgingState::from_numbers(memory)).collect()
}

/// Rows of numbers.
struct Table<'a> {
    flat: &'a [f64],
    width: usize,
    count: usize,
}

impl<'a> Table<'a> {
    fn of(array: &'a Rows<'_>) -> PyResult<Self> {
        let [count, width] = [array.shape()[0], array.shape()[1]];
        Ok(Self { flat: array.as_slice()?, width, count })
    }

    /// Row `at`, or the only one; nothing where there is none.
    fn row(&self, at: usize) -> &'a [f64] {
        let at = if self.count == 1 { 0 } else { at };
        self.flat.get(at * self.width..(at + 1) * self.width).unwrap_or(&[])
    }
}

/// What is left of a cell.
#[pyclass(frozen, get_all)]
pub struct AgingHealth {
    time_second: f64,
    efc: f64,
    soc: f64,
    soh_capacity: f64,
    soh_resistance: f64,
    losses: Vec<(String, f64)>,
    gains: Vec<(String, f64)>,
    levels: Vec<(String, f64)>,
}

impl AgingHealth {
    fn of(model: &Model, engine: &Engine, state: &AgingState, health: &Health) -> Self {
        let named = |names: &[String], values: &[f64]| {
            names.iter().cloned().zip(values.iter().copied()).collect()
        };
        let names = engine.names();
        let states: Vec<String> = model.card.states.keys().cloned().collect();
        Self {
            time_second: health.time_second,
            efc: health.efc,
            soc: state.soc,
            soh_capacity: health.soh_capacity,
            soh_resistance: health.soh_resistance,
            losses: named(&names.losses, health.losses),
            gains: named(&names.gains, health.gains),
            levels: named(&states, &state.levels),
        }
    }
}
