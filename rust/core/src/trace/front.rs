//! The widest among windows of as many seconds each, over uneven steps.

use crate::error::Error;
use crate::parallel::KeepGoing;
use crate::trace::window::Trailing;
use crate::trace::{Trace, look_up};
use std::collections::VecDeque;
use std::ops::Range;

/// The first window that swings the most.
pub(crate) fn widest(
    trace: Trace<'_>,
    window_second: f64,
    watch: &dyn KeepGoing,
) -> Result<Range<usize>, Error> {
    let (mut highest, mut lowest) = (Front::default(), Front::default());
    let (mut largest, mut widest) = (0.0, 0..1);
    let numbered = trace.values().iter().enumerate();
    for ((index, &value), earliest) in numbered.zip(Trailing::new(trace, window_second)) {
        look_up(watch, index..index + 1, trace.values().len())?;
        let range = highest.push(index, value, earliest) + lowest.push(index, -value, earliest);
        if range > largest {
            (largest, widest) = (range, earliest..index + 1);
        }
    }
    Ok(widest)
}

/// Samples that are, or may still become, the largest of the window: a falling series (D. Lemire,
/// Nordic Journal of Computing 13(4), 2006).
#[derive(Default)]
pub(crate) struct Front(VecDeque<(usize, f64)>);

impl Front {
    /// The largest sample since `earliest`, now that one more has come.
    pub(crate) fn push(&mut self, index: usize, value: f64, earliest: usize) -> f64 {
        while self.0.back().is_some_and(|&(_, last)| last <= value) {
            self.0.pop_back();
        }
        self.0.push_back((index, value));
        while self.0.front().is_some_and(|&(first, _)| first < earliest) {
            self.0.pop_front();
        }
        self.0.front().map_or(value, |&(_, largest)| largest)
    }
}
