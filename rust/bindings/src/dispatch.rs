//! Policies as Python holds them, and one decision at a time.

mod optimum;

pub use optimum::{OptimalPlan, minimum_peak, optimize};

use crate::gate::exception;
use battcore::dispatch::{Command, Controller, Policy, View};
use battcore::site::{Battery, Equipment};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// A policy, by the name of its class.
pub struct AnyPolicy(pub Policy);

impl<'py> FromPyObject<'_, 'py> for AnyPolicy {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let class = object.get_type().name()?;
        let policy = match class.to_str()? {
            "PeakShaving" => Policy::PeakShaving(object.extract()?),
            "LoadSmoothing" => Policy::LoadSmoothing(object.extract()?),
            "RampLimit" => Policy::RampLimit(object.extract()?),
            "BackupReserve" => Policy::BackupReserve(object.extract()?),
            "Stack" => {
                let members: Vec<Self> = object.getattr("policies")?.extract()?;
                Policy::Stack(members.into_iter().map(|member| member.0).collect())
            }
            other => return Err(PyTypeError::new_err(format!("{other} is no policy"))),
        };
        Ok(Self(policy))
    }
}

/// What a policy may know, as Python holds it.
#[derive(FromPyObject)]
pub struct ViewFields {
    battery: Battery,
    soc: f64,
    dt_second: f64,
    load_watt: f64,
    critical_load_watt: Option<f64>,
    grid_before_watt: Option<f64>,
    outage: bool,
}

impl ViewFields {
    fn view<'v>(&self, equipment: &'v Equipment) -> View<'v> {
        View {
            dt_second: self.dt_second,
            load_watt: self.load_watt,
            critical_watt: self.critical_load_watt.unwrap_or(self.load_watt),
            outage: self.outage,
            grid_before_watt: self.grid_before_watt,
            soc: self.soc,
            capacity_wh: self.battery.energy_capacity_wh * self.battery.soh_capacity,
            equipment,
        }
    }
}

/// Raises if `policy` makes no sense.
#[pyfunction]
pub fn check_policy(py: Python<'_>, policy: AnyPolicy) -> PyResult<()> {
    policy.0.check().map_err(|error| exception(py, &error))
}

/// Raises if `view` makes no sense.
#[pyfunction]
pub fn check_view(py: Python<'_>, view: ViewFields) -> PyResult<()> {
    let equipment = view.battery.equipment();
    view.view(&equipment).checked().map(|_| ()).map_err(|error| exception(py, &error))
}

type Decision = (Vec<Vec<f64>>, (f64, Option<f64>, f64));

/// Memory after a step; lowest power, wish and highest power for it.
#[pyfunction]
pub fn decide(
    py: Python<'_>,
    policy: AnyPolicy,
    memory: Option<Vec<Vec<f64>>>,
    view: ViewFields,
) -> PyResult<Decision> {
    policy.0.check().map_err(|error| exception(py, &error))?;
    let mut controller = match memory {
        None => Controller::new(&policy.0),
        Some(memory) => {
            Controller::with_memory(&policy.0, &memory).map_err(|error| exception(py, &error))?
        }
    };
    let equipment = view.battery.equipment();
    let view = view.view(&equipment).checked().map_err(|error| exception(py, &error))?;
    let Command { lower_watt, wish_watt, upper_watt } = controller.decide(&view);
    Ok((controller.memory(), (lower_watt, wish_watt, upper_watt)))
}
