//! Which samples lie within a window of each other.

use crate::trace::{Sum, Trace, reach};

/// Steps of one length that fit into a window.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of floats saturates"
)]
pub(crate) fn whole_steps(window_second: f64, step: f64) -> usize {
    (reach(window_second) / step) as usize
}

/// For each sample the earliest one that starts no more than the window before it.
pub(crate) struct Trailing<'a> {
    trace: Trace<'a>,
    reach: f64,
    earliest: usize,
    now: usize,
    /// From the start of the earliest sample to the start of the one now.
    apart: Sum,
}

impl<'a> Trailing<'a> {
    pub(crate) fn new(trace: Trace<'a>, window_second: f64) -> Self {
        Self {
            trace,
            reach: reach(window_second),
            earliest: 0,
            now: 0,
            apart: Sum::default(),
        }
    }
}

impl Iterator for Trailing<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.now >= self.trace.values().len() {
            return None;
        }
        while self.earliest < self.now && self.apart.value() > self.reach {
            self.apart.add(-self.trace.step(self.earliest));
            self.earliest += 1;
        }
        self.apart.add(self.trace.step(self.now));
        self.now += 1;
        Some(self.earliest)
    }
}

/// For each sample the one that holds a window later, as long as the trace goes that far.
pub(crate) struct Leading<'a> {
    trace: Trace<'a>,
    reach: f64,
    now: usize,
    later: usize,
    /// From the start of the sample now to the end of the later one.
    apart: Sum,
}

impl<'a> Leading<'a> {
    pub(crate) fn new(trace: Trace<'a>, window_second: f64) -> Self {
        Self {
            trace,
            reach: reach(window_second),
            now: 0,
            later: 0,
            apart: Sum::of(&[trace.step(0)]),
        }
    }
}

impl Iterator for Leading<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        while self.apart.value() <= self.reach {
            self.later += 1;
            if self.later >= self.trace.values().len() {
                return None;
            }
            self.apart.add(self.trace.step(self.later));
        }
        let pair = (self.now, self.later);
        self.apart.add(-self.trace.step(self.now));
        self.now += 1;
        Some(pair)
    }
}
