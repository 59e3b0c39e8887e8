//! A receding horizon and its forecasts, as Python holds them.

use super::callback::Callback;
use super::optimum::HoldingFields;
use crate::arrays::OneOrEach;
use crate::gate::exception;
use crate::site::SiteArrays;
use battcore::dispatch::optimum::Holding;
use battcore::dispatch::optimum::horizon::{Errors, ForecastError, Outlook};
use battcore::dispatch::{Forecast, Forecaster, HoldingCost, RecedingHorizon, View};
use battcore::trace::PerStep;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use std::sync::Arc;

/// A receding horizon, as Python holds it.
#[derive(FromPyObject)]
pub struct HorizonFields<'py> {
    horizon_second: f64,
    replan_second: f64,
    forecast: Option<ForecastField<'py>>,
    price_error: Option<ForecastError>,
    load_error: Option<ForecastError>,
    generation_error: Option<ForecastError>,
    end_value_per_kwh: f64,
    soc_end_min: Option<f64>,
    soc_floor: OneOrEach<'py>,
    soc_ceiling: OneOrEach<'py>,
    holding_cost: Option<HoldingFields<'py>>,
}

/// What is believed of all steps, or who tells it anew for each plan.
#[expect(clippy::large_enum_variant, reason = "one exists for a moment")]
#[derive(FromPyObject)]
enum ForecastField<'py> {
    Given(SiteArrays<'py>),
    Asked(Bound<'py, PyAny>),
}

impl HorizonFields<'_> {
    /// The rule, and what of it Python foretells.
    pub fn rule(&self, py: Python<'_>) -> PyResult<(RecedingHorizon, Option<Arc<Callback>>)> {
        let (forecast, callback) = match &self.forecast {
            None => (Forecast::Site, None),
            Some(ForecastField::Given(site)) => (Forecast::Given(outlook(py, site)?), None),
            Some(ForecastField::Asked(object)) => asked(object)?,
        };
        let errors = Errors {
            price: self.price_error,
            load: self.load_error,
            generation: self.generation_error,
        };
        let rule = RecedingHorizon {
            horizon_second: self.horizon_second,
            replan_second: self.replan_second,
            forecast,
            errors,
            end_value_per_kwh: self.end_value_per_kwh,
            soc_end_min: self.soc_end_min,
            soc_floor: values(&self.soc_floor)?,
            soc_ceiling: values(&self.soc_ceiling)?,
            holding_cost: self.holding_cost.as_ref().map(holding_cost).transpose()?,
        };
        Ok((rule, callback))
    }
}

fn asked(object: &Bound<'_, PyAny>) -> PyResult<(Forecast, Option<Arc<Callback>>)> {
    if !object.is_callable() {
        let name = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!("forecast: {name} is no site and no callable")));
    }
    let callback = Arc::new(Callback::new(object.clone().unbind()));
    Ok((Forecast::Asked(Arc::new(PythonForecast(callback.clone()))), Some(callback)))
}

fn outlook(py: Python<'_>, site: &SiteArrays<'_>) -> PyResult<Arc<Outlook>> {
    Outlook::of(&site.site()?).map(Arc::new).map_err(|error| exception(py, &error))
}

/// One for all steps, or one for each.
fn values(values: &OneOrEach<'_>) -> PyResult<Vec<f64>> {
    Ok(owned(values.per_step()?))
}

fn owned(values: PerStep<'_>) -> Vec<f64> {
    match values {
        PerStep::Same(value) => vec![value],
        PerStep::Each(values) => values.to_vec(),
    }
}

fn holding_cost(fields: &HoldingFields<'_>) -> PyResult<HoldingCost> {
    let Holding { soc, price_per_kwh_hour, weight } = fields.holding()?;
    let (soc, price_per_kwh_hour) = (soc.to_vec(), price_per_kwh_hour.to_vec());
    Ok(HoldingCost { soc, price_per_kwh_hour, weight: owned(weight) })
}

/// A forecast that Python makes: a callable that takes a view and gives a site.
#[derive(Debug)]
struct PythonForecast(Arc<Callback>);

impl Forecaster for PythonForecast {
    fn foretell(&self, view: &View<'_>) -> Option<Arc<Outlook>> {
        self.0.attempt(|py, forecast| {
            let told = forecast.call1(py, (self.0.seen(py, view)?,))?;
            outlook(py, &told.extract(py)?)
        })
    }
}

/// Raises if `error` makes no sense.
#[pyfunction]
pub fn check_forecast_error(py: Python<'_>, error: ForecastError) -> PyResult<()> {
    error.check().map_err(|error| exception(py, &error))
}
