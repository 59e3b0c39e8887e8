//! Optimal dispatch: one year of hours, of minutes, and a day of five minutes.

#![expect(clippy::expect_used, reason = "a bench that cannot run has no figure to give")]

use battcore::dispatch::optimum::{LowestPeak, Optimum, Problem, Schedule, Wishes};
use battcore::site::{Battery, Site};
use battcore::tariff::Tariff;
use battcore::trace::PerStep;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Lengths of a case, in steps and in seconds a step.
const YEARS: [(usize, f64); 3] = [(288, 300.0), (8760, 3600.0), (525_600, 60.0)];

/// Prices with a day, a week, a season and noise, as a market has them. \[currency/kWh\]
fn prices(steps: usize, dt_second: f64) -> Vec<f64> {
    let mut seed = 7_u64;
    let mut noise = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let mut drift = 0.0;
    (0..steps)
        .map(|step| {
            let day = step as f64 * dt_second / 86_400.0;
            drift = 0.9 * drift + 0.02 * noise();
            let wave =
                |period: f64, height: f64| height * (std::f64::consts::TAU * day / period).sin();
            0.08 + wave(1.0, 0.02) + wave(0.5, 0.015) + wave(7.0, 0.01) + wave(365.0, 0.02) + drift
        })
        .map(|price: f64| price.max(0.001))
        .collect()
}

fn battery() -> Battery {
    Battery {
        energy_capacity_wh: 4e6,
        charge_power_watt: 1e6,
        discharge_power_watt: 1e6,
        charge_efficiency: 0.95,
        discharge_efficiency: 0.95,
        self_discharge_per_day: 0.0,
        soc_min: 0.0,
        soc_max: 1.0,
        soh_capacity: 1.0,
        soh_resistance: 1.0,
        charge_cost_per_kwh: 0.0,
        discharge_cost_per_kwh: 0.005,
        converter: None,
        thermal: None,
    }
}

fn wishes() -> Wishes<'static> {
    Wishes {
        soc_start: 0.5,
        soc_end: Some(0.5),
        soc_end_min: None,
        end_value_per_kwh: 0.0,
        soc_floor: PerStep::Same(0.0),
        soc_ceiling: PerStep::Same(1.0),
        holding: None,
        stored_price_per_kwh: PerStep::Same(0.0),
        is_exclusive: true,
    }
}

fn site<'a>(load_watt: &'a [f64], price: &'a [f64], dt_second: f64) -> Site<'a> {
    Site {
        load_watt,
        dt_second: PerStep::Same(dt_second),
        generation_watt: PerStep::Same(0.0),
        curtailable: false,
        import_limit_watt: PerStep::Same(f64::INFINITY),
        export_limit_watt: PerStep::Same(f64::INFINITY),
        critical_load_watt: None,
        ambient_temperature_celsius: PerStep::Same(25.0),
        outages: vec![],
        tariff: Some(Tariff::new(PerStep::Each(price), PerStep::Each(price))),
        frequency_hertz: None,
        signal: None,
        start_second: 0.0,
    }
}

#[divan::bench(args = YEARS)]
fn queue(bencher: Bencher, (steps, dt_second): (usize, f64)) {
    let (price, load) = (prices(steps, dt_second), vec![0.0; steps]);
    let (battery, wishes) = (battery(), wishes());
    let site = site(&load, &price, dt_second);
    let problem = Problem::new(&battery, &site, &wishes).expect("a sound problem");
    let mut schedule = Schedule::default();
    bencher.bench_local(|| schedule.solve(black_box(&problem), |_| f64::INFINITY));
}

#[divan::bench(args = YEARS)]
fn plan(bencher: Bencher, (steps, dt_second): (usize, f64)) {
    let (price, load) = (prices(steps, dt_second), vec![0.0; steps]);
    let (battery, wishes) = (battery(), wishes());
    let site = site(&load, &price, dt_second);
    bencher.bench_local(|| {
        let problem = Problem::new(black_box(&battery), &site, &wishes).expect("a sound problem");
        Optimum::find(&problem, &[], &()).expect("a feasible problem")
    });
}

#[divan::bench(args = YEARS)]
fn minimum_peak(bencher: Bencher, (steps, dt_second): (usize, f64)) {
    let price = prices(steps, dt_second);
    let load: Vec<f64> = price.iter().map(|price| price * 2e7).collect();
    let (battery, wishes) = (battery(), wishes());
    let site = site(&load, &price, dt_second);
    bencher.bench_local(|| LowestPeak::find(&battery, black_box(&site), &wishes));
}
