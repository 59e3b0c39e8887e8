//! What the next charge, discharge or day takes from a cell.

use crate::aging::engine::AgingEngine;
use crate::gate::gate;
use battcore::aging::{AgingState, Ahead, Steady};
use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

/// Shares of capacity lost by each capacity charged, by each discharged, by each day.
///
/// `place` is temperature, state of charge, depth and rate.
#[pyfunction]
pub fn aging_wear(
    py: Python<'_>,
    engine: &AgingEngine,
    parameters: PyReadonlyArray1<'_, f64>,
    memory: PyReadonlyArray1<'_, f64>,
    place: (f64, f64, f64, f64),
    efc: f64,
    day: f64,
) -> PyResult<(f64, f64, f64)> {
    let (parameters, memory) = (parameters.as_slice()?, memory.as_slice()?);
    let (temperature, soc, dod, c_rate) = ([place.0], [place.1], [place.2], [place.3]);
    let steady =
        Steady { temperature_celsius: &temperature, soc: &soc, dod: &dod, c_rate: &c_rate };
    let wear = gate(py, |_| {
        let state = AgingState::from_numbers(memory)?;
        let given = engine.engine.given(parameters)?;
        engine.model.wear(&given, parameters, &state, steady, Ahead { efc, day })
    })?;
    Ok((wear.charge, wear.discharge, wear.hold))
}
