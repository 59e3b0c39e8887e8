//! The native module of battcore: one file per room, one gate.

#![expect(
    clippy::needless_pass_by_value,
    reason = "PyO3 hands arguments over by value"
)]

use pyo3::prelude::*;

mod aging;
mod gate;
mod table;

#[pymodule(gil_used = false)]
mod _battcore {
    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_export]
    use crate::table::look_up;
    #[pymodule_export]
    use crate::aging::{AgingCard, AgingOutcome, aging_cards, aging_rates, predict_aging};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
