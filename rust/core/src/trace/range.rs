//! How far a trace swings within a rolling window.

use crate::error::{Error, all_within};
use crate::parallel::KeepGoing;
use crate::trace::window::whole_steps;
use crate::trace::{SECONDS, Steps, Trace, front, sliding};
use std::ops::Range;

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
    let values = trace.values();
    let widest = match trace.steps {
        Steps::Uniform(step) => {
            let length = whole_steps(window, *step).saturating_add(1);
            sliding::widest(values, length.min(values.len()), watch)
        }
        Steps::Each(_) => front::widest(trace, window, watch),
    }?;
    let (low_index, high_index) = ends(values, widest);
    Ok(RollingRange {
        range: values[high_index] - values[low_index],
        low_index,
        high_index,
        resolvable: trace.resolves(window),
    })
}

/// Where the smallest and the largest sample of a window stand first.
fn ends(values: &[f64], window: Range<usize>) -> (usize, usize) {
    let (mut low, mut high) = (window.start, window.start);
    for index in window {
        if values[index] < values[low] {
            low = index;
        }
        if values[index] > values[high] {
            high = index;
        }
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn equal_steps_told_one_by_one_change_nothing() {
        let values: Vec<f64> = (0..500).map(|i| f64::from(i * i * 37 % 211)).collect();
        for window in [0.5, 1.0, 2.0, 3.5, 7.0, 100.0, 499.0, 1e9] {
            let one = found(&values, &Steps::Uniform(1.0), window);
            assert_eq!(one, found(&values, &Steps::Each(vec![1.0; 500]), window));
        }
    }
}
