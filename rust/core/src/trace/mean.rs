//! The mean over the last window, which a controller knows as it goes.

use crate::error::{Error, within};
use crate::parallel::KeepGoing;
use crate::trace::window::Stretch;
use crate::trace::{SAME, SECONDS, Sum, Trace, look_up};

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
    let window = within("window_second", window_second, SECONDS)?;
    let samples = trace.values().len();
    let mut means = Vec::with_capacity(samples);
    for (index, mean) in TrailingMean::new(trace, window).enumerate() {
        look_up(watch, index..index + 1, samples)?;
        means.push(mean);
    }
    Ok(means)
}

/// The moving mean, sample by sample.
///
/// Sums are of differences to the first sample, so a constant is met exactly and a large offset
/// costs no digits.
pub(crate) struct TrailingMean<'a> {
    trace: Trace<'a>,
    window: f64,
    anchor: f64,
    /// The samples that reach into the window.
    inside: Stretch<'a>,
    /// Theirs less the anchor, times their seconds.
    total: Sum,
}

impl<'a> TrailingMean<'a> {
    pub(crate) fn new(trace: Trace<'a>, window: f64) -> Self {
        Self {
            trace,
            window,
            anchor: trace.values().first().copied().unwrap_or(0.0),
            inside: Stretch::new(trace),
            total: Sum::default(),
        }
    }

    fn above_anchor(&self, index: usize) -> f64 {
        self.trace.values()[index] - self.anchor
    }

    fn enter(&mut self, index: usize) {
        let added = self.above_anchor(index) * self.trace.step(index);
        self.total.add(added);
        self.inside.add_last();
    }

    fn leave(&mut self, index: usize) {
        let added = self.above_anchor(index) * self.trace.step(index);
        self.total.add(-added);
        self.inside.drop_first();
    }

    /// Seconds of the oldest sample that lie before the window.
    fn excess(&self) -> f64 {
        (self.inside.seconds() - self.window).max(0.0)
    }
}

impl Iterator for TrailingMean<'_> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        let now = self.inside.end;
        let &value = self.trace.values().get(now)?;
        self.enter(now);
        while self.inside.start < now
            && self.excess() >= self.trace.step(self.inside.start) * (1.0 - SAME)
        {
            self.leave(self.inside.start);
        }
        let oldest = self.inside.start;
        if oldest == now {
            return Some(value);
        }
        let outside = self.excess();
        let total = self.total.value() - self.above_anchor(oldest) * outside;
        Some(self.anchor + total / (self.inside.seconds() - outside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Steps;

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
}
