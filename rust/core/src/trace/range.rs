//! How far a trace swings within a rolling window.

use crate::error::{Error, all_within};
use crate::parallel::KeepGoing;
use crate::trace::window::Trailing;
use crate::trace::{SECONDS, Trace, look_up};
use std::collections::VecDeque;

/// The largest swing in any window of one length.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RollingRange {
    /// Largest minus smallest sample.
    pub range: f64,
    /// Where the smallest one stands.
    pub low_index: usize,
    /// Where the largest one stands.
    pub high_index: usize,
    /// Whether the sampling lets this window be judged.
    pub resolvable: bool,
}

/// The largest swing among samples whose starts lie within each window: in uniform steps, among
/// floor(window / dt) + 1 samples in a row.
///
/// # Errors
/// [`Error::BadInput`] if a window is not within [`SECONDS`]; [`Error::BadShape`] if there are
/// fewer than two samples.
pub fn rolling_ranges(
    trace: Trace<'_>,
    window_second: &[f64],
    watch: &dyn KeepGoing,
) -> Result<Vec<RollingRange>, Error> {
    let trace = trace.with_a_change()?;
    let windows = all_within("window_second", window_second, SECONDS)?.iter();
    windows.map(|&window| rolling_range(trace, window, watch)).collect()
}

fn rolling_range(
    trace: Trace<'_>,
    window: f64,
    watch: &dyn KeepGoing,
) -> Result<RollingRange, Error> {
    let (mut highest, mut lowest) = (Front::default(), Front::default());
    let mut largest =
        RollingRange { resolvable: trace.resolves(window), ..RollingRange::default() };
    let numbered = trace.values().iter().enumerate();
    for ((index, &value), earliest) in numbered.zip(Trailing::new(trace, window)) {
        look_up(watch, index, trace.values().len())?;
        let (high_index, high) = highest.push(index, value, earliest);
        let (low_index, low_negated) = lowest.push(index, -value, earliest);
        let range = high + low_negated;
        if range > largest.range {
            largest = RollingRange { range, low_index, high_index, ..largest };
        }
    }
    Ok(largest)
}

/// Samples that are, or may still become, the largest of the window: a falling series (D. Lemire,
/// Nordic Journal of Computing 13(4), 2006).
#[derive(Default)]
struct Front(VecDeque<(usize, f64)>);

impl Front {
    /// The largest sample since `earliest`, now that one more has come.
    fn push(&mut self, index: usize, value: f64, earliest: usize) -> (usize, f64) {
        while self.0.back().is_some_and(|&(_, last)| last < value) {
            self.0.pop_back();
        }
        self.0.push_back((index, value));
        while self.0.front().is_some_and(|&(first, _)| first < earliest) {
            self.0.pop_front();
        }
        self.0.front().copied().unwrap_or((index, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Steps;

    fn found(values: &[f64], steps: &Steps, window: f64) -> RollingRange {
        let trace = Trace::new("values", values, steps).unwrap();
        rolling_ranges(trace, &[window], &()).unwrap()[0]
    }

    #[test]
    fn a_slow_swing_counts_as_far_as_the_window_sees_it() {
        let ramp = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        let range = |window| found(&ramp, &Steps::Uniform(2.0), window).range;
        assert_eq!([1.9, 2.0, 3.9, 4.0, 5.0].map(range), [0.0, 1.0, 1.0, 2.0, 2.0]);
    }

    #[test]
    fn tells_the_pair_that_makes_it() {
        let largest = found(&[5.0, 1.0, 2.0, 9.0, 8.0], &Steps::Uniform(1.0), 2.0);
        assert_eq!((largest.low_index, largest.high_index), (1, 3));
    }

    #[test]
    fn uneven_samples_are_near_by_their_starts() {
        let steps = Steps::Each(vec![1.0, 1.0, 10.0, 1.0]);
        assert_eq!(found(&[0.0, 1.0, 2.0, 9.0], &steps, 9.0).range, 2.0);
        assert_eq!(found(&[0.0, 1.0, 2.0, 9.0], &steps, 10.0).range, 7.0);
    }
}
