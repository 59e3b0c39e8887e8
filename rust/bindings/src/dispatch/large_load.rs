//! What a battery beside a large load must be able to do, and how far the load may grow.

use crate::arrays::{Column, OneOrEach};
use crate::dispatch::optimum::WishFields;
use crate::gate::gate;
use crate::gridcode::AnyLimit;
use crate::site::SiteArrays;
use battcore::dispatch::optimum::{Course, Growth, MaximumLoad};
use battcore::dispatch::{self, AllowedChange, MinimumPower};
use battcore::gridcode::Limit;
use battcore::site::Battery;
use battcore::trace::Trace;
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

/// Largest factor on the load, the step that sets it, battery power and soc at that load, walks.
#[pyfunction]
pub fn maximum_load<'py>(
    py: Python<'py>,
    battery: Battery,
    site: SiteArrays<'py>,
    wishes: WishFields<'py>,
    base_load_watt: OneOrEach<'py>,
    ride_through_second: OneOrEach<'py>,
) -> PyResult<(f64, usize, Column<'py>, Column<'py>, usize)> {
    let (site, wishes) = (site.site()?, wishes.wishes()?);
    let growth = Growth {
        base_load_watt: base_load_watt.per_step()?,
        ride_through_second: ride_through_second.per_step()?,
    };
    let MaximumLoad { scale, binding_index, course, walks } =
        gate(py, |watch| MaximumLoad::find(&battery, &site, &wishes, &growth, watch))?;
    let Course { power_watt, soc } = course;
    Ok((scale, binding_index, power_watt.into_pyarray(py), soc.into_pyarray(py), walks))
}
