//! What a battery went through in each of its cycles.
//!
//! Between samples, state of charge and temperature follow straight lines. A full cycle lasts from
//! its first turning point until the series is back where it began, which is mostly between two
//! samples; half a cycle lasts from one turning point to the other. Two clocks run along: one of
//! all that happens, and one that is set back to where a cycle began whenever one closes, so that
//! between two of its readings stands what belongs to a cycle alone and not to those nested in it.

use crate::cycles::BLOCK;
use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::each::of_each;
use crate::cycles::integrals::{Integrals, Leg, SECONDS_PER_HOUR};
use crate::cycles::peaks::Peaks;
use crate::cycles::progress::share;
use crate::error::{Error, FRACTION, POSITIVE, all_within};
use crate::parallel::KeepGoing;
use crate::thermal::TEMPERATURE_CELSIUS;
use crate::trace::PerStep;
use std::iter::repeat_n;

/// What the time from sample to sample is called.
const STEP: &str = "dt_second";

/// A state of charge on a clock, with the temperature that went along.
#[derive(Debug, Clone, Copy)]
pub struct Duty<'a> {
    /// State of charge at the ends of all steps, and before the first.
    pub soc: &'a [f64],
    /// Time from each sample to the next, one fewer than samples. \[s\]
    pub dt_second: PerStep<'a>,
    /// Temperature at each sample. \[degC\]
    pub temperature_celsius: PerStep<'a>,
}

/// A counted cycle, and what happened in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attributes {
    /// The cycle itself.
    pub cycle: Cycle<()>,
    /// From its beginning to its end.
    pub whole: Integrals,
    /// The same without the full cycles nested in it.
    pub own: Integrals,
    /// Fastest change of the state of charge in all that time. \[1/h\]
    pub peak_c_rate: f64,
}

impl Attributes {
    /// Own way over the time from beginning to end. \[1/h\]
    #[must_use]
    pub fn mean_c_rate(&self) -> f64 {
        let way = 2.0 * self.cycle.count * self.cycle.range();
        way / (self.whole.second / SECONDS_PER_HOUR)
    }
}

/// The cycles of `duty` in the order in which they close, then the residue as half cycles.
///
/// # Errors
/// [`Error::BadInput`] or [`Error::BadShape`] if a sample is no fraction, a step does not last, a
/// temperature cannot be one in degrees Celsius, or numbers of samples do not fit together;
/// [`Error::Interrupted`].
pub fn attributes(duty: Duty<'_>, watch: &dyn KeepGoing) -> Result<Vec<Attributes>, Error> {
    let samples = all_within("soc", duty.soc, FRACTION)?.len();
    duty.dt_second.check(STEP, samples.saturating_sub(1), POSITIVE)?;
    duty.temperature_celsius.check("temperature_celsius", samples, TEMPERATURE_CELSIUS)?;
    let mut pass = Pass::new(duty);
    for at in 1..samples {
        pass.take(at);
        if at % BLOCK == 0 {
            watch.keep_going(share(at, samples))?;
        }
    }
    Ok(pass.finish())
}

/// Readings of the clock of all that happens and of the one that is set back.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Clocks {
    whole: Integrals,
    own: Integrals,
}

/// One pass through a series.
struct Pass<'a> {
    duty: Duty<'a>,
    counter: Counter<Clocks>,
    now: Clocks,
    peaks: Peaks,
    found: Vec<Attributes>,
}

impl<'a> Pass<'a> {
    fn new(duty: Duty<'a>) -> Self {
        let mut counter = Counter::new();
        if let Some(&start) = duty.soc.first() {
            counter.push(start, Clocks::default(), |_| ());
        }
        Self { duty, counter, now: Clocks::default(), peaks: Peaks::default(), found: Vec::new() }
    }

    /// Goes on to the sample `at`.
    #[inline]
    fn take(&mut self, at: usize) {
        let leg = self.duty.leg_to(at);
        self.peaks.push(at as u64, leg.c_rate());
        let Self { duty, counter, now, peaks, found } = self;
        let (mut own, mut since) = (now.own, Integrals::default());
        counter.push(leg.soc[1], Clocks::default(), |cycle| {
            if cycle.count < 1.0 {
                found.push(duty.half(&cycle));
                return;
            }
            let until = leg.up_to(leg.share_at(cycle.from.value));
            found.push(Attributes {
                cycle: cycle.plain(),
                whole: now.whole + until - cycle.from.carried.whole,
                own: own + until - since - cycle.from.carried.own,
                peak_c_rate: peaks.behind(cycle.from.index),
            });
            (own, since) = (cycle.from.carried.own, until);
        });
        let all = leg.up_to(1.0);
        *now = Clocks { whole: now.whole + all, own: own + all - since };
        counter.recarry(*now);
    }

    fn finish(mut self) -> Vec<Attributes> {
        let open = self.counter.provisional().map(|cycle| self.duty.half(&cycle));
        self.found.extend(open);
        self.found
    }
}

impl Duty<'_> {
    /// The way to the sample `at` from the one before it.
    #[inline]
    fn leg_to(&self, at: usize) -> Leg {
        let before = at.saturating_sub(1);
        let soc = |at: usize| self.soc.get(at).copied().unwrap_or_default();
        let celsius = |at| self.temperature_celsius.at(at);
        Leg {
            soc: [soc(before), soc(at)],
            celsius: [celsius(before), celsius(at)],
            second: self.dt_second.at(before),
        }
    }

    /// What happened between the two turning points of `cycle`.
    fn half(&self, cycle: &Cycle<Clocks>) -> Attributes {
        let (from, to) = (cycle.from.carried, cycle.to.carried);
        let legs = cycle.from.index.saturating_add(1)..=cycle.to.index;
        let rates = legs.map(|at| self.leg_to(usize::try_from(at).unwrap_or_default()).c_rate());
        Attributes {
            cycle: cycle.plain(),
            whole: to.whole - from.whole,
            own: to.own - from.own,
            peak_c_rate: rates.fold(0.0, f64::max),
        }
    }
}

/// The attributes of every one of `duties`, and the duty that each belongs to.
///
/// # Errors
/// As [`attributes`], with the index among all samples, that of a step within its duty.
pub fn attributes_of_each(
    duties: &[Duty<'_>],
    watch: &dyn KeepGoing,
) -> Result<(Vec<Attributes>, Vec<i64>), Error> {
    let samples = |duty: &Duty<'_>| duty.soc.len();
    let found = of_each(duties, samples, watch, |start, &duty, watch| {
        attributes(duty, watch).map_err(|error| match error {
            Error::BadInput { name: STEP, .. } => error,
            _ => error.later_by(start),
        })
    })?;
    let rows = (0..).zip(&found).flat_map(|(row, part)| repeat_n(row, part.len()));
    let series = rows.collect();
    Ok((found.concat(), series))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(soc: &[f64], dt_second: PerStep<'_>) -> Vec<Attributes> {
        let temperature_celsius = PerStep::Same(25.0);
        attributes(Duty { soc, dt_second, temperature_celsius }, &()).unwrap()
    }

    #[test]
    fn a_nested_cycle_keeps_its_time_for_itself() {
        let found = of(&[0.0, 0.5, 0.25, 1.0], PerStep::Each(&[3.0, 6.0, 3.0]));
        let seconds = |part: fn(&Attributes) -> Integrals| -> Vec<f64> {
            found.iter().map(|cycle| part(cycle).second).collect()
        };
        assert_eq!(seconds(|cycle| cycle.whole), [7.0, 12.0]);
        assert_eq!(seconds(|cycle| cycle.own), [7.0, 5.0]);
        assert_eq!(found[0].peak_c_rate, 0.25 * SECONDS_PER_HOUR);
        assert_eq!(found[1].whole.throughput, 1.5);
    }

    #[test]
    fn a_rest_belongs_to_the_swing_behind_it() {
        let found = of(&[0.0, 1.0, 1.0, 0.5], PerStep::Same(3600.0));
        let hours: Vec<f64> = found.iter().map(|cycle| cycle.own.second / 3600.0).collect();
        assert_eq!(hours, [1.0, 2.0]);
    }

    #[test]
    fn steps_must_last_and_fit() {
        let bad = |soc, dt_second| {
            let temperature_celsius = PerStep::Same(25.0);
            attributes(Duty { soc, dt_second, temperature_celsius }, &()).is_err()
        };
        assert!(bad(&[0.0, 1.0], PerStep::Each(&[1.0, 1.0])));
        assert!(bad(&[0.0, 1.0], PerStep::Same(0.0)));
        assert!(bad(&[0.0, 50.0], PerStep::Same(1.0)));
    }
}
