//! A piece of work: a few batteries over a window of time, in the widest vectors of the processor.

use super::clock::{self, Clock};
use super::lanes;
use super::number::{LANES, Lanes};
use super::rule::Rule;
use super::run::Run;
use super::span;
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
        let mut others = self.runs;
        if let Clock::Uniform(dt) = self.clock {
            let (groups, rest) = others.as_chunks_mut::<LANES>();
            for group in groups {
                side_by_side(machine, group, dt, self.samples)?;
            }
            others = rest;
        }
        for run in others {
            alone(machine, run, self.clock, self.samples)?;
        }
        Ok(())
    }
}

#[inline(always)]
fn side_by_side(
    machine: impl Machine,
    group: &mut [Run<'_>; LANES],
    dt_second: f64,
    samples: usize,
) -> Result<(), Error> {
    let mut rules = [group[0].store.rule(dt_second)?; LANES];
    for (rule, run) in rules.iter_mut().zip(&*group) {
        *rule = run.store.rule(dt_second)?;
    }
    let mut soc = Lanes(group.each_ref().map(|run| run.soc));
    let mut strips = group.each_mut().map(|run| run.strip.cut(samples));
    for strip in &strips {
        strip.checked()?;
    }
    if strips[0].delivered_watt.is_empty() {
        lanes::run::<false>(machine, &rules, &mut strips, samples, &mut soc);
    } else {
        lanes::run::<true>(machine, &rules, &mut strips, samples, &mut soc);
    }
    for (run, soc) in group.iter_mut().zip(soc.0) {
        run.soc = soc;
    }
    Ok(())
}

#[inline(always)]
fn alone(
    machine: impl Machine,
    run: &mut Run<'_>,
    clock: Clock<'_>,
    samples: usize,
) -> Result<(), Error> {
    let mut strip = run.strip.cut(samples);
    strip.checked()?;
    match clock {
        Clock::Uniform(dt) => {
            let rule = run.store.rule(dt)?;
            if span::composes(&rule) {
                run.soc = in_spans(machine, &rule, &mut strip, run.soc);
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
fn in_spans(machine: impl Machine, rule: &Rule, strip: &mut Strip<'_>, soc: f64) -> f64 {
    if strip.delivered_watt.is_empty() {
        span::run::<false>(machine, rule, strip, soc)
    } else {
        span::run::<true>(machine, rule, strip, soc)
    }
}
