//! What Python decides or foretells in the middle of a run.

use battcore::dispatch::View;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use std::sync::{Mutex, PoisonError};

/// An object that a run asks: each time it attaches to the interpreter, until something raises.
#[derive(Debug)]
pub struct Callback {
    object: Py<PyAny>,
    battery: Mutex<Option<(f64, Py<PyAny>)>>,
    raised: Mutex<Option<PyErr>>,
}

impl Callback {
    /// To `object`.
    pub fn new(object: Py<PyAny>) -> Self {
        Self { object, battery: Mutex::new(None), raised: Mutex::new(None) }
    }

    /// Tells which battery the views that it sees are to hold.
    pub fn beside(&self, battery: &Bound<'_, PyAny>) {
        let known = Some((f64::NAN, battery.clone().unbind()));
        *self.battery.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// What was raised.
    pub fn raised(&self) -> Option<PyErr> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// What `ask` finds out from the object; nothing once something has raised: the run is lost
    /// then, and only has to come to its end.
    pub fn attempt<T>(&self, ask: impl FnOnce(Python<'_>, &Py<PyAny>) -> PyResult<T>) -> Option<T> {
        let raised = || self.raised.lock().unwrap_or_else(PoisonError::into_inner);
        if raised().is_some() {
            return None;
        }
        let answer = Python::attach(|py| ask(py, &self.object));
        answer.map_err(|error| *raised() = Some(error)).ok()
    }

    /// The view as Python holds it.
    pub fn seen<'py>(&self, py: Python<'py>, view: &View<'_>) -> PyResult<Bound<'py, PyAny>> {
        static VIEW: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let fields = PyDict::new(py);
        fields.set_item("battery", self.battery_of(py, view.capacity_wh)?)?;
        fields.set_item("soc", view.soc)?;
        fields.set_item("dt_second", view.dt_second)?;
        fields.set_item("load_watt", view.load_watt)?;
        fields.set_item("generation_watt", view.generation_watt)?;
        fields.set_item("critical_load_watt", view.critical_watt)?;
        fields.set_item("grid_before_watt", view.grid_before_watt)?;
        fields.set_item("outage", view.outage)?;
        fields.set_item("clock_second", view.clock_second)?;
        fields.set_item("step", view.step)?;
        fields.set_item("price_per_kwh", view.price_per_kwh)?;
        fields.set_item("frequency_hertz", view.frequency_hertz)?;
        fields.set_item("signal", view.signal)?;
        VIEW.import(py, "battcore.dispatch", "View")?.call((), Some(&fields))
    }

    /// The battery at its present health, made anew only when that changes.
    fn battery_of(&self, py: Python<'_>, capacity_wh: f64) -> PyResult<Py<PyAny>> {
        let mut known = self.battery.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((of_capacity_wh, battery)) = known.as_mut() else {
            return Err(PyValueError::new_err("what Python decides stands beside no battery"));
        };
        if *of_capacity_wh != capacity_wh {
            let nominal: f64 = battery.getattr(py, "energy_capacity_wh")?.extract(py)?;
            let health = PyDict::new(py);
            health.set_item("soh_capacity", capacity_wh / nominal)?;
            let replace = py.import("dataclasses")?.getattr("replace")?;
            *battery = replace.call((&*battery,), Some(&health))?.unbind();
            *of_capacity_wh = capacity_wh;
        }
        Ok(battery.clone_ref(py))
    }
}
