//! What a connection costs.

mod fields;

pub use fields::{CalendarFields, TariffArrays, period};

use crate::arrays::{Column, OneOrEach};
use crate::gate::{exception, gate};
use battcore::tariff::{self, Bill, DemandPrice, Ratchet, StepPrice, Window};
use fields::{DemandChargeFields, EnergyRateFields, FixedChargeFields};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

/// Raises if `window` makes no sense.
#[pyfunction]
pub fn check_window(py: Python<'_>, window: Window) -> PyResult<()> {
    window.check().map_err(|error| exception(py, &error))
}

/// Raises if `rate` makes no sense.
#[pyfunction]
pub fn check_energy_rate(py: Python<'_>, rate: EnergyRateFields) -> PyResult<()> {
    rate.rate()?.check().map_err(|error| exception(py, &error))
}

/// Raises if `ratchet` makes no sense.
#[pyfunction]
pub fn check_ratchet(py: Python<'_>, ratchet: Ratchet) -> PyResult<()> {
    ratchet.check().map_err(|error| exception(py, &error))
}

/// Raises if `charge` makes no sense.
#[pyfunction]
pub fn check_fixed_charge(py: Python<'_>, charge: FixedChargeFields) -> PyResult<()> {
    charge.charge()?.check().map_err(|error| exception(py, &error))
}

/// Raises if `charge` makes no sense.
#[pyfunction]
pub fn check_demand_charge(py: Python<'_>, charge: DemandChargeFields<'_>) -> PyResult<()> {
    let steps = charge.last_step().unwrap_or(1);
    charge.charge()?.check(steps).map_err(|error| exception(py, &error))
}

/// Raises if `tariff` makes no sense.
#[pyfunction]
pub fn check_tariff(py: Python<'_>, tariff: TariffArrays<'_>) -> PyResult<()> {
    let steps = tariff.steps()?;
    tariff.tariff(&CalendarFields::ANY)?.check(steps).map_err(|error| exception(py, &error))
}

/// Costs of energy, revenue of exports, costs of demand, of the connection, and taxes.
#[pyfunction]
pub fn bill<'py>(
    py: Python<'py>,
    tariff: TariffArrays<'py>,
    grid_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    start_second: f64,
    calendar: CalendarFields,
) -> PyResult<[f64; 5]> {
    let (tariff, grid) = (tariff.tariff(&calendar)?, grid_watt.as_slice()?);
    let dt = dt_second.per_step()?;
    let bill = gate(py, |watch| tariff::bill(&tariff, grid, dt, start_second, watch))?;
    Ok(costs(&bill))
}

/// The costs of a bill in their order.
pub fn costs(bill: &Bill) -> [f64; 5] {
    let Bill { energy_cost, export_revenue, demand_cost, fixed_cost, tax_cost } = *bill;
    [energy_cost, export_revenue, demand_cost, fixed_cost, tax_cost]
}

/// Prices, limits, floor, interval, into it.
type DemandFields<'py> = (Column<'py>, Column<'py>, f64, Option<f64>, f64);
/// Charge, period, ranges one after the other, and what is charged.
type DemandColumns<'py> = (usize, i64, Bound<'py, PyArray1<i64>>, DemandFields<'py>);
type PriceColumns<'py> = (Column<'py>, Column<'py>, Vec<DemandColumns<'py>>);

/// Prices of imports and exports by the step, and of demand.
#[pyfunction]
pub fn prices<'py>(
    py: Python<'py>,
    tariff: TariffArrays<'py>,
    steps: usize,
    dt_second: OneOrEach<'py>,
    start_second: f64,
    calendar: CalendarFields,
    grid_watt: Option<PyReadonlyArray1<'py, f64>>,
) -> PyResult<PriceColumns<'py>> {
    let (tariff, dt) = (tariff.tariff(&calendar)?, dt_second.per_step()?);
    let grid = grid_watt.as_ref().map(PyReadonlyArray1::as_slice).transpose()?;
    let found = gate(py, |watch| {
        let energy = tariff::energy_prices(&tariff, steps, dt, start_second, grid, watch)?;
        let each =
            |price: &StepPrice<'_>| -> Vec<f64> { (0..steps).map(|at| price.at(at)).collect() };
        let demand = tariff::demand_prices(&tariff, steps, dt, start_second, watch)?;
        Ok((each(&energy.import_price_per_kwh), each(&energy.export_price_per_kwh), demand))
    });
    let (import, export, demand) = found?;
    let demand = demand.into_iter().map(|price| demand_columns(py, price)).collect();
    Ok((import.into_pyarray(py), export.into_pyarray(py), demand))
}

fn demand_columns(py: Python<'_>, price: DemandPrice) -> DemandColumns<'_> {
    let bounds = price.steps.iter().flat_map(|range| [range.start, range.end]);
    let bounds: Vec<i64> = bounds.map(|bound| i64::try_from(bound).unwrap_or(i64::MAX)).collect();
    let charged = (
        price.price_per_kw.price.into_pyarray(py),
        price.price_per_kw.limit.into_pyarray(py),
        price.floor_watt,
        price.interval_second,
        price.into_interval_second,
    );
    (price.charge, price.period, bounds.into_pyarray(py), charged)
}
