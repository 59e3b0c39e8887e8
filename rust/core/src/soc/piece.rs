//! A piece of work: a few batteries over a window of time, in the widest vectors of the processor.

use super::clock::{self, Clock};
use super::rule::Rule;
use super::run::Run;
use super::scan;
use super::strip::Strip;
use super::vectors::{Machine, Task};
use crate::error::Error;
use std::iter::repeat;

/// The next `samples` of each of `runs`.
pub struct Piece<'p, 'a> {
    pub runs: &'p mut [Run<'a>],
    pub clock: Clock<'p>,
    pub samples: usize,
}

impl Task for Piece<'_, '_> {
    type Output = Result<(), Error>;

    #[inline(always)]
    fn run<M: Machine>(self, machine: M) -> Self::Output {
        for run in self.runs {
            advance(machine, run, self.clock, self.samples)?;
        }
        Ok(())
    }
}

#[inline(always)]
fn advance(
    machine: impl Machine,
    run: &mut Run<'_>,
    clock: Clock<'_>,
    samples: usize,
) -> Result<(), Error> {
    let mut strip = run.strip.cut(samples);
    match clock {
        Clock::Uniform(dt) => {
            let rule = run.store.rule(dt)?;
            run.soc = scanned(machine, &rule, &mut strip, run.soc)?;
            strip.checked()?;
            run.soc = strip.run(run.soc, repeat(rule));
        }
        Clock::PerSample(steps) => {
            strip.checked()?;
            let rules = clock::rules(&run.store, steps)?;
            run.soc = strip.run(run.soc, rules.into_iter());
        }
    }
    Ok(())
}

#[inline(always)]
fn scanned(
    machine: impl Machine,
    rule: &Rule,
    strip: &mut Strip<'_>,
    soc: f64,
) -> Result<f64, Error> {
    match (strip.delivered_watt.is_empty(), rule.retention == 1.0) {
        (true, true) => scan::run::<false, false>(machine, rule, strip, soc),
        (true, false) => scan::run::<false, true>(machine, rule, strip, soc),
        (false, true) => scan::run::<true, false>(machine, rule, strip, soc),
        (false, false) => scan::run::<true, true>(machine, rule, strip, soc),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soc::store::Store;
    use crate::soc::vectors::{Plain, run};

    const BATTERIES: usize = 3;
    const SAMPLES: usize = 2311;

    /// Batteries that keep their charge, that leak, and that leak below their lower limit.
    fn stores() -> [Store; 3] {
        [store(0.0, 0.0), store(0.0, 0.1), store(0.1, 0.1)]
    }

    fn store(soc_min: f64, self_discharge_per_day: f64) -> Store {
        Store {
            energy_capacity_wh: 100.0,
            soc_min,
            soc_max: 0.9,
            charge_efficiency: 0.9,
            discharge_efficiency: 0.95,
            self_discharge_per_day,
            charge_power_watt: 400.0,
            discharge_power_watt: 500.0,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn wishes() -> Vec<f64> {
        (0..SAMPLES).map(|at| 600.0 * (at as f64 * at as f64).sin()).collect()
    }

    /// States and powers of batteries that ask for the same.
    fn answers(
        store: Store,
        work: impl FnOnce(Piece<'_, '_>) -> Result<(), Error>,
    ) -> (Vec<f64>, Vec<f64>) {
        let wishes = wishes();
        let mut soc = vec![0.0; BATTERIES * SAMPLES];
        let mut delivered = soc.clone();
        let rows = soc.chunks_mut(SAMPLES).zip(delivered.chunks_mut(SAMPLES));
        let run = |(soc, delivered_watt)| Run {
            store,
            soc: 0.5,
            strip: Strip { power_watt: &wishes, soc, delivered_watt },
        };
        let mut runs: Vec<Run<'_>> = rows.map(run).collect();
        let clock = Clock::Uniform(60.0);
        work(Piece { runs: &mut runs, clock, samples: SAMPLES }).unwrap();
        (soc, delivered)
    }

    #[test]
    fn every_processor_gives_the_same_bits() {
        for store in stores() {
            let best = answers(store, |piece| run(piece));
            assert_eq!(best, answers(store, |piece| piece.run(Plain)));
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn an_older_processor_gives_the_same_bits() {
        let Some(older) = pulp::x86::V3::try_new() else { return };
        for store in stores() {
            let found = answers(store, |piece| piece.run(older));
            assert_eq!(found, answers(store, |piece| piece.run(Plain)));
        }
    }

    #[test]
    fn every_run_is_the_step_folded() {
        for store in stores() {
            let (soc, delivered) = answers(store, |piece| run(piece));
            let rule = store.rule(60.0).unwrap();
            let mut state = 0.5;
            for (at, wish) in wishes().into_iter().cycle().take(BATTERIES * SAMPLES).enumerate() {
                let before = if at.is_multiple_of(SAMPLES) { 0.5 } else { state };
                let step = rule.step(before, wish);
                assert!((soc[at] - step.soc).abs() <= 1e-12);
                assert!((delivered[at] - step.power_watt).abs() <= 1e-9);
                state = step.soc;
            }
        }
    }
}
