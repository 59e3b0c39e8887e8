//! What a connection costs.

use crate::arrays::OneOrEach;
use crate::gate::{exception, gate};
use battcore::tariff::{self, Bill, DemandCharge, Period, Tariff};
use numpy::PyReadonlyArray1;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A tariff as Python holds it.
#[derive(FromPyObject)]
pub struct TariffArrays<'py> {
    energy_price_per_kwh: OneOrEach<'py>,
    export_price_per_kwh: OneOrEach<'py>,
    demand_charges: Vec<DemandChargeFields>,
}

/// A demand charge as Python holds it.
#[derive(FromPyObject)]
pub struct DemandChargeFields {
    price_per_kw: f64,
    interval_second: Option<f64>,
    period: String,
}

impl TariffArrays<'_> {
    /// The same, as a kernel reads it.
    pub fn tariff(&self) -> PyResult<Tariff<'_>> {
        Ok(Tariff {
            energy_price_per_kwh: self.energy_price_per_kwh.per_step()?,
            export_price_per_kwh: self.export_price_per_kwh.per_step()?,
            demand_charges: self
                .demand_charges
                .iter()
                .map(DemandChargeFields::charge)
                .collect::<PyResult<_>>()?,
        })
    }
}

impl DemandChargeFields {
    fn charge(&self) -> PyResult<DemandCharge> {
        Ok(DemandCharge {
            price_per_kw: self.price_per_kw,
            interval_second: self.interval_second,
            period: period(&self.period)?,
        })
    }
}

pub fn period(name: &str) -> PyResult<Period> {
    match name {
        "month" => Ok(Period::Month),
        "year" => Ok(Period::Year),
        _ => {
            Err(PyValueError::new_err(format!("period = {name:?}, expected \"month\" or \"year\"")))
        }
    }
}

/// Raises if `charge` makes no sense.
#[pyfunction]
pub fn check_demand_charge(py: Python<'_>, charge: DemandChargeFields) -> PyResult<()> {
    charge.charge()?.checked().map(|_| ()).map_err(|error| exception(py, &error))
}

/// Raises if `tariff` makes no sense.
#[pyfunction]
pub fn check_tariff(py: Python<'_>, tariff: TariffArrays<'_>) -> PyResult<()> {
    let tariff = tariff.tariff()?;
    let steps = tariff.energy_price_per_kwh.steps().or(tariff.export_price_per_kwh.steps());
    tariff.check(steps.unwrap_or(1).max(1)).map_err(|error| exception(py, &error))
}

/// Costs of energy, revenue of exports, costs of demand.
#[pyfunction]
pub fn bill<'py>(
    py: Python<'py>,
    tariff: TariffArrays<'py>,
    grid_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    start_second: f64,
) -> PyResult<(f64, f64, f64)> {
    let (tariff, grid) = (tariff.tariff()?, grid_watt.as_slice()?);
    let dt = dt_second.per_step()?;
    let Bill { energy_cost, export_revenue, demand_cost } =
        gate(py, |watch| tariff::bill(&tariff, grid, dt, start_second, watch))?;
    Ok((energy_cost, export_revenue, demand_cost))
}
