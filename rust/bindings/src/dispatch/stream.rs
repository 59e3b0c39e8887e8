//! Plans while prices come in, as Python asks for them.

use super::optimum::WishFields;
use crate::arrays::{Column, column};
use crate::gate::{exception, gate};
use crate::site::SiteArrays;
use battcore::dispatch::optimum::{Decision, Problem, Stream};
use battcore::site::Battery;
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

/// Power, soc and look-ahead of decisions; -1 ahead where the end settled them.
type Columns<'py> = (Column<'py>, Column<'py>, Bound<'py, PyArray1<i64>>);

/// A battery that is planned while prices come in.
#[pyclass]
pub struct DispatchStream {
    stream: Stream,
}

#[pymethods]
impl DispatchStream {
    #[new]
    fn new(py: Python<'_>, battery: Battery, soc_start: f64) -> PyResult<Self> {
        let stream = Stream::new(&battery, soc_start).map_err(|error| exception(py, &error))?;
        Ok(Self { stream })
    }

    /// How many steps are still open.
    fn open_steps(&self) -> usize {
        self.stream.open()
    }

    /// Adds steps, the last ones if `is_last`; the decisions that are final now.
    fn push<'py>(
        &mut self,
        py: Python<'py>,
        battery: Battery,
        site: SiteArrays<'py>,
        wishes: WishFields<'py>,
        is_last: bool,
    ) -> PyResult<Columns<'py>> {
        let (site, wishes) = (site.site()?, wishes.wishes()?);
        let stream = &mut self.stream;
        let found = gate(py, |_| {
            let problem = Problem::new(&battery, &site, &wishes)?;
            if is_last { stream.finish(&problem) } else { stream.push(&problem) }
        })?;
        let ahead = |decision: &Decision| {
            decision.look_ahead.and_then(|steps| i64::try_from(steps).ok()).unwrap_or(-1)
        };
        let look_ahead: Vec<i64> = found.iter().map(ahead).collect();
        let power = column(py, &found, |decision| decision.power_watt);
        let soc = column(py, &found, |decision| decision.soc);
        Ok((power, soc, look_ahead.into_pyarray(py)))
    }
}
