//! Optimal plans, as Python asks for them.

use crate::arrays::OneOrEach;
use crate::gate::gate;
use crate::site::SiteArrays;
use battcore::Error;
use battcore::dispatch::optimum::{Holding, Plan, Problem, Schedule, Wishes};
use battcore::site::Battery;
use numpy::IntoPyArray;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Wishes as Python holds them.
#[derive(FromPyObject)]
pub struct WishFields<'py> {
    soc_start: f64,
    soc_end: Option<f64>,
    soc_end_min: Option<f64>,
    end_value_per_kwh: f64,
    soc_floor: OneOrEach<'py>,
    soc_ceiling: OneOrEach<'py>,
    holding_cost: Option<HoldingFields<'py>>,
}

/// A price of holding energy as Python holds it.
#[derive(FromPyObject)]
pub struct HoldingFields<'py> {
    soc: Vec<f64>,
    price_per_kwh_hour: Vec<f64>,
    weight: OneOrEach<'py>,
}

impl WishFields<'_> {
    /// The same, as a kernel reads them.
    pub fn wishes(&self) -> PyResult<Wishes<'_>> {
        Ok(Wishes {
            soc_start: self.soc_start,
            soc_end: self.soc_end,
            soc_end_min: self.soc_end_min,
            end_value_per_kwh: self.end_value_per_kwh,
            soc_floor: self.soc_floor.per_step()?,
            soc_ceiling: self.soc_ceiling.per_step()?,
            holding: self.holding_cost.as_ref().map(HoldingFields::holding).transpose()?,
        })
    }
}

impl HoldingFields<'_> {
    fn holding(&self) -> PyResult<Holding<'_>> {
        Ok(Holding {
            soc: self.soc.clone(),
            price_per_kwh_hour: self.price_per_kwh_hour.clone(),
            weight: self.weight.per_step()?,
        })
    }
}

/// Columns, costs and certificates of the plan that costs least.
#[pyfunction]
pub fn optimize<'py>(
    py: Python<'py>,
    battery: Battery,
    site: SiteArrays<'py>,
    wishes: WishFields<'py>,
) -> PyResult<Bound<'py, PyDict>> {
    let (site, wishes) = (site.site()?, wishes.wishes()?);
    let (plan, schedule) = gate(py, |_| {
        let problem = Problem::new(&battery, &site, &wishes)?;
        let mut schedule = Schedule::default();
        schedule.solve(&problem, |_| f64::INFINITY).map_err(|_| Error::Interrupted)?;
        Ok((Plan::new(&problem, &schedule, |_| f64::INFINITY), schedule))
    })?;
    let found = PyDict::new(py);
    let columns = plan.columns;
    found.set_item("charge_watt", columns.charge_watt.into_pyarray(py))?;
    found.set_item("discharge_watt", columns.discharge_watt.into_pyarray(py))?;
    found.set_item("soc", columns.soc.into_pyarray(py))?;
    found.set_item("value", schedule.value_per_kwh.into_pyarray(py))?;
    found.set_item("settled_by", schedule.settled_by.into_pyarray(py))?;
    found.set_item("total", plan.costs.total())?;
    Ok(found)
}
