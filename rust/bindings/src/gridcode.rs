//! Grid codes: cards read, limits checked, traces beside them.

use crate::arrays::{Column, OneOrEach, column};
use crate::gate::{exception, gate};
use battcore::gridcode::catalog::CARDS;
use battcore::gridcode::{
    self, Band, Direction, Finding, GridCode, Limit, MeanRampLimit, Obstacle,
};
use battcore::trace::Trace;
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A limit, by the name of its class.
pub struct AnyLimit(pub Limit);

impl<'py> FromPyObject<'_, 'py> for AnyLimit {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let class = object.get_type().name()?;
        let limit = match class.to_str()? {
            "MeanRampLimit" => Limit::MeanRamp(object.extract::<MeanRampFields>()?.limit()?),
            "RollingRangeLimit" => Limit::RollingRange(object.extract()?),
            "BandAmplitudeLimit" => Limit::BandAmplitude(object.extract()?),
            other => return Err(PyTypeError::new_err(format!("{other} is no limit"))),
        };
        Ok(Self(limit))
    }
}

/// A limit on a mean ramp as Python holds it.
#[derive(FromPyObject)]
struct MeanRampFields {
    limit_watt_per_minute: f64,
    limit_share_per_minute: f64,
    window_second: f64,
    direction: String,
}

impl MeanRampFields {
    fn limit(self) -> PyResult<MeanRampLimit> {
        let direction = match self.direction.as_str() {
            "both" => Direction::Both,
            "up" => Direction::Up,
            "down" => Direction::Down,
            other => {
                let message =
                    format!("direction = {other:?}, expected \"both\", \"up\" or \"down\"");
                return Err(PyValueError::new_err(message));
            }
        };
        Ok(MeanRampLimit {
            limit_watt_per_minute: self.limit_watt_per_minute,
            limit_share_per_minute: self.limit_share_per_minute,
            window_second: self.window_second,
            direction,
        })
    }
}

/// Raises if `limit` makes no sense.
#[pyfunction]
pub fn check_limit(py: Python<'_>, limit: AnyLimit) -> PyResult<()> {
    limit.0.checked().map(|_| ()).map_err(|error| exception(py, &error))
}

/// The cards that ship: key and text.
#[pyfunction]
pub fn gridcode_cards() -> Vec<(&'static str, &'static str)> {
    CARDS.to_vec()
}

/// The name of a class, and what it is made of.
type Made<'py> = (&'static str, Bound<'py, PyDict>);

/// Entries of a card, and its limits.
#[pyfunction]
pub fn read_gridcode<'py>(
    py: Python<'py>,
    card: &str,
) -> PyResult<(Bound<'py, PyDict>, Vec<Made<'py>>)> {
    let code = gate(py, |_| GridCode::from_toml(card))?;
    let entries = PyDict::new(py);
    entries.set_item("key", code.key)?;
    entries.set_item("label", code.label)?;
    entries.set_item("applies_to", code.applies_to)?;
    entries.set_item("date", code.date)?;
    entries.set_item("status", code.status.name())?;
    entries.set_item("grade", code.grade.name())?;
    entries.set_item("source", code.source)?;
    entries.set_item("notes", code.notes)?;
    let limits = code.limits.iter().map(|limit| fields_of(py, limit)).collect::<PyResult<_>>()?;
    Ok((entries, limits))
}

fn fields_of<'py>(py: Python<'py>, limit: &Limit) -> PyResult<(&'static str, Bound<'py, PyDict>)> {
    let fields = PyDict::new(py);
    let name = match limit {
        Limit::MeanRamp(ramp) => {
            fields.set_item("limit_watt_per_minute", ramp.limit_watt_per_minute)?;
            fields.set_item("limit_share_per_minute", ramp.limit_share_per_minute)?;
            fields.set_item("window_second", ramp.window_second)?;
            fields.set_item("direction", ramp.direction.name())?;
            "MeanRampLimit"
        }
        Limit::RollingRange(range) => {
            fields.set_item("limit_watt", range.limit_watt)?;
            fields.set_item("limit_share", range.limit_share)?;
            fields.set_item("window_second", range.window_second)?;
            fields.set_item("band_hertz", range.band_hertz.map(<(f64, f64)>::from))?;
            "RollingRangeLimit"
        }
        Limit::BandAmplitude(amplitude) => {
            fields.set_item("limit_watt", amplitude.limit_watt)?;
            fields.set_item("limit_share", amplitude.limit_share)?;
            fields.set_item("band_hertz", <(f64, f64)>::from(amplitude.band_hertz))?;
            "BandAmplitudeLimit"
        }
    };
    Ok((name, fields))
}

/// Worst figure, bound, margin and share of time of each limit; the first sample beyond it, or -1;
/// and what keeps it from being judged, if anything.
type Findings<'py> = ([Column<'py>; 4], Bound<'py, PyArray1<isize>>, Vec<Option<&'static str>>);

/// How a trace stands to `limits`.
#[pyfunction]
pub fn check_gridcode<'py>(
    py: Python<'py>,
    limits: Vec<AnyLimit>,
    power_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    peak_watt: Option<f64>,
) -> PyResult<Findings<'py>> {
    let limits: Vec<Limit> = limits.into_iter().map(|limit| limit.0).collect();
    let (power, steps) = (power_watt.as_slice()?, dt_second.steps()?);
    let found = gate(py, |watch| {
        let trace = Trace::new("power_watt", power, &steps)?;
        gridcode::check(&limits, trace, peak_watt, watch)
    })?;
    let first = |finding: &Finding| finding.first_index.map_or(-1, usize::cast_signed);
    Ok((
        [
            column(py, &found, |finding| finding.worst),
            column(py, &found, |finding| finding.bound),
            column(py, &found, Finding::margin),
            column(py, &found, |finding| finding.share_of_time),
        ],
        found.iter().map(first).collect::<Vec<isize>>().into_pyarray(py),
        found.iter().map(|finding| finding.obstacle.map(Obstacle::text)).collect(),
    ))
}

/// The part of a trace within a band of frequencies.
#[pyfunction]
pub fn in_band<'py>(
    py: Python<'py>,
    power_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    band_hertz: [f64; 2],
) -> PyResult<Column<'py>> {
    let (power, steps) = (power_watt.as_slice()?, dt_second.steps()?);
    let found = gate(py, |watch| {
        let trace = Trace::new("power_watt", power, &steps)?;
        gridcode::in_band(trace, Band::of(band_hertz), watch)
    })?;
    Ok(found.into_pyarray(py))
}
