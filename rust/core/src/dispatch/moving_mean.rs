//! The mean of a signal over the time that has just passed, step by step.

use crate::error::{Error, FINITE, NOT_NEGATIVE, POSITIVE, all_within, within};
use std::collections::VecDeque;

/// A trailing mean over a window, exact for steps of any length.
///
/// The running sum is formed anew once per window, so that rounding does not add up over years.
#[derive(Debug, Clone, PartialEq)]
pub struct MovingMean {
    window_second: f64,
    steps: VecDeque<(f64, f64)>,
    second: f64,
    integral: f64,
    until_anew: usize,
}

impl MovingMean {
    /// The mean of nothing yet.
    #[must_use]
    pub fn new(window_second: f64) -> Self {
        let steps = VecDeque::new();
        Self { window_second, steps, second: 0.0, integral: 0.0, until_anew: 0 }
    }

    /// Takes a step in; answers the mean over the last `window_second`, or over all so far.
    #[inline]
    pub fn push(&mut self, dt_second: f64, value: f64) -> f64 {
        self.steps.push_back((dt_second, value));
        self.second += dt_second;
        self.integral += dt_second * value;
        self.forget();
        if self.until_anew == 0 {
            self.sum_anew();
        }
        self.until_anew -= 1;
        self.integral / self.second
    }

    /// Drops what lies before the window; of a step that straddles its start, the early part.
    #[inline]
    fn forget(&mut self) {
        while self.second > self.window_second {
            let Some((dt, value)) = self.steps.front_mut() else {
                return;
            };
            let excess = self.second - self.window_second;
            if *dt > excess {
                *dt -= excess;
                self.second = self.window_second;
                self.integral -= excess * *value;
                return;
            }
            self.second -= *dt;
            self.integral -= *dt * *value;
            self.steps.pop_front();
        }
    }

    #[cold]
    fn sum_anew(&mut self) {
        self.second = self.steps.iter().map(|(dt, _)| dt).sum();
        self.integral = self.steps.iter().map(|(dt, value)| dt * value).sum();
        self.until_anew = self.steps.len().max(1);
    }

    /// All that it remembers, as plain numbers.
    #[must_use]
    pub fn to_numbers(&self) -> Vec<f64> {
        let mut numbers = vec![self.second, self.integral, self.until_anew as f64];
        numbers.extend(self.steps.iter().flat_map(|&(dt, value)| [dt, value]));
        numbers
    }

    /// A mean over `window_second` that remembers `numbers`.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if no mean gave these numbers.
    pub fn from_numbers(window_second: f64, numbers: &[f64]) -> Result<Self, Error> {
        all_within("memory", numbers, FINITE)?;
        let foreign = || {
            let (name, got, want) = ("memory", vec![numbers.len()], vec![3]);
            Error::BadShape { name, got, want }
        };
        let [second, integral, until_anew, steps @ ..] = numbers else {
            return Err(foreign());
        };
        let (pairs, []) = steps.as_chunks::<2>() else {
            return Err(foreign());
        };
        all_within("memory", &[*second, *until_anew], NOT_NEGATIVE)?;
        for [dt, _] in pairs {
            within("memory", *dt, POSITIVE)?;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let until_anew = *until_anew as usize;
        let steps = pairs.iter().map(|&[dt, value]| (dt, value)).collect();
        Ok(Self { window_second, steps, second: *second, integral: *integral, until_anew })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
