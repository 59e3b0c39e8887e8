//! Policies as Python holds them, and one decision at a time.

mod callback;
mod cycle_cost;
mod horizon;
mod large_load;
mod linear;
mod optimum;
mod own;
mod shared;
mod stream;

pub use cycle_cost::check_cycle_cost;
pub use horizon::check_forecast_error;
pub use large_load::{allowed_pairs, maximum_load, minimum_power};
pub use linear::{MeterTerms, StoreTerms, linear_terms};
pub use optimum::{OptimalPlan, check_holding_cost, minimum_peak, optimize, optimize_each};
pub use shared::{SharedColumns, plan_shared};
pub use stream::DispatchStream;

use crate::gate::exception;
use crate::tariff::period;
use battcore::cycles::Law;
use battcore::dispatch::{
    self, Command, Controller, Goal, LearnedPeakShaving, Own, Policy, Schedule, View,
};
use battcore::site::{Battery, Equipment};
use callback::Callback;
use horizon::HorizonFields;
use numpy::PyReadonlyArray1;
use own::PythonPolicy;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use std::sync::Arc;

/// A policy, by the name of its class, and what of it Python decides or foretells.
pub struct AnyPolicy(pub Policy, Vec<Arc<Callback>>);

impl AnyPolicy {
    /// Tells what Python decides which battery it stands beside.
    pub fn beside(&self, battery: &Bound<'_, PyAny>) {
        self.1.iter().for_each(|callback| callback.beside(battery));
    }

    /// What Python raised.
    pub fn raised(&self) -> PyResult<()> {
        self.1.iter().find_map(|callback| callback.raised()).map_or(Ok(()), Err)
    }

    fn stack(members: Vec<Self>) -> Self {
        let (policies, callbacks): (Vec<Policy>, Vec<_>) =
            members.into_iter().map(|member| (member.0, member.1)).unzip();
        Self(Policy::Stack(policies), callbacks.into_iter().flatten().collect())
    }

    /// A policy of no class of this library, if it can decide.
    fn own(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        static POLICY: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let class = POLICY.import(object.py(), "battcore.dispatch", "Policy")?;
        let asks_us = object.is_instance(class)?; // its own `decide` would ask us again
        if asks_us || !object.hasattr("decide")? {
            let name = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!("{name} is no policy")));
        }
        let callback = Arc::new(Callback::new(object.to_owned().unbind()));
        let own = Own(Arc::new(PythonPolicy(callback.clone())));
        Ok(Self(Policy::Own(own), vec![callback]))
    }

    fn receding_horizon(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let (rule, callback) = object.extract::<HorizonFields<'_>>()?.rule(object.py())?;
        Ok(Self(Policy::RecedingHorizon(rule), callback.into_iter().collect()))
    }
}

impl<'py> FromPyObject<'_, 'py> for AnyPolicy {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let class = object.get_type().name()?;
        let policy = match class.to_str()? {
            "BackupReserve" => Policy::BackupReserve(object.extract()?),
            "CycleAware" => Policy::CycleAware(object.extract()?),
            "FrequencyResponse" => Policy::FrequencyResponse(object.extract()?),
            "LearnedPeakShaving" => {
                Policy::LearnedPeakShaving(object.extract::<LearnedFields>()?.rule()?)
            }
            "LoadSmoothing" => Policy::LoadSmoothing(object.extract()?),
            "PeakShaving" => Policy::PeakShaving(object.extract()?),
            "PriceThreshold" => Policy::PriceThreshold(object.extract()?),
            "RampLimit" => Policy::RampLimit(object.extract()?),
            "RangeLimit" => Policy::RangeLimit(object.extract()?),
            "RegulationSignal" => Policy::RegulationSignal(object.extract()?),
            "Schedule" => Policy::Schedule(object.extract::<ScheduleFields<'_>>()?.rule()?),
            "SelfConsumption" => Policy::SelfConsumption(object.extract()?),
            "TimeOfUse" => Policy::TimeOfUse(object.extract()?),
            "RecedingHorizon" => return Self::receding_horizon(object),
            "Stack" => return Ok(Self::stack(object.getattr("policies")?.extract()?)),
            _ => return Self::own(object),
        };
        Ok(Self(policy, vec![]))
    }
}

/// A peak shaving that learns, as Python holds it.
#[derive(FromPyObject)]
struct LearnedFields {
    start_limit_watt: f64,
    reset: String,
    keep_share: f64,
    recharge_power_watt: f64,
    recharge_soc: f64,
}

impl LearnedFields {
    fn rule(self) -> PyResult<LearnedPeakShaving> {
        let never = self.reset == "never";
        Ok(LearnedPeakShaving {
            start_limit_watt: self.start_limit_watt,
            reset: if never { None } else { Some(period(&self.reset)?) },
            keep_share: self.keep_share,
            recharge_power_watt: self.recharge_power_watt,
            recharge_soc: self.recharge_soc,
        })
    }
}

/// A schedule, as Python holds it: of powers, or else of states of charge.
#[derive(FromPyObject)]
struct ScheduleFields<'py> {
    power_watt: Option<PyReadonlyArray1<'py, f64>>,
    soc: Option<PyReadonlyArray1<'py, f64>>,
}

impl ScheduleFields<'_> {
    fn rule(&self) -> PyResult<Schedule> {
        let goal = match (&self.power_watt, &self.soc) {
            (Some(power), None) => Goal::Power(power.as_slice()?.into()),
            (None, Some(soc)) => Goal::Soc(soc.as_slice()?.into()),
            _ => return Err(PyTypeError::new_err("a schedule is of power_watt or of soc")),
        };
        Ok(Schedule { goal })
    }
}

/// What a policy may know, as Python holds it.
#[derive(FromPyObject)]
pub struct ViewFields {
    battery: Battery,
    soc: f64,
    dt_second: f64,
    load_watt: f64,
    generation_watt: f64,
    critical_load_watt: Option<f64>,
    grid_before_watt: Option<f64>,
    outage: bool,
    clock_second: f64,
    step: usize,
    price_per_kwh: Option<f64>,
    frequency_hertz: Option<f64>,
    signal: Option<f64>,
}

impl ViewFields {
    fn view<'v>(&'v self, equipment: &'v Equipment) -> View<'v> {
        View {
            dt_second: self.dt_second,
            load_watt: self.load_watt,
            generation_watt: self.generation_watt,
            critical_watt: self.critical_load_watt.unwrap_or(self.load_watt),
            outage: self.outage,
            grid_before_watt: self.grid_before_watt,
            clock_second: self.clock_second,
            step: self.step,
            price_per_kwh: self.price_per_kwh,
            frequency_hertz: self.frequency_hertz,
            signal: self.signal,
            soc: self.soc,
            capacity_wh: self.battery.energy_capacity_wh * self.battery.soh_capacity,
            equipment,
            battery: &self.battery,
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
    view: Bound<'_, PyAny>,
) -> PyResult<Decision> {
    policy.beside(&view.getattr("battery")?);
    let view: ViewFields = view.extract()?;
    policy.0.check().map_err(|error| exception(py, &error))?;
    let mut controller = match memory {
        None => Controller::new(&policy.0),
        Some(memory) => {
            Controller::with_memory(&policy.0, &memory).map_err(|error| exception(py, &error))?
        }
    };
    let equipment = view.battery.equipment();
    let view = view.view(&equipment).checked().map_err(|error| exception(py, &error))?;
    policy.0.check_given(&view.given()).map_err(|error| exception(py, &error))?;
    let Command { lower_watt, wish_watt, upper_watt } = controller.decide(&view);
    policy.raised()?;
    Ok((controller.memory(), (lower_watt, wish_watt, upper_watt)))
}

/// The depth at which one more kWh of cycle wears as much as it is worth.
#[pyfunction]
pub fn worthwhile_depth(
    py: Python<'_>,
    law: Law,
    cell_price_per_kwh: f64,
    cycle_price_per_kwh: f64,
) -> PyResult<f64> {
    dispatch::worthwhile_depth(law, cell_price_per_kwh, cycle_price_per_kwh)
        .map_err(|error| exception(py, &error))
}
