//! Plans of many batteries behind one connection.

use super::optimum::WishFields;
use crate::gate::gate;
use crate::site::SiteArrays;
use battcore::dispatch::optimum::{Costs, SharedPlan};
use battcore::site::Battery;
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

type Array = Py<PyArray1<f64>>;

/// A plan of many batteries, those of each battery end to end.
#[pyclass(frozen, get_all)]
pub struct SharedColumns {
    charge_watt: Array,
    discharge_watt: Array,
    soc: Array,
    import_watt: Array,
    export_watt: Array,
    curtailed_watt: Array,
    /// The highest import of each charge.
    peaks_watt: Array,
    /// What the batteries pay and get at the bound.
    price_per_kwh: Array,
    /// Of that for peaks.
    toll_per_kwh: Array,
    /// Costs of energy, exports, wear, holding, what is left at the end, and demand.
    costs: (f64, f64, f64, f64, f64, f64),
    bound: f64,
    solves: usize,
}

impl SharedColumns {
    fn of(py: Python<'_>, plan: SharedPlan) -> Self {
        let array = |values: Vec<f64>| values.into_pyarray(py).unbind();
        let columns = plan.columns;
        let Costs { energy, export, wear, holding, end, demand } = plan.costs;
        Self {
            charge_watt: array(columns.charge_watt),
            discharge_watt: array(columns.discharge_watt),
            soc: array(columns.soc),
            import_watt: array(columns.import_watt),
            export_watt: array(columns.export_watt),
            curtailed_watt: array(columns.curtailed_watt),
            peaks_watt: array(plan.peaks_kw.iter().map(|kw| kw * 1e3).collect()),
            price_per_kwh: array(plan.prices.all),
            toll_per_kwh: array(plan.prices.tolls),
            costs: (energy, export, wear, holding, end, demand),
            bound: plan.bound,
            solves: plan.solves,
        }
    }
}

/// The plan of many batteries behind one connection; none if none was found that keeps its limits.
#[pyfunction]
pub fn plan_shared<'py>(
    py: Python<'py>,
    batteries: Vec<Battery>,
    site: SiteArrays<'py>,
    wishes: Vec<WishFields<'py>>,
) -> PyResult<Option<SharedColumns>> {
    let site = site.site()?;
    let wishes = WishFields::each(&wishes)?;
    let found = gate(py, |watch| SharedPlan::find(&batteries, &site, &wishes, watch))?;
    Ok(found.map(|plan| SharedColumns::of(py, plan)))
}
