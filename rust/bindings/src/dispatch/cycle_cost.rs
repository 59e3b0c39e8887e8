//! What cycles cost.

use crate::gate::exception;
use battcore::dispatch::optimum::CycleCost;
use pyo3::prelude::*;

/// Raises if `cost` makes no sense.
#[pyfunction]
pub fn check_cycle_cost(py: Python<'_>, cost: CycleCost) -> PyResult<()> {
    cost.checked().map(|_| ()).map_err(|error| exception(py, &error))
}
