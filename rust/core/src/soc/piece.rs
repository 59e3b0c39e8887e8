//! A piece of work: a few batteries over a window of time, in the widest vectors of the processor.

use super::clock::{self, Clock};
use super::lanes::{self, LANES, Rules};
use super::run::Run;
use super::span;
use super::store::Rule;
use super::strip::Strip;
use crate::error::Error;
use std::iter::repeat;

/// With fewer batteries than this, too many lanes would idle.
const ENOUGH_FOR_LANES: usize = LANES / 2;

/// The next `samples` of each of `runs`.
pub struct Piece<'p, 'a> {
    pub runs: &'p mut [Run<'a>],
    pub clock: Clock<'p>,
    pub samples: usize,
}

impl pulp::WithSimd for Piece<'_, '_> {
    type Output = Result<(), Error>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        for group in self.runs.chunks_mut(LANES) {
            match self.clock {
                Clock::Uniform(dt) if group.len() >= ENOUGH_FOR_LANES => {
                    side_by_side(group, dt, self.samples)?;
                }
                clock => {
                    for run in group {
                        alone(run, clock, self.samples)?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[inline(always)]
fn side_by_side(group: &mut [Run<'_>], dt_second: f64, samples: usize) -> Result<(), Error> {
    let mut rules = [group[0].store.rule(dt_second)?; LANES];
    let mut soc = [0.0; LANES];
    let mut strips: [Strip<'_>; LANES] = Default::default();
    for (lane, run) in group.iter_mut().enumerate() {
        rules[lane] = run.store.rule(dt_second)?;
        soc[lane] = run.soc;
        strips[lane] = run.strip.cut(samples);
        strips[lane].checked()?;
    }
    let rules = Rules::of(|lane| rules[lane]);
    if strips[0].delivered_watt.is_empty() {
        lanes::run::<false>(&rules, &mut strips, samples, &mut soc);
    } else {
        lanes::run::<true>(&rules, &mut strips, samples, &mut soc);
    }
    for (run, soc) in group.iter_mut().zip(soc) {
        run.soc = soc;
    }
    Ok(())
}

#[inline(always)]
fn alone(run: &mut Run<'_>, clock: Clock<'_>, samples: usize) -> Result<(), Error> {
    let mut strip = run.strip.cut(samples);
    strip.checked()?;
    match clock {
        Clock::Uniform(dt) => {
            let rule = run.store.rule(dt)?;
            if span::composes(&rule) {
                run.soc = in_spans(&rule, &mut strip, run.soc);
            }
            run.soc = strip.run(run.soc, repeat(rule));
        }
        Clock::PerSample(steps) => {
            let rules = clock::rules(&run.store, steps)?;
            run.soc = strip.run(run.soc, rules.into_iter());
        }
    }
    Ok(())
}

#[inline(always)]
fn in_spans(rule: &Rule, strip: &mut Strip<'_>, soc: f64) -> f64 {
    if strip.delivered_watt.is_empty() {
        span::run::<false>(rule, strip, soc)
    } else {
        span::run::<true>(rule, strip, soc)
    }
}
