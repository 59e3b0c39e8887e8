//! The terms of a problem, as a linear program in Python reads them.

use super::optimum::WishFields;
use crate::gate::gate;
use crate::site::SiteArrays;
use battcore::dispatch::optimum::{Meter, Problem, Store, Stretch};
use battcore::site::Battery;
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

type Array = Py<PyArray1<f64>>;

/// A battery.
#[pyclass(frozen, get_all)]
pub struct StoreTerms {
    capacity_kwh: f64,
    start_kwh: f64,
    end_value_per_kwh: f64,
    retention: Array,
    floor_kwh: Array,
    ceiling_kwh: Array,
    end_kwh: (f64, f64),
    /// AC power of each stretch, from full discharge to full charge.
    stretch_kw: Array,
    stored_per_ac: Array,
    wear_per_kwh: Array,
    /// How many of them are of discharge.
    discharges: usize,
    holding_from_kwh: Array,
    holding_price: Array,
}

/// A connection, and what stands beside the battery.
#[pyclass(frozen, get_all)]
pub struct MeterTerms {
    hours: Array,
    net_kw: Array,
    spillable_kw: Array,
    import_kw: Array,
    export_kw: Array,
    import_price: Array,
    export_price: Array,
}

impl StoreTerms {
    fn of(py: Python<'_>, store: Store) -> Self {
        let array = |values: Vec<f64>| values.into_pyarray(py).unbind();
        let stretches = &store.stretches;
        let each =
            |part: fn(&Stretch) -> f64| array(stretches.iter().map(part).collect::<Vec<_>>());
        Self {
            capacity_kwh: store.capacity_kwh,
            start_kwh: store.start_kwh,
            end_value_per_kwh: store.end_value_per_kwh,
            retention: array(store.retention),
            floor_kwh: array(store.floor_kwh),
            ceiling_kwh: array(store.ceiling_kwh),
            end_kwh: store.end_kwh,
            stretch_kw: each(|stretch| stretch.ac_kw),
            stored_per_ac: each(|stretch| stretch.store_per_ac),
            wear_per_kwh: each(|stretch| stretch.wear_per_kwh),
            discharges: stretches.iter().filter(|stretch| !stretch.charges).count(),
            holding_from_kwh: array(store.holding_from_kwh),
            holding_price: array(store.holding_price),
        }
    }
}

impl MeterTerms {
    fn of(py: Python<'_>, meter: Meter) -> Self {
        let array = |values: Vec<f64>| values.into_pyarray(py).unbind();
        Self {
            hours: array(meter.hours),
            net_kw: array(meter.net_kw),
            spillable_kw: array(meter.spillable_kw),
            import_kw: array(meter.import_kw),
            export_kw: array(meter.export_kw),
            import_price: array(meter.import_price),
            export_price: array(meter.export_price),
        }
    }
}

/// The terms of one battery behind one meter.
#[pyfunction]
pub fn linear_terms<'py>(
    py: Python<'py>,
    battery: Battery,
    site: SiteArrays<'py>,
    wishes: WishFields<'py>,
) -> PyResult<(StoreTerms, MeterTerms)> {
    let (site, wishes) = (site.site()?, wishes.wishes()?);
    let (store, meter) = gate(py, |_| {
        let problem = Problem::new(&battery, &site, &wishes)?;
        Ok((Store::of(&problem), Meter::of(&problem)))
    })?;
    Ok((StoreTerms::of(py, store), MeterTerms::of(py, meter)))
}
