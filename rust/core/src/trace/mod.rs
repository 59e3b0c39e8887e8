//! Samples on a clock: checked, resampled without losing energy, and measured in the terms of grid
//! codes.
//!
//! A sample holds over `[t, t + dt)`. Every window counts from starts of samples: two samples lie
//! within a window if their starts are no further apart than the window is long.

mod batch;
mod front;
mod moments;
mod moving_mean;
mod per_step;
mod ramp;
mod range;
mod resample;
mod rolling_extremes;
mod sliding;
mod smoothing;
mod steps;
mod sum;
mod window;

pub use batch::for_each_trace;
pub(crate) use front::Front;
pub use moments::{Moments, moments};
pub use moving_mean::{MovingMean, moving_mean};
pub use per_step::PerStep;
pub use ramp::{Ramp, ramps};
pub use range::{RollingRange, rolling_ranges};
pub use resample::{Onto, Partial, Resampled, resample};
pub use rolling_extremes::RollingExtremes;
pub use smoothing::{SmoothingNeed, smoothing_needs};
pub use steps::Steps;
pub(crate) use window::{Leading, Trailing};

use crate::error::{Error, all_within, same_length};
use crate::parallel::KeepGoing;
use std::ops::{Range, RangeInclusive};
use sum::Sum;

/// Samples that can be measured: their squares and sums stay finite.
pub const SAMPLE: RangeInclusive<f64> = -1e100..=1e100;
/// Steps, windows and intervals that can be measured, in seconds.
pub const SECONDS: RangeInclusive<f64> = 1e-50..=1e50;

/// Instants closer than this share of a step are one and the same: 0.3 s holds three steps of 0.1 s.
const SAME: f64 = 1e-9;
/// Samples between two looks at the watcher.
const BLOCK: usize = 1 << 16;

/// Samples and the steps over which they hold.
#[derive(Debug, Clone, Copy)]
pub struct Trace<'a> {
    name: &'static str,
    values: &'a [f64],
    steps: &'a Steps,
}

impl<'a> Trace<'a> {
    /// A trace of at least one sample; errors call the samples by `name`.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a sample is not within [`SAMPLE`] or a step not within [`SECONDS`];
    /// [`Error::BadShape`] if there is no sample, or not one step for each.
    pub fn new(name: &'static str, values: &'a [f64], steps: &'a Steps) -> Result<Self, Error> {
        at_least(name, values, 1)?;
        all_within(name, values, SAMPLE)?;
        steps.checked(values.len())?;
        Ok(Self { name, values, steps })
    }

    /// The samples.
    #[must_use]
    pub fn values(&self) -> &'a [f64] {
        self.values
    }

    /// The steps over which they hold.
    #[must_use]
    pub fn steps(&self) -> &'a Steps {
        self.steps
    }

    /// Seconds from the start of the first sample to the end of the last.
    #[must_use]
    pub fn span_second(&self) -> f64 {
        self.steps.total(self.values.len())
    }

    /// Whether the sampling lets a window of this length be judged at all.
    ///
    /// What repeats faster than twice the longest step is not seen (the sampling theorem), and a
    /// window must fit between two samples. Where this is false, what is measured is a lower bound.
    #[must_use]
    pub fn resolves(&self, window_second: f64) -> bool {
        let samples = self.values.len();
        let farthest = self.steps.total(samples - 1);
        let window = reach(window_second);
        2.0 * self.steps.longest() <= window && window_second <= reach(farthest)
    }

    /// This trace, if it has two samples to be compared.
    fn with_a_change(self) -> Result<Self, Error> {
        at_least(self.name, self.values, 2).map(|()| self)
    }

    fn samples(&self) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
        let steps = self.steps;
        let numbered = self.values.iter().enumerate();
        numbered.map(|(index, &value)| (index, value, steps.at(index)))
    }
}

fn at_least(name: &'static str, values: &[f64], samples: usize) -> Result<(), Error> {
    if values.len() < samples {
        return same_length(name, values.len(), samples);
    }
    Ok(())
}

/// How far apart two instants may be to lie within a window of this length.
fn reach(window_second: f64) -> f64 {
    window_second * (1.0 + SAME)
}

/// Looks at the watcher if a block ends among the samples just passed.
fn look_up(watch: &dyn KeepGoing, passed: Range<usize>, samples: usize) -> Result<(), Error> {
    if passed.start / BLOCK != passed.end / BLOCK {
        watch.keep_going(passed.end as f64 / samples as f64)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Stop;
    impl KeepGoing for Stop {
        fn keep_going(&self, _done: f64) -> Result<(), Error> {
            Err(Error::Interrupted)
        }
    }

    #[test]
    fn a_watcher_can_stop_every_measure() {
        let values = vec![1.0; 2 * BLOCK];
        let partial = Partial::Keep;
        let new_dt_second = 2.0;
        let onto = Onto { new_dt_second, partial };
        for steps in [Steps::Uniform(1.0), Steps::Each(values.clone())] {
            let trace = Trace::new("values", &values, &steps).unwrap();
            let stopped = Some(Error::Interrupted);
            assert_eq!(resample(trace, onto, &Stop).err(), stopped);
            assert_eq!(moments(trace, onto, &Stop).err(), stopped);
            assert_eq!(moving_mean(trace, 60.0, &Stop).err(), stopped);
            assert_eq!(rolling_ranges(trace, &[60.0], &Stop).err(), stopped);
            assert_eq!(ramps(trace, &[60.0], &[1.0], &Stop).err(), stopped);
            assert_eq!(smoothing_needs(trace, &[60.0], &Stop).err(), stopped);
        }
    }

    #[test]
    fn a_window_is_judged_between_two_steps_and_the_whole_trace() {
        let values = [0.0; 11];
        let uniform = Steps::Uniform(0.1);
        let trace = Trace::new("values", &values, &uniform).unwrap();
        let judged = [0.19, 0.2, 0.3, 1.0, 1.01].map(|window| trace.resolves(window));
        assert_eq!(judged, [false, true, true, true, false]);
    }
}
