//! What a battery went through in each of its cycles.

use crate::arrays::{Column, OneOrEach, column};
use crate::cycles::{Columns, Places, columns};
use crate::gate::gate;
use battcore::cycles::{Attributes, Cycles, Integrals, Rows};
use battcore::trace::PerStep;
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;

/// The columns of the cycles, the series of each, the integrals of the whole and of what is their
/// own, and the mean and the peak C-rate.
type Found<'py> = (Columns<'py>, Places<'py>, Sums<'py>, Sums<'py>, Column<'py>, Column<'py>);

/// Time, mean state of charge, mean temperature, charge moved.
type Sums<'py> = (Column<'py>, Column<'py>, Column<'py>, Column<'py>);

/// The attributes of the cycles of many series.
#[pyfunction]
pub fn cycle_attributes<'py>(
    py: Python<'py>,
    soc: PyReadonlyArray1<'py, f64>,
    rows: usize,
    dt_second: OneOrEach<'py>,
    temperature_celsius: Option<OneOrEach<'py>>,
) -> PyResult<Found<'py>> {
    let (soc, dt_second) = (soc.as_slice()?, dt_second.per_step()?);
    let temperature_celsius = temperature_celsius.as_ref().map(OneOrEach::per_step).transpose()?;
    let celsius = temperature_celsius.unwrap_or(PerStep::Same(0.0));
    let (found, series) =
        gate(py, |watch| Rows::new(soc, rows)?.attributes(dt_second, celsius, watch))?;
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
