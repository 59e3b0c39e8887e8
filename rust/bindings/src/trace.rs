//! Traces: rows of samples on one clock in, columns of figures out, row after row.

use crate::gate::gate;
use battcore::Error;
use battcore::parallel::KeepGoing;
use battcore::trace::{self, Onto, Partial, Steps, Trace};
use numpy::{
    Element, IntoPyArray, PyArray1, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2,
    PyReadonlyArrayDyn, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

type Rows<'py> = PyReadonlyArray2<'py, f64>;
/// One step for all samples, or one for each.
type Seconds<'py> = PyReadonlyArrayDyn<'py, f64>;
type Floats<'py> = PyReadonlyArray1<'py, f64>;
type Column<'py, T = f64> = Bound<'py, PyArray1<T>>;
/// Swing, place of its low end, place of its high end, verdict.
type Swings<'py> = (Column<'py>, Column<'py, isize>, Column<'py, isize>, Column<'py, bool>);
/// Three figures and a verdict.
type Judged<'py> = (Column<'py>, Column<'py>, Column<'py>, Column<'py, bool>);

/// Interval means, and the lengths of the intervals.
#[pyfunction]
pub fn resample<'py>(
    py: Python<'py>,
    values: Rows<'py>,
    dt_second: Seconds<'py>,
    new_dt_second: f64,
    partial: &str,
) -> PyResult<(Column<'py>, Column<'py>)> {
    let onto = onto(new_dt_second, partial)?;
    let found =
        of_rows(py, "values", &values, &dt_second, |row, watch| trace::resample(row, onto, watch))?;
    Ok((series(py, &found, |row| &row.values), series(py, &found[..1], |row| &row.dt_second)))
}

/// Mean, mean square, mean of the positive part, minimum and maximum over intervals, and the
/// lengths of these.
#[pyfunction]
pub fn moments<'py>(
    py: Python<'py>,
    values: Rows<'py>,
    dt_second: Seconds<'py>,
    new_dt_second: f64,
    partial: &str,
) -> PyResult<[Column<'py>; 6]> {
    let onto = onto(new_dt_second, partial)?;
    let found =
        of_rows(py, "values", &values, &dt_second, |row, watch| trace::moments(row, onto, watch))?;
    Ok([
        series(py, &found, |row| &row.mean),
        series(py, &found, |row| &row.mean_square),
        series(py, &found, |row| &row.mean_positive),
        series(py, &found, |row| &row.minimum),
        series(py, &found, |row| &row.maximum),
        series(py, &found[..1], |row| &row.dt_second),
    ])
}

/// Largest swing in any window, where its ends stand, and whether it can be judged.
#[pyfunction]
pub fn rolling_ranges<'py>(
    py: Python<'py>,
    values: Rows<'py>,
    dt_second: Seconds<'py>,
    window_second: Floats<'py>,
) -> PyResult<Swings<'py>> {
    let windows = window_second.as_slice()?;
    let found = of_rows(py, "values", &values, &dt_second, |row, watch| {
        trace::rolling_ranges(row, windows, watch)
    })?;
    let found = found.concat();
    Ok((
        numbers(py, &found, |window| window.range),
        numbers(py, &found, |window| window.low_index.cast_signed()),
        numbers(py, &found, |window| window.high_index.cast_signed()),
        numbers(py, &found[..windows.len()], |window| window.resolvable),
    ))
}

/// Quantiles of rise, of fall and of either per second, and whether they can be judged.
#[pyfunction]
pub fn ramps<'py>(
    py: Python<'py>,
    values: Rows<'py>,
    dt_second: Seconds<'py>,
    window_second: Floats<'py>,
    quantile: Floats<'py>,
) -> PyResult<Judged<'py>> {
    let (windows, levels) = (window_second.as_slice()?, quantile.as_slice()?);
    let found = of_rows(py, "values", &values, &dt_second, |row, watch| {
        trace::ramps(row, windows, levels, watch)
    })?;
    let found = found.concat();
    Ok((
        series(py, &found, |ramp| &ramp.up),
        series(py, &found, |ramp| &ramp.down),
        series(py, &found, |ramp| &ramp.either),
        numbers(py, &found[..windows.len()], |ramp| ramp.resolvable),
    ))
}

/// Mean over the window that ends with each sample.
#[pyfunction]
pub fn moving_mean<'py>(
    py: Python<'py>,
    values: Rows<'py>,
    dt_second: Seconds<'py>,
    window_second: f64,
) -> PyResult<Column<'py>> {
    let found = of_rows(py, "values", &values, &dt_second, |row, watch| {
        trace::moving_mean(row, window_second, watch)
    })?;
    Ok(series(py, &found, |row| row))
}

/// Power to charge and to discharge and energy that hold a moving mean, and whether they can be
/// judged.
#[pyfunction]
pub fn smoothing_needs<'py>(
    py: Python<'py>,
    load_watt: Rows<'py>,
    dt_second: Seconds<'py>,
    window_second: Floats<'py>,
) -> PyResult<Judged<'py>> {
    let windows = window_second.as_slice()?;
    let found = of_rows(py, "load_watt", &load_watt, &dt_second, |row, watch| {
        trace::smoothing_needs(row, windows, watch)
    })?;
    let found = found.concat();
    Ok((
        numbers(py, &found, |need| need.charge_power_watt),
        numbers(py, &found, |need| need.discharge_power_watt),
        numbers(py, &found, |need| need.energy_wh),
        numbers(py, &found[..windows.len()], |need| need.resolvable),
    ))
}

fn of_rows<T: Send>(
    py: Python<'_>,
    name: &'static str,
    values: &Rows<'_>,
    dt_second: &Seconds<'_>,
    work: impl Fn(Trace<'_>, &dyn KeepGoing) -> Result<T, Error> + Send + Sync,
) -> PyResult<Vec<T>> {
    let (samples, flat) = (values.shape()[1], values.as_slice()?);
    let steps = match (dt_second.ndim(), dt_second.to_vec()?) {
        (0, step) => Steps::Uniform(step[0]),
        (_, steps) => Steps::Each(steps),
    };
    gate(py, |watch| trace::for_each_trace(name, flat, samples, &steps, watch, work))
}

fn onto(new_dt_second: f64, partial: &str) -> PyResult<Onto> {
    let partial = match partial {
        "keep" => Partial::Keep,
        "drop" => Partial::Drop,
        _ => {
            return Err(PyValueError::new_err(format!(
                "partial = {partial:?}, expected \"keep\" or \"drop\""
            )));
        }
    };
    Ok(Onto { new_dt_second, partial })
}

/// One number of each of the things found.
fn numbers<'py, T, N: Element>(
    py: Python<'py>,
    found: &[T],
    number: impl Fn(&T) -> N,
) -> Column<'py, N> {
    found.iter().map(number).collect::<Vec<N>>().into_pyarray(py)
}

/// One series of each of the things found, one after another.
fn series<'py, T>(py: Python<'py>, found: &[T], series: impl Fn(&T) -> &[f64]) -> Column<'py> {
    let each: Vec<&[f64]> = found.iter().map(series).collect();
    each.concat().into_pyarray(py)
}
