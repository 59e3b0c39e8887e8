//! What ten years of duty cost, at hours and at minutes, and what many cells cost that share one.

use battcore::aging::{Cell, Duty, Engine, Horizon, Model, Settings, predict, predict_many};
use battcore::error::Error;
use divan::Bencher;
use divan::counter::ItemsCount;
use std::f64::consts::TAU;

const DAY: f64 = 86_400.0;
const CARD: &str = include_str!("../models/lfp_gr_250ah_prismatic.toml");
/// Hours of a day and states of charge between which it runs on straight lines.
const CORNERS: [(f64, f64); 6] =
    [(0.0, 0.1), (4.0, 0.1), (10.0, 0.9), (16.0, 0.9), (22.0, 0.1), (24.0, 0.1)];

fn main() {
    divan::main();
}

#[divan::bench(args = [(3600.0, true), (3600.0, false), (60.0, true), (60.0, false)])]
fn ten_years(bencher: Bencher, (step, varies): (f64, bool)) {
    let (soc, mut celsius) = record(10.0, step);
    if !varies {
        celsius = vec![25.0];
    }
    let engine = engine(&[]);
    bencher.counter(ItemsCount::new(soc.len())).bench(|| {
        let engine = engine.as_ref().map_err(Clone::clone)?;
        let duty = Duty { soc: &soc, temperature_celsius: &celsius, dt_second: &[step] };
        predict(engine, duty, Horizon::default(), None, &()).map(|found| found.run)
    });
}

#[divan::bench(sample_count = 3)]
fn hundred_cells_of_twenty_years(bencher: Bencher) {
    let (soc, celsius) = record(20.0, 3600.0);
    let duty = Duty { soc: &soc, temperature_celsius: &celsius, dt_second: &[3600.0] };
    let own: Vec<[f64; 2]> = (0..100_i32)
        .map(|k| 0.5 + f64::from(k) / 100.0)
        .map(|x| [x * 83_700.0, x * 4e-8])
        .collect();
    let cells: Vec<Cell> =
        own.iter().map(|parameters| Cell { duty, parameters, state: None }).collect();
    let horizon = Horizon { windows_per_row: 365, ..Horizon::default() };
    let engine = engine(&["p1", "p4"]);
    bencher.bench(|| {
        let engine = engine.as_ref().map_err(Clone::clone)?;
        predict_many(engine, &cells, horizon, &())
    });
}

fn engine(open: &[&str]) -> Result<Engine, Error> {
    let open: Vec<String> = open.iter().map(|&name| name.to_owned()).collect();
    Engine::new(&Model::from_toml(CARD)?.freed(&open)?, Settings::default())
}

/// One deep cycle a day with rest at both ends, and seasons.
fn record(years: f64, step: f64) -> (Vec<f64>, Vec<f64>) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few millions")]
    let steps = (years * 365.0 * DAY / step) as usize;
    let day = |at: usize| at as f64 * step / DAY;
    let celsius = |day: f64| 20.0 + 10.0 * (TAU * day / 365.0).sin() + 3.0 * (TAU * day).sin();
    (
        (0..=steps).map(|at| soc(day(at) % 1.0 * 24.0)).collect(),
        (0..=steps).map(|at| celsius(day(at))).collect(),
    )
}

fn soc(hour: f64) -> f64 {
    let pairs = CORNERS.iter().zip(&CORNERS[1..]);
    let mut pieces = pairs.filter(|((from, _), (to, _))| (*from..*to).contains(&hour));
    pieces
        .next()
        .map_or(0.1, |((from, low), (to, high))| low + (high - low) * (hour - from) / (to - from))
}
