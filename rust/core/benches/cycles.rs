//! What a sample costs: copied, pushed one by one, counted as a whole, summed as damage.
//!
//! Environment `BATTCORE_NUM_THREADS=1` times one core, and `BATTCORE_INSTRUCTIONS`, which is
//! `avx512`, `avx2` or `portable`, one set of instructions.

use battcore::cycles::{
    Classes, Counted, Counter, DamageCounter, Growing, Law, Plateau, PowerLaw, Residue, damage,
    histogram, rainflow,
};
use divan::Bencher;
use divan::counter::ItemsCount;

const SAMPLES: usize = 1_000_000;
const SIGNALS: [&str; 5] = ["walk", "white", "sine", "soc", "socq"];

fn main() {
    divan::main();
}

#[divan::bench(args = SIGNALS)]
fn push(bencher: Bencher, signal: &str) {
    let series = series(signal);
    bencher.counter(ItemsCount::new(SAMPLES)).bench(|| {
        let (mut counter, mut closed) = (Counter::new(), 0.0);
        for (&value, carried) in series.iter().zip(0_u64..) {
            counter.push(value, carried, |cycle| closed += cycle.range());
        }
        closed
    });
}

#[divan::bench(args = SIGNALS)]
fn push_damage(bencher: Bencher, signal: &str) {
    let (series, law) = (series(signal), PowerLaw::new(1.5).map(Law::Power));
    bencher.counter(ItemsCount::new(SAMPLES)).bench(|| {
        let mut counter = law.clone().and_then(DamageCounter::new)?;
        series.iter().try_for_each(|&x| counter.push(x).map(|_| ()))?;
        Ok::<f64, battcore::Error>(counter.damage())
    });
}

#[divan::bench(args = SIGNALS)]
fn sum_damage(bencher: Bencher, signal: &str) {
    let (series, law) = (series(signal), PowerLaw::new(1.5).map(Law::Power));
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench(|| law.clone().map(|law| damage(&series, &[law], 0.0, &())));
}

#[divan::bench(args = SIGNALS)]
fn sort_into_classes(bencher: Bencher, signal: &str) {
    let series = series(signal);
    let highest = series.iter().fold(0.0_f64, |highest, x| highest.max(x.abs()));
    let edges: Vec<f64> = (0..=50).map(|k| 0.04 * highest * f64::from(k)).collect();
    let (classes, counted) =
        (Classes::new("edges", &edges), Counted { residue: Residue::Half, min_range: 0.0 });
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench(|| classes.clone().map(|classes| histogram(&series, &classes, counted, &())));
}

#[divan::bench(args = SIGNALS)]
fn list_cycles(bencher: Bencher, signal: &str) {
    let series = series(signal);
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench(|| rainflow(&series, Residue::Half, Plateau::First, 0.0, &()));
}

#[divan::bench(args = SIGNALS)]
fn copy(bencher: Bencher, signal: &str) {
    let series = series(signal);
    let mut to = vec![0.0; SAMPLES];
    bencher.counter(ItemsCount::new(SAMPLES)).bench_local(|| {
        to.copy_from_slice(divan::black_box(&series));
        divan::black_box(&mut to);
    });
}

fn series(signal: &str) -> Vec<f64> {
    let mut noise = noise();
    let mut normal = || (0..12).map(|_| noise()).sum::<f64>() - 6.0;
    let mut level = 0.5;
    (0..SAMPLES)
        .map(|minute| match signal {
            "white" => normal(),
            "sine" => (minute as f64 * std::f64::consts::TAU / 1000.0).sin(),
            "walk" => {
                level += normal();
                level
            }
            _ => {
                level = f64::clamp(level + soc_step(minute, normal()), 0.05, 0.95);
                if signal == "socq" { (1000.0 * level).round() / 1000.0 } else { level }
            }
        })
        .collect()
}

/// Night charge, evening shave, and bursts of noise on three of ten half hours.
fn soc_step(minute: usize, noise: f64) -> f64 {
    let plan = match minute % 1440 {
        0..240 => 0.5,
        1020..1200 => -0.6,
        _ => 0.0,
    };
    let burst = if minute / 30 * 7 % 10 < 3 { 0.2 * noise } else { 0.0 };
    (plan + burst) / 240.0
}

/// Fractions of one, by splitmix64.
fn noise() -> impl FnMut() -> f64 {
    let mut state = 1_u64;
    move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (state ^ state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) >> 11) as f64 * 2.0_f64.powi(-53)
    }
}
