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
use crate::cycles::duty::{Duty, STEP};
use crate::cycles::each::of_each;
use crate::cycles::integrals::{Integrals, Leg, SECONDS_PER_HOUR};
use crate::cycles::peaks::Peaks;
use crate::cycles::progress::share;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::KeepGoing;
use std::iter::repeat_n;

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

/// The cycles of `duty` in the order in which they close, then the residue as half cycles, without
/// those whose range is below `min_range`: the time of such a cycle belongs to the one around it.
///
/// # Errors
/// [`Error::BadInput`] or [`Error::BadShape`] if a sample is no fraction, a step does not last, a
/// temperature cannot be one in degrees Celsius, numbers of samples do not fit together, or
/// `min_range` is negative or not finite; [`Error::Interrupted`].
pub fn attributes(
    duty: Duty<'_>,
    min_range: f64,
    watch: &dyn KeepGoing,
) -> Result<Vec<Attributes>, Error> {
    within("min_range", min_range, NOT_NEGATIVE)?;
    duty.check()?;
    let Some(first) = duty.soc.first() else { return Ok(Vec::new()) };
    let samples = duty.soc.count();
    let start = duty.soc.sample(first);
    let mut pass = Pass::new(duty, first, start, min_range);
    for (taken, (at, leg)) in duty.legs(first, start, samples).enumerate() {
        pass.take(at, leg);
        if taken % BLOCK == BLOCK - 1 {
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
    min_range: f64,
    counter: Counter<Clocks>,
    now: Clocks,
    peaks: Peaks,
    found: Vec<Attributes>,
}

impl<'a> Pass<'a> {
    /// Begins at the sample `at`, where the state of charge is `start`.
    fn new(duty: Duty<'a>, at: usize, start: f64, min_range: f64) -> Self {
        let mut counter = Counter::new();
        counter.pass_over_to(at as u64);
        counter.push(start, Clocks::default(), |_| ());
        let (now, peaks, found) = (Clocks::default(), Peaks::default(), Vec::new());
        Self { duty, min_range, counter, now, peaks, found }
    }

    /// Goes on by `leg` to the sample `at`.
    #[inline]
    fn take(&mut self, at: usize, leg: Leg) {
        self.peaks.push(at as u64, leg.c_rate());
        let Self { duty, min_range, counter, now, peaks, found } = self;
        let (mut own, mut since) = (now.own, Integrals::default());
        counter.pass_over_to(at as u64);
        counter.push(leg.soc[1], Clocks::default(), |cycle| {
            if cycle.range() < *min_range {
                return;
            }
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
        let open = self.counter.provisional();
        let open = open.filter(|cycle| cycle.range() >= self.min_range);
        self.found.extend(open.map(|cycle| self.duty.half(&cycle)));
        self.found
    }
}

impl Duty<'_> {
    /// What happened between the two turning points of `cycle`.
    fn half(self, cycle: &Cycle<Clocks>) -> Attributes {
        let (from, to) = (cycle.from.carried, cycle.to.carried);
        let place = |index: u64| usize::try_from(index).unwrap_or(usize::MAX);
        let end = place(cycle.to.index).saturating_add(1);
        let legs = self.legs(place(cycle.from.index), cycle.from.value, end);
        let rates = legs.map(|(_, leg)| leg.c_rate());
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
    min_range: f64,
    watch: &dyn KeepGoing,
) -> Result<(Vec<Attributes>, Vec<i64>), Error> {
    let samples = |duty: &Duty<'_>| duty.soc.count();
    let found = of_each(duties, samples, watch, |start, &duty, watch| {
        attributes(duty, min_range, watch).map_err(|error| match error {
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
    use crate::cycles::{Nan, Series};
    use crate::trace::PerStep;

    fn of(soc: &[f64], dt_second: PerStep<'_>) -> Vec<Attributes> {
        let temperature_celsius = PerStep::Same(25.0);
        attributes(Duty { soc: soc.into(), dt_second, temperature_celsius }, 0.0, &()).unwrap()
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
        let bad = |soc: &[f64], dt_second| {
            let temperature_celsius = PerStep::Same(25.0);
            attributes(Duty { soc: soc.into(), dt_second, temperature_celsius }, 0.0, &()).is_err()
        };
        assert!(bad(&[0.0, 1.0], PerStep::Each(&[1.0, 1.0])));
        assert!(bad(&[0.0, 1.0], PerStep::Same(0.0)));
        assert!(bad(&[0.0, 50.0], PerStep::Same(1.0)));
        assert!(bad(&[f64::NAN, 1.0], PerStep::Same(1.0)));
    }

    #[test]
    fn time_goes_on_where_samples_are_missing() {
        let soc = [f64::NAN, 0.0, f64::NAN, 1.0, 0.5];
        let seconds = |nan| {
            let soc = Series::from(&soc).with_nan(nan);
            let temperature_celsius = PerStep::Same(25.0);
            let duty = Duty { soc, dt_second: PerStep::Same(3600.0), temperature_celsius };
            let found = attributes(duty, 0.0, &()).unwrap();
            found.iter().map(|cycle| (cycle.whole.second, cycle.peak_c_rate)).collect::<Vec<_>>()
        };
        assert_eq!(seconds(Nan::Skip), [(7200.0, 0.5), (3600.0, 0.5)]);
        assert_eq!(seconds(Nan::Hold), [(7200.0, 1.0), (3600.0, 0.5)]);
    }

    #[test]
    fn the_time_of_a_dropped_cycle_belongs_to_the_one_around_it() {
        let soc = (&[0.0, 0.5, 0.25, 1.0]).into();
        let (dt_second, temperature_celsius) = (PerStep::Same(1.0), PerStep::Same(25.0));
        let duty = Duty { soc, dt_second, temperature_celsius };
        let own = |min_range| attributes(duty, min_range, &()).unwrap().last().unwrap().own.second;
        assert_eq!((own(0.3), own(0.0)), (3.0, 3.0 - 4.0 / 3.0));
    }
}
