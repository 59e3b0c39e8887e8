//! The native module of battcore: one file per room, one gate.

#![expect(clippy::needless_pass_by_value, reason = "PyO3 hands arguments over by value")]

use pyo3::prelude::*;

mod gate;
mod table;
mod trace;

#[pymodule(gil_used = false)]
mod _battcore {
    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_export]
    use crate::table::look_up;
    #[pymodule_export]
    use crate::trace::moments;
    #[pymodule_export]
    use crate::trace::moving_mean;
    #[pymodule_export]
    use crate::trace::ramps;
    #[pymodule_export]
    use crate::trace::resample;
    #[pymodule_export]
    use crate::trace::rolling_ranges;
    #[pymodule_export]
    use crate::trace::smoothing_needs;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
