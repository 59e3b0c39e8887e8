//! Which samples lie within a window of each other.

use crate::trace::{Steps, Sum, Trace, reach};

/// Steps of one length that fit into a window.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of floats saturates"
)]
pub(crate) fn whole_steps(window_second: f64, step: f64) -> usize {
    (reach(window_second) / step) as usize
}

/// Samples in a row, to which later ones are added and from which earlier ones go.
pub(crate) struct Stretch<'a> {
    steps: &'a Steps,
    /// The first sample.
    pub(crate) start: usize,
    /// The sample after the last.
    pub(crate) end: usize,
    uneven: Sum,
}

impl<'a> Stretch<'a> {
    pub(crate) fn new(trace: Trace<'a>) -> Self {
        Self { steps: trace.steps, start: 0, end: 0, uneven: Sum::default() }
    }

    pub(crate) fn add_last(&mut self) {
        if let Steps::Each(steps) = self.steps {
            self.uneven.add(steps[self.end]);
        }
        self.end += 1;
    }

    pub(crate) fn drop_first(&mut self) {
        if let Steps::Each(steps) = self.steps {
            self.uneven.add(-steps[self.start]);
        }
        self.start += 1;
    }

    /// From the start of the first sample to the end of the last.
    pub(crate) fn seconds(&self) -> f64 {
        match self.steps {
            Steps::Uniform(step) => step * (self.end - self.start) as f64,
            Steps::Each(_) => self.uneven.value(),
        }
    }
}

/// For each sample the earliest one that starts no more than the window before it.
pub(crate) struct Trailing<'a> {
    before: Stretch<'a>,
    samples: usize,
    reach: f64,
}

impl<'a> Trailing<'a> {
    pub(crate) fn new(trace: Trace<'a>, window_second: f64) -> Self {
        Self {
            before: Stretch::new(trace),
            samples: trace.values().len(),
            reach: reach(window_second),
        }
    }
}

impl Iterator for Trailing<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let before = &mut self.before;
        if before.end == self.samples {
            return None;
        }
        while before.start < before.end && before.seconds() > self.reach {
            before.drop_first();
        }
        let earliest = before.start;
        before.add_last();
        Some(earliest)
    }
}

/// Each sample with the one that holds a window later, as long as the trace goes that far.
pub(crate) struct Leading<'a> {
    between: Stretch<'a>,
    samples: usize,
    reach: f64,
}

impl<'a> Leading<'a> {
    pub(crate) fn new(trace: Trace<'a>, window_second: f64) -> Self {
        Self {
            between: Stretch::new(trace),
            samples: trace.values().len(),
            reach: reach(window_second),
        }
    }
}

impl Iterator for Leading<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let between = &mut self.between;
        while between.start == between.end || between.seconds() <= self.reach {
            if between.end == self.samples {
                return None;
            }
            between.add_last();
        }
        let pair = (between.start, between.end - 1);
        between.drop_first();
        Some(pair)
    }
}
