//! Steps of a record side by side, and what each of them adds to its sums.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::flow::{Flow, INTEGRALS, Interval};
use crate::aging::tested::Tested;
use std::ops::Range;

/// Steps that are worked on at once.
const STEPS: usize = 64;
/// Steps side by side in the widest register.
const LANES: usize = 8;
/// One value per step.
type Column = [f64; STEPS];

/// Some steps in a row.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    count: usize,
    dt: Column,
    soc: [Column; 2],
    temperature: [Column; 2],
    /// What each adds to the integrals.
    passed: [Column; INTEGRALS],
    /// Seconds at a temperature, and at a state of charge, that was not tested.
    untested: [Column; 2],
}

impl Stretch {
    /// No steps.
    pub fn new() -> Self {
        let none = [0.0; STEPS];
        Self {
            count: 0,
            dt: none,
            soc: [none; 2],
            temperature: [none; 2],
            passed: [none; INTEGRALS],
            untested: [none; 2],
        }
    }

    /// Takes the next of `steps`, as many as it holds, up to the first that `ends` them; gives
    /// that one.
    #[inline]
    pub fn take(
        &mut self,
        steps: &mut impl Iterator<Item = Interval>,
        mut ends: impl FnMut(&Interval) -> bool,
    ) -> Option<Interval> {
        self.count = 0;
        while self.count < STEPS {
            let interval = steps.next()?;
            if ends(&interval) {
                return Some(interval);
            }
            let at = self.count;
            self.dt[at] = interval.dt;
            for end in 0..2 {
                self.soc[end][at] = interval.soc[end];
                self.temperature[end][at] = interval.temperature[end];
            }
            self.count += 1;
        }
        None
    }

    /// Works out what each step adds to the sums of a cell with so much `capacity`.
    pub fn work_out(&mut self, capacity: f64, tested: &Tested) {
        pulp::Arch::new().dispatch(Work { stretch: self, capacity, tested });
    }

    /// How many steps there are.
    #[inline]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether there is no room for more.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.count == STEPS
    }

    /// The state of charge at the ends of the steps.
    #[inline]
    pub fn soc(&self) -> &[f64] {
        &self.soc[1][..self.count]
    }

    /// Step number `at`.
    #[inline]
    pub fn interval(&self, at: usize) -> Interval {
        Interval {
            soc: [self.soc[0][at], self.soc[1][at]],
            temperature: [self.temperature[0][at], self.temperature[1][at]],
            dt: self.dt[at],
        }
    }

    /// The steps, one after the other.
    #[inline]
    pub fn intervals(&self) -> impl ExactSizeIterator<Item = Interval> + '_ {
        (0..self.count.min(STEPS)).map(|at| self.interval(at))
    }

    /// Adds `steps` to the integrals, and to the seconds that were not tested.
    #[inline]
    pub fn add(&self, steps: Range<usize>, flow: &mut Flow, untested: &mut [f64; 2]) {
        let (mut sums, mut seconds) = (flow.0, *untested); // in registers
        for at in steps.start..steps.end.min(STEPS) {
            for (sum, column) in sums.iter_mut().zip(&self.passed) {
                *sum += column[at];
            }
            for (sum, column) in seconds.iter_mut().zip(&self.untested) {
                *sum += column[at];
            }
        }
        (flow.0, *untested) = (sums, seconds);
    }
}

/// A stretch at work.
struct Work<'a> {
    stretch: &'a mut Stretch,
    capacity: f64,
    tested: &'a Tested,
}

impl pulp::WithSimd for Work<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { stretch, capacity, tested } = self;
        let count = stretch.count.next_multiple_of(LANES).min(STEPS);
        for at in 0..count {
            let interval = stretch.interval(at);
            let passed = interval.passed(capacity);
            for (column, passed) in stretch.passed.iter_mut().zip(passed) {
                column[at] = passed;
            }
            for (column, outside) in stretch.untested.iter_mut().zip(tested.exclude(&interval)) {
                column[at] = if outside { interval.dt } else { 0.0 };
            }
        }
    }
}
