//! The mean over the time that has just passed, which a controller knows as it goes.

use crate::error::{Error, FINITE, NOT_NEGATIVE, POSITIVE, all_within, within};
use crate::parallel::KeepGoing;
use crate::trace::{SECONDS, Trace, look_up};

/// Steps between two fresh sums of a window of n steps: n², but no more than this, and at least n.
const FRESH: usize = 1024;

/// Mean over the window that ends with each sample; until a whole window has passed, over what has.
///
/// The oldest sample enters with the share of it that lies in the window.
///
/// # Errors
/// [`Error::BadInput`] if the window is not within [`SECONDS`].
pub fn moving_mean(
    trace: Trace<'_>,
    window_second: f64,
    watch: &dyn KeepGoing,
) -> Result<Vec<f64>, Error> {
    let mut mean = MovingMean::new(within("window_second", window_second, SECONDS)?);
    let samples = trace.values().len();
    let mut means = Vec::with_capacity(samples);
    for (index, value, dt) in trace.samples() {
        look_up(watch, index..index + 1, samples)?;
        means.push(mean.push(dt, value));
    }
    Ok(means)
}

/// A trailing mean over a window, exact for steps of any length.
///
/// Sums are of differences to the first value, so a constant is met exactly and a large offset
/// costs no digits; they are formed anew now and then, so that rounding does not add up.
#[derive(Debug, Clone, PartialEq)]
pub struct MovingMean {
    window_second: f64,
    /// The first value.
    anchor: f64,
    /// Length of each step, and how far its value lies above the anchor.
    steps: Vec<(f64, f64)>,
    /// The first of them that lies in the window; those before it wait to be cleared away.
    oldest: usize,
    second: f64,
    integral: f64,
    until_anew: usize,
}

impl MovingMean {
    /// The mean of nothing yet.
    #[must_use]
    pub fn new(window_second: f64) -> Self {
        let (anchor, second, integral) = (0.0, 0.0, 0.0);
        Self { window_second, anchor, steps: vec![], oldest: 0, second, integral, until_anew: 0 }
    }

    /// Takes a step in; answers the mean over the last `window_second`, or over all so far.
    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    pub fn push(&mut self, dt_second: f64, value: f64) -> f64 {
        if self.steps.is_empty() {
            self.anchor = value;
        }
        let above = value - self.anchor;
        self.steps.push((dt_second, above));
        self.second += dt_second;
        self.integral += dt_second * above;
        self.forget();
        if self.until_anew == 0 {
            self.sum_anew();
        }
        self.until_anew -= 1;
        self.anchor + self.integral / self.second
    }

    /// Drops what lies before the window; of a step that straddles its start, the early part.
    #[inline]
    fn forget(&mut self) {
        while self.second > self.window_second {
            let Some((dt, above)) = self.steps.get_mut(self.oldest) else {
                return;
            };
            let excess = self.second - self.window_second;
            if *dt > excess {
                *dt -= excess;
                self.second = self.window_second;
                self.integral -= excess * *above;
                return;
            }
            self.second -= *dt;
            self.integral -= *dt * *above;
            self.oldest += 1;
        }
    }

    #[cold]
    fn sum_anew(&mut self) {
        self.steps.drain(..self.oldest);
        self.oldest = 0;
        self.second = self.steps.iter().map(|(dt, _)| dt).sum();
        self.integral = self.steps.iter().map(|(dt, above)| dt * above).sum();
        let steps = self.steps.len().max(1);
        self.until_anew = steps.max(steps.saturating_mul(steps).min(FRESH));
    }

    /// All that it remembers, as plain numbers.
    #[must_use]
    pub fn to_numbers(&self) -> Vec<f64> {
        let mut numbers = vec![self.anchor, self.second, self.integral, self.until_anew as f64];
        let in_window = self.steps.iter().skip(self.oldest);
        numbers.extend(in_window.flat_map(|&(dt, above)| [dt, above]));
        numbers
    }

    /// A mean over `window_second` that remembers `numbers`.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if no mean gave these numbers.
    pub fn from_numbers(window_second: f64, numbers: &[f64]) -> Result<Self, Error> {
        all_within("memory", numbers, FINITE)?;
        let foreign = || {
            let (name, got, want) = ("memory", vec![numbers.len()], vec![4]);
            Error::BadShape { name, got, want }
        };
        let &[anchor, second, integral, until_anew, ref steps @ ..] = numbers else {
            return Err(foreign());
        };
        let (pairs, []) = steps.as_chunks::<2>() else {
            return Err(foreign());
        };
        all_within("memory", &[second, until_anew], NOT_NEGATIVE)?;
        for [dt, _] in pairs {
            within("memory", *dt, POSITIVE)?;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let until_anew = until_anew as usize;
        let steps = pairs.iter().map(|&[dt, above]| (dt, above)).collect();
        Ok(Self { window_second, anchor, steps, oldest: 0, second, integral, until_anew })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Steps;
    use proptest::prelude::*;

    fn means(values: &[f64], steps: &Steps, window: f64) -> Vec<f64> {
        moving_mean(Trace::new("values", values, steps).unwrap(), window, &()).unwrap()
    }

    #[test]
    fn the_oldest_sample_enters_with_its_share() {
        let found = means(&[0.0, 4.0, 8.0, 8.0], &Steps::Uniform(2.0), 3.0);
        assert_eq!(found, [0.0, 8.0 / 3.0, 20.0 / 3.0, 8.0]);
    }

    #[test]
    fn a_window_shorter_than_a_step_sees_the_sample_alone() {
        assert_eq!(means(&[1.0, 5.0], &Steps::Each(vec![1.0, 9.0]), 0.5), [1.0, 5.0]);
    }

    #[test]
    fn a_million_samples_on_a_large_offset_do_not_drift() {
        let values: Vec<f64> = (0..1_000_000).map(|i| 1e9 + f64::from(i % 7)).collect();
        let found = means(&values, &Steps::Uniform(0.1), 0.7);
        assert!(found[6..].iter().all(|mean| (mean - 1e9 - 3.0).abs() < 1e-6));
    }

    #[test]
    fn drops_the_early_part_of_a_long_step() {
        let mut mean = MovingMean::new(10.0);
        assert_eq!(mean.push(10.0, 1.0), 1.0);
        assert_eq!(mean.push(5.0, 3.0), 2.0);
        assert_eq!(mean.push(20.0, 7.0), 7.0);
    }

    proptest! {
        #[test]
        fn equals_the_mean_over_the_last_samples(
            values in prop::collection::vec(-1e9..1e9_f64, 1..200),
            window in 1_usize..20,
        ) {
            let mut mean = MovingMean::new(60.0 * window as f64);
            for (index, &value) in values.iter().enumerate() {
                let last = &values[(index + 1).saturating_sub(window)..=index];
                let expected = last.iter().sum::<f64>() / last.len() as f64;
                prop_assert!((mean.push(60.0, value) - expected).abs() < 1e-5);
            }
        }
    }
}
