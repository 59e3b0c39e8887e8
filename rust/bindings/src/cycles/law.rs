//! Laws of damage.

use crate::gate::exception;
use battcore::cycles::Law;
use pyo3::prelude::*;

/// Raises if `law` makes no sense.
#[pyfunction]
pub fn check_law(py: Python<'_>, law: Law) -> PyResult<()> {
    law.checked().map(|_| ()).map_err(|error| exception(py, &error))
}
