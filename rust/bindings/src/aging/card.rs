//! Models and the cards that they are read from.

use crate::arrays::Column;
use crate::gate::{exception, gate};
use battcore::aging::catalog::CARDS;
use battcore::aging::{Engine, Model, Settings, Steady};
use battcore::error::Error;
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A model of aging, read from its card.
#[pyclass(frozen)]
pub struct AgingCard {
    /// The model.
    pub model: Model,
    looped: OnceLock<Engine>,
}

#[pymethods]
impl AgingCard {
    #[new]
    fn new(py: Python<'_>, text: &str) -> PyResult<Self> {
        let model = gate(py, |_| Model::from_toml(text))?;
        Ok(Self { model, looped: OnceLock::new() })
    }
}

impl AgingCard {
    /// The engine of a closed loop, made when first asked for: its windows are the clock days, its
    /// charge that of present health.
    fn looped(&self) -> Result<&Engine, Error> {
        const NEVER_BY_ITSELF: f64 = 2.0 * 86_400.0; // the loop ends each window at midnight
        if let Some(engine) = self.looped.get() {
            return Ok(engine);
        }
        let settings =
            Settings { feedback: true, window_second: NEVER_BY_ITSELF, ..Settings::default() };
        let engine = Engine::new(&self.model, settings)?;
        Ok(self.looped.get_or_init(|| engine))
    }
}

/// The engine of a closed loop of `model`, if there is one.
pub fn engine_of<'c>(py: Python<'_>, model: Option<&'c AgingCard>) -> PyResult<Option<&'c Engine>> {
    model.map(AgingCard::looped).transpose().map_err(|error| exception(py, &error))
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
    gate(py, |_| Model::with_parameters(card, &values))
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
) -> PyResult<Vec<(String, Column<'py>)>> {
    let steady = Steady {
        temperature_celsius: temperature_celsius.as_slice()?,
        soc: soc.as_slice()?,
        dod: dod.as_slice()?,
        c_rate: c_rate.as_slice()?,
    };
    let found = gate(py, |_| model.model.rates_at(steady))?;
    let columns = found.into_iter().map(|values| values.into_pyarray(py));
    let names = model.model.rate_names().into_iter().map(str::to_owned);
    Ok(names.zip(columns).collect())
}
