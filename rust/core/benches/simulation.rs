//! What a step of the closed loop costs, with and without aging, over a year of minutes.

use battcore::aging::{Engine, Model, Settings};
use battcore::converter::Converter;
use battcore::dispatch::{BackupReserve, Controller, LoadSmoothing, Policy};
use battcore::error::Error;
use battcore::simulation::{Course, Log, Loop, Plant, Run, State};
use battcore::site::{Battery, Site};
use battcore::tariff::YEAR_SECOND;
use battcore::thermal::Lump;
use battcore::trace::PerStep;
use divan::Bencher;
use divan::counter::ItemsCount;

const MINUTES: usize = 365 * 1440;
const DAY: f64 = 86_400.0;
const CARD: &str = include_str!("../models/lfp_gr_250ah_prismatic.toml");

fn main() {
    divan::main();
}

#[divan::bench(args = [true, false], sample_count = 10)]
fn year_of_minutes(bencher: Bencher, ages: bool) {
    let load = campus();
    let engine = ages.then(engine).transpose();
    bencher.counter(ItemsCount::new(MINUTES)).bench(|| {
        let engine = engine.as_ref().map_err(Clone::clone)?;
        run(&load, engine.as_ref()).map(|run| run.steps)
    });
}

fn run<'e>(load: &[f64], engine: Option<&'e Engine>) -> Result<Run<'e>, Error> {
    let battery = battery();
    let state = State::new(&battery, engine, 0.5, 0.0)?;
    let course = Course { duration_second: YEAR_SECOND, log: Log::Seconds(DAY) };
    let start = Loop::new(state, Controller::new(&policy()));
    let site = Site::of_load(load, PerStep::Same(60.0));
    start.run(Plant::new(&battery)?, &site, course, &())
}

fn engine() -> Result<Engine, Error> {
    let settings = Settings { feedback: true, window_second: 2.0 * DAY, ..Settings::default() };
    Engine::new(&Model::from_toml(CARD)?, settings)
}

/// A campus whose jobs start and stop and write checkpoints, with a deterministic irregularity.
fn campus() -> Vec<f64> {
    let mut seed = 7_u64;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut jobs = 0.5;
    (0..MINUTES)
        .map(|minute| {
            if minute % 180 == 0 {
                jobs = noise();
            }
            let checkpoint = if minute % 47 < 2 { 0.6 } else { 1.0 };
            1e8 * (0.55 + 0.3 * jobs) * checkpoint * (1.0 + 0.02 * noise())
        })
        .collect()
}

fn policy() -> Policy {
    let reserve = BackupReserve {
        ride_through_second: 300.0,
        critical_load_watt: None,
        load_drop_watt: 0.0,
        load_drop_second: 0.0,
        recharge_power_watt: f64::INFINITY,
    };
    let smoothing =
        LoadSmoothing { window_second: 900.0, target_soc: 0.5, centering_second: 21_600.0 };
    Policy::Stack(vec![Policy::BackupReserve(reserve), Policy::LoadSmoothing(smoothing)])
}

fn battery() -> Battery {
    Battery {
        energy_capacity_wh: 4e7,
        charge_power_watt: 6e7,
        discharge_power_watt: 1e8,
        charge_efficiency: 0.98,
        discharge_efficiency: 0.98,
        self_discharge_per_day: 1e-3,
        soc_min: 0.05,
        soc_max: 0.95,
        soh_capacity: 1.0,
        soh_resistance: 1.0,
        charge_cost_per_kwh: 0.0,
        discharge_cost_per_kwh: 0.0,
        converter: Some(Converter {
            rated_power_watt: 1e8,
            no_load_loss: 0.004,
            linear_loss: 0.0,
            quadratic_loss: 0.02,
            standby_power_watt: 5e4,
            loss_points: vec![],
        }),
        thermal: Some(Lump {
            heat_capacity_joule_per_kelvin: 4e8,
            thermal_resistance_kelvin_per_watt: 1e-5,
        }),
    }
}
