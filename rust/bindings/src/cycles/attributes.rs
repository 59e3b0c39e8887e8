//! What a battery went through in each of its cycles.

use crate::arrays::{Column, OneOrEach, column};
use crate::cycles::series::Numbers;
use crate::cycles::{Columns, Places, columns, nan_named};
use crate::gate::gate;
use battcore::cycles::{self, Attributes, Cycles, Duty, Integrals};
use numpy::IntoPyArray;
use pyo3::prelude::*;

/// The columns of the cycles, the series of each, the integrals of the whole and of what is their
/// own, and the mean and the peak C-rate.
type Found<'py> = (Columns<'py>, Places<'py>, Sums<'py>, Sums<'py>, Column<'py>, Column<'py>);

/// Time, mean state of charge, mean temperature, charge moved.
type Sums<'py> = (Column<'py>, Column<'py>, Column<'py>, Column<'py>);

/// The attributes of the cycles of many series, each with its steps and its temperatures.
#[pyfunction]
pub fn cycle_attributes<'py>(
    py: Python<'py>,
    soc: Numbers<'py>,
    dt_second: Vec<OneOrEach<'py>>,
    temperature_celsius: Vec<OneOrEach<'py>>,
    nan: &str,
    min_range: f64,
) -> PyResult<Found<'py>> {
    let steps = dt_second.iter().map(OneOrEach::per_step).collect::<PyResult<Vec<_>>>()?;
    let celsius = temperature_celsius.iter().map(OneOrEach::per_step);
    let celsius = celsius.collect::<PyResult<Vec<_>>>()?;
    let (found, series) =
        soc.with_rows(nan_named(nan)?, |soc| {
            let beside = steps.into_iter().zip(celsius);
            let duties = soc.iter().zip(beside).map(|(&soc, (dt_second, temperature_celsius))| {
                Duty { soc, dt_second, temperature_celsius }
            });
            let duties: Vec<Duty<'_>> = duties.collect();
            gate(py, |watch| cycles::attributes_of_each(&duties, min_range, watch))
        })?;
    let mut counted = Cycles::default();
    counted.extend(found.iter().map(|each| each.cycle));
    Ok((
        columns(py, counted),
        series.into_pyarray(py),
        sums(py, &found, |each| each.whole),
        sums(py, &found, |each| each.own),
        column(py, &found, Attributes::mean_c_rate),
        column(py, &found, |each| each.peak_c_rate),
    ))
}

fn sums<'py>(
    py: Python<'py>,
    found: &[Attributes],
    part: impl Fn(&Attributes) -> Integrals,
) -> Sums<'py> {
    (
        column(py, found, |each| part(each).second),
        column(py, found, |each| part(each).soc()),
        column(py, found, |each| part(each).temperature_celsius()),
        column(py, found, |each| part(each).throughput),
    )
}
