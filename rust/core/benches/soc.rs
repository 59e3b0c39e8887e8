//! Time per step of `soc`, beside the time of copying the trace.

use battcore::soc::{Run, Store, Strip, integrate};
use divan::{Bencher, black_box, counter::ItemsCount};

const STORE: Store = Store {
    energy_capacity_wh: 1e6,
    soc_min: 0.1,
    soc_max: 0.9,
    charge_efficiency: 0.95,
    discharge_efficiency: 0.95,
    self_discharge_per_day: 0.0,
    charge_power_watt: 5e5,
    discharge_power_watt: 5e5,
};
const MINUTE: [f64; 1] = [60.0];
const LONG: [usize; 2] = [1_000_000, 10_000_000];

fn main() {
    divan::main();
}

/// A daily swing with noise that touches both limits.
fn wishes(samples: usize) -> Vec<f64> {
    let wish = |at: usize| 4e5 * (at as f64 / 229.0).sin() + 3e5 * (at as f64 * 1.7).sin();
    (0..samples).map(wish).collect()
}

#[divan::bench(args = LONG)]
fn copy(bencher: Bencher<'_, '_>, samples: usize) {
    let (from, mut to) = (wishes(samples), vec![1.0; samples]);
    let bencher = bencher.counter(ItemsCount::new(samples));
    bencher.bench_local(|| black_box(&mut to).copy_from_slice(black_box(&from)));
}

#[divan::bench(args = LONG)]
fn long_soc(bencher: Bencher<'_, '_>, samples: usize) {
    time(bencher, 1, samples, &STORE, false);
}

#[divan::bench(args = LONG)]
fn long_with_power(bencher: Bencher<'_, '_>, samples: usize) {
    time(bencher, 1, samples, &STORE, true);
}

#[divan::bench]
fn long_leaking(bencher: Bencher<'_, '_>) {
    let store = Store { self_discharge_per_day: 1e-3, ..STORE };
    time(bencher, 1, 1_000_000, &store, false);
}

#[divan::bench]
fn fleet_soc(bencher: Bencher<'_, '_>) {
    time(bencher, 64, 4_000, &STORE, false);
}

#[divan::bench]
fn fleet_with_power(bencher: Bencher<'_, '_>) {
    time(bencher, 64, 4_000, &STORE, true);
}

fn time(bencher: Bencher<'_, '_>, batteries: usize, samples: usize, store: &Store, power: bool) {
    let wishes = wishes(batteries * samples);
    let mut soc = vec![0.0; batteries * samples];
    let mut delivered = vec![0.0; if power { batteries * samples } else { 0 }];
    bencher.counter(ItemsCount::new(batteries * samples)).bench_local(|| {
        let mut delivered = delivered.chunks_mut(samples);
        let run = |(power_watt, soc)| Run {
            store: *store,
            soc: 0.5,
            strip: Strip { power_watt, soc, delivered_watt: delivered.next().unwrap_or_default() },
        };
        let rows = black_box(&wishes).chunks(samples).zip(soc.chunks_mut(samples));
        let runs = rows.map(run).collect();
        integrate(runs, &MINUTE, &())
    });
}
