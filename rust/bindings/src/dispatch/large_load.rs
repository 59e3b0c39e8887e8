//! What a battery beside a large load must be able to do, and how far the load may grow.

use crate::arrays::{Column, OneOrEach};
use crate::gate::gate;
use crate::gridcode::AnyLimit;
use crate::site::SiteArrays;
use battcore::dispatch::{self, AllowedChange, Connection, MaximumLoad, MinimumPower};
use battcore::gridcode::Limit;
use battcore::site::Battery;
use battcore::soc::Store;
use battcore::trace::{PerStep, Trace};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

/// The sample of low load, and that of high load.
type Pair = (usize, usize);
type Integers<'py> = Bound<'py, PyArray1<isize>>;

/// Smallest power, the two samples that force it, and grid power that holds the limits with it.
#[pyfunction]
pub fn minimum_power<'py>(
    py: Python<'py>,
    load_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    limits: Vec<AnyLimit>,
    peak_watt: Option<f64>,
) -> PyResult<(f64, Option<Pair>, Column<'py>)> {
    let (load, steps, limits) = (load_watt.as_slice()?, dt_second.steps()?, plain(limits));
    let MinimumPower { power_watt, pair, grid_watt } = gate(py, |watch| {
        let trace = Trace::new("load_watt", load, &steps)?;
        dispatch::minimum_power(trace, &limits, peak_watt, watch)
    })?;
    Ok((power_watt, pair, grid_watt.into_pyarray(py)))
}

/// Pairs of samples of which the second may lie no further above the first than a bound.
#[pyfunction]
pub fn allowed_pairs<'py>(
    py: Python<'py>,
    load_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    limits: Vec<AnyLimit>,
    peak_watt: Option<f64>,
) -> PyResult<(Integers<'py>, Integers<'py>, Column<'py>)> {
    let (load, steps, limits) = (load_watt.as_slice()?, dt_second.steps()?, plain(limits));
    let pairs = gate(py, |_| {
        let trace = Trace::new("load_watt", load, &steps)?;
        let changes = dispatch::allowed_changes(trace, &limits, peak_watt)?;
        let rises = changes.iter().filter(|change| change.bounds_rises());
        let falls = changes.iter().filter(|change| change.bounds_falls());
        let fallen = falls.flat_map(|change| change.pairs().map(|(i, j, watt)| (j, i, watt)));
        Ok(rises.flat_map(AllowedChange::pairs).chain(fallen).collect::<Vec<_>>())
    })?;
    let place = |part: fn(&(usize, usize, f64)) -> usize| {
        pairs.iter().map(part).map(usize::cast_signed).collect::<Vec<isize>>().into_pyarray(py)
    };
    let bound: Vec<f64> = pairs.iter().map(|pair| pair.2).collect();
    Ok((place(|pair| pair.0), place(|pair| pair.1), bound.into_pyarray(py)))
}

fn plain(limits: Vec<AnyLimit>) -> Vec<Limit> {
    limits.into_iter().map(|limit| limit.0).collect()
}

/// Largest factor on the load, the step that sets it, battery power and soc at that load, passes.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "what the problem is made of")]
pub fn maximum_load<'py>(
    py: Python<'py>,
    battery: Battery,
    site: SiteArrays<'py>,
    base_load_watt: OneOrEach<'py>,
    soc_start: f64,
    soc_end_min: f64,
    soc_floor: OneOrEach<'py>,
    soc_ceiling: OneOrEach<'py>,
) -> PyResult<(f64, usize, Column<'py>, Column<'py>, usize)> {
    let site = site.site()?;
    let unlimited = PerStep::Same(f64::INFINITY);
    let connection = Connection {
        load_watt: site.load_watt,
        base_load_watt: base_load_watt.per_step()?,
        generation_watt: site.generation_watt,
        import_limit_watt: site.import_limit_watt,
        export_limit_watt: if site.curtailable { unlimited } else { site.export_limit_watt },
        dt_second: site.dt_second,
        soc_floor: soc_floor.per_step()?,
        soc_ceiling: soc_ceiling.per_step()?,
        soc_end_min,
    };
    let store = Store {
        energy_capacity_wh: battery.energy_capacity_wh * battery.soh_capacity,
        charge_power_watt: battery.charge_power_watt,
        discharge_power_watt: battery.discharge_power_watt,
        ..battery.store()
    };
    let MaximumLoad { scale, binding_index, power_watt, soc, passes } =
        gate(py, |watch| dispatch::maximum_load(&connection, &store, soc_start, watch))?;
    Ok((scale, binding_index, power_watt.into_pyarray(py), soc.into_pyarray(py), passes))
}
