//! The one gate between the interpreter and the kernels: detaches, looks back for Ctrl-C and
//! progress, and turns the errors of the core into Python exceptions.

use battcore::Error;
use battcore::parallel::KeepGoing;
use pyo3::PyErrArguments;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a kernel at work looks back to the interpreter.
const LOOK_BACK: Duration = Duration::from_millis(50);

/// Runs `kernel` detached from the interpreter.
pub fn gate<T: Send>(
    py: Python<'_>,
    kernel: impl FnOnce(&Pulse) -> Result<T, Error> + Send,
) -> PyResult<T> {
    gate_with_progress(py, None, kernel)
}

/// Runs `kernel` detached; `progress`, if any, is called with the share done.
pub fn gate_with_progress<T: Send>(
    py: Python<'_>,
    progress: Option<Py<PyAny>>,
    kernel: impl FnOnce(&Pulse) -> Result<T, Error> + Send,
) -> PyResult<T> {
    let pulse = Pulse { progress, last: Mutex::new(Instant::now()), raised: Mutex::new(None) };
    py.detach(|| kernel(&pulse)).map_err(|error| pulse.exception(py, &error))
}

/// The watcher of one call: attaches every 50 ms on behalf of its kernel.
pub struct Pulse {
    progress: Option<Py<PyAny>>,
    last: Mutex<Instant>,
    raised: Mutex<Option<PyErr>>,
}

impl KeepGoing for Pulse {
    fn keep_going(&self, done: f64) -> Result<(), Error> {
        if !self.is_due() {
            return Ok(());
        }
        Python::attach(|py| self.look_back(py, done)).map_err(|raised| {
            *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(raised);
            Error::Interrupted
        })
    }
}

impl Pulse {
    fn is_due(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.elapsed() >= LOOK_BACK;
        if due {
            *last = Instant::now();
        }
        due
    }

    fn look_back(&self, py: Python<'_>, done: f64) -> PyResult<()> {
        py.check_signals()?;
        self.progress.as_ref().map_or(Ok(()), |call| call.call1(py, (done,)).map(|_| ()))
    }

    fn exception(&self, py: Python<'_>, error: &Error) -> PyErr {
        let raised = self.raised.lock().unwrap_or_else(PoisonError::into_inner).take();
        raised.unwrap_or_else(|| exception(py, error))
    }
}

/// The Python exception that says what `error` says.
pub fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let text = error.to_string();
    let fields = match error {
        Error::BadInput { name, index, value, low, high } => {
            (text, *name, *index, Some(*value), Some(*low), Some(*high))
        }
        Error::BadShape { name, .. } => (text, *name, None, None, None, None),
        Error::BadCard { column, .. } => (text, "card", *column, None, None, None),
        Error::Infeasible { limit, step, shortfall, unit, relaxations } => {
            let fields = (text, *limit, *step, *shortfall, *unit, relaxations.clone());
            return raised(infeasible_error(py), fields);
        }
        Error::Interrupted => return PyKeyboardInterrupt::new_err(()),
    };
    raised(input_error(py), fields)
}

fn raised(class: PyResult<&Bound<'_, PyType>>, fields: impl PyErrArguments + 'static) -> PyErr {
    match class {
        Ok(class) => PyErr::from_type(class.clone(), fields),
        Err(missing) => missing,
    }
}

fn infeasible_error(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "battcore.error", "InfeasibleError")
}

fn input_error(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "battcore.error", "InputError")
}
