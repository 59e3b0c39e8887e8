//! The closed loop, as a whole and by the step.

use crate::aging::{AgingCard, engine_of};
use crate::arrays::{Column, column};
use crate::dispatch::AnyPolicy;
use crate::gate::{exception, gate_with_progress};
use crate::site::SiteArrays;
use crate::tariff::costs;
use battcore::Error;
use battcore::aging::Engine;
use battcore::dispatch::{Controller, Plans, Policy};
use battcore::error::{POSITIVE, within};
use battcore::simulation::{
    COLUMNS, Course, Flow, Health, Log, Loop, Memory, Plant, Row, Run, State, Surroundings,
};
use battcore::site::{Battery, Site};
use battcore::tariff::YEAR_SECOND;
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A loop in the middle of its work, or before its first step.
#[expect(clippy::large_enum_variant, reason = "one exists for a moment")]
#[derive(FromPyObject)]
pub enum Start {
    /// In the middle of its work.
    Memory(Memory),
    /// Before its first step, at a state of charge.
    Soc(f64),
}

impl Start {
    fn state<'e>(
        &self,
        battery: &Battery,
        engine: Option<&'e Engine>,
        policy: &Policy,
        start_second: f64,
    ) -> Result<Loop<'e>, Error> {
        match self {
            Self::Memory(memory) => memory.revive(Health::of(battery), engine, policy),
            Self::Soc(soc) => {
                let state = State::new(battery, engine, *soc, start_second)?;
                Ok(Loop::new(state, Controller::new(policy)))
            }
        }
    }
}

/// Runs a battery beside a site under a policy; the parts of the result by name.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the nouns of a simulation")]
pub fn simulate<'py>(
    py: Python<'py>,
    battery: Bound<'py, PyAny>,
    model: Option<&AgingCard>,
    site: SiteArrays<'py>,
    policy: AnyPolicy,
    start: Start,
    years: Option<f64>,
    row_second: Option<f64>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyDict>> {
    policy.beside(&battery);
    let battery: Battery = battery.extract()?;
    let site = site.site()?;
    let log = row_second.map_or(Log::EachStep, Log::Seconds);
    let engine = engine_of(py, model)?;
    let run = gate_with_progress(py, progress, |watch| {
        policy.0.check()?;
        policy.0.check_site(&site)?;
        let state = start.state(&battery, engine, &policy.0, site.start_second)?;
        let plant = Plant::new(&battery)?;
        let duration_second = duration_second(&site, years)?;
        state.run(plant, &site, Course { duration_second, log }, watch)
    })?;
    policy.raised()?;
    results(py, &run, engine)
}

/// So many years, to the microsecond, or one pass of the trace.
fn duration_second(site: &Site<'_>, years: Option<f64>) -> Result<f64, Error> {
    match years {
        None => Ok((0..site.load_watt.len()).map(|step| site.dt_second.at(step)).sum()),
        Some(years) => Ok((within("years", years, POSITIVE)? * YEAR_SECOND * 1e6).round() / 1e6),
    }
}

fn results<'py>(
    py: Python<'py>,
    run: &Run<'_>,
    engine: Option<&Engine>,
) -> PyResult<Bound<'py, PyDict>> {
    let found = PyDict::new(py);
    found.set_item("log", log(py, &run.rows))?;
    found.set_item("losses", losses(py, run, engine))?;
    let cycles = run.end.battery.wear.histogram();
    found.set_item("cycles", PyArray1::from_slice(py, cycles.counts()))?;
    let ride = &run.ride_through;
    found.set_item("ride_through", (ride.shortest_second, ride.shortest_at_second))?;
    found.set_item("ride_through_bin_second", PyArray1::from_slice(py, &ride.bin_second))?;
    found.set_item("ride_through_count", PyArray1::from_slice(py, &ride.count))?;
    found.set_item("outages", outages(py, run))?;
    found.set_item("bill", costs(&run.bill))?;
    let conflicts = run.end.controller.conflicts();
    found.set_item("counts", (run.steps, run.curtailed_steps, conflicts))?;
    let Plans { made, settled, impossible } = run.end.controller.plans();
    found.set_item("plans", (made, settled, impossible))?;
    found.set_item("memory", written(py, run.end.memory())?)?;
    Ok(found)
}

fn log<'py>(py: Python<'py>, rows: &[Row]) -> Vec<(&'static str, Column<'py>)> {
    let names = Row::default().named().map(|(name, _)| name);
    let by_name = |at: usize| (names[at], column(py, rows, |row| row.named()[at].1));
    (0..COLUMNS).map(by_name).collect()
}

fn losses<'py>(
    py: Python<'py>,
    run: &Run<'_>,
    engine: Option<&Engine>,
) -> Vec<(String, Column<'py>)> {
    let causes = engine.map_or(&[][..], |engine| &engine.names().losses);
    let of_cause = |at: usize| run.losses.iter().skip(at).step_by(causes.len()).copied().collect();
    let named = |(at, cause): (usize, &String)| {
        let column: Vec<f64> = of_cause(at);
        (cause.clone(), column.into_pyarray(py))
    };
    causes.iter().enumerate().map(named).collect()
}

fn outages<'py>(py: Python<'py>, run: &Run<'_>) -> [Column<'py>; 5] {
    let seen = &run.outages;
    [
        column(py, seen, |report| report.outage.start_second),
        column(py, seen, |report| report.outage.duration_second),
        column(py, seen, |report| report.seen_second),
        column(py, seen, |report| report.unserved_wh),
        column(py, seen, |report| report.unserved_critical_wh),
    ]
}

/// The fields of a memory by name.
fn written(py: Python<'_>, memory: Memory) -> PyResult<Bound<'_, PyDict>> {
    let fields = PyDict::new(py);
    fields.set_item("time_second", memory.time_second)?;
    fields.set_item("day_end_second", memory.day_end_second)?;
    fields.set_item("soc", memory.soc)?;
    fields.set_item("temperature_celsius", memory.temperature_celsius)?;
    fields.set_item("soh_capacity", memory.soh_capacity)?;
    fields.set_item("soh_resistance", memory.soh_resistance)?;
    fields.set_item("efc", memory.efc)?;
    fields.set_item("passes", memory.passes)?;
    fields.set_item("step", memory.step)?;
    fields.set_item("into_step_second", memory.into_step_second)?;
    fields.set_item("load_before_watt", memory.load_before_watt)?;
    fields.set_item("grid_before_watt", memory.grid_before_watt)?;
    fields.set_item("policy", memory.policy)?;
    fields.set_item("cycles", memory.cycles)?;
    fields.set_item("open_soc", memory.open_soc)?;
    fields.set_item("open_index", memory.open_index)?;
    fields.set_item("counted", memory.counted)?;
    fields.set_item("losses", memory.losses)?;
    fields.set_item("aging", memory.aging)?;
    Ok(fields)
}

/// The fields of the memory of a battery at rest before its first step.
#[pyfunction]
pub fn simulation_start<'py>(
    py: Python<'py>,
    battery: Battery,
    model: Option<&AgingCard>,
    soc: f64,
    start_second: f64,
) -> PyResult<Bound<'py, PyDict>> {
    let engine = engine_of(py, model)?;
    let policy = Policy::Stack(vec![]);
    let state = Start::Soc(soc).state(&battery, engine, &policy, start_second);
    written(py, state.map_err(|error| exception(py, &error))?.memory())
}

/// The fields of the memory after a step, and what it did.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "a battery, its state and its step")]
pub fn simulation_step<'py>(
    py: Python<'py>,
    battery: Battery,
    model: Option<&AgingCard>,
    mut memory: Memory,
    power_watt: f64,
    dt_second: f64,
    ambient_temperature_celsius: f64,
    grid: bool,
) -> PyResult<(Bound<'py, PyDict>, [f64; 9])> {
    let engine = engine_of(py, model)?;
    let around = Surroundings { ambient_temperature_celsius, grid }.checked();
    let policy = Policy::Stack(vec![]); // whatever decides stands outside, with its own memory
    let decider = std::mem::replace(&mut memory.policy, Controller::new(&policy).memory());
    let stepped = around.and_then(|around| {
        let mut state = memory.revive(Health::of(&battery), engine, &policy)?;
        let mut plant = Plant::new(&battery)?;
        let flow = plant.checked_step(&mut state.battery, power_watt, dt_second, around)?;
        Ok((state, flow))
    });
    let (state, flow) = stepped.map_err(|error| exception(py, &error))?;
    let memory = Memory { policy: decider, ..state.memory() };
    Ok((written(py, memory)?, numbers(&flow)))
}

fn numbers(flow: &Flow) -> [f64; 9] {
    [
        flow.power_watt,
        flow.dc_power_watt,
        flow.auxiliary_watt,
        flow.stored_wh,
        flow.converter_loss_wh,
        flow.battery_loss_wh,
        flow.self_discharge_wh,
        flow.capacity_change_wh,
        flow.temperature_celsius,
    ]
}
