//! Steps of a record side by side, and what each of them adds to its sums.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::flow::{Flow, ICE, INTEGRALS, Interval};
use crate::aging::stay::Piece;
use crate::aging::tested::Tested;
use std::ops::Range;

/// Steps that are worked on at once.
pub const STEPS: usize = 128;
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
    /// Temperature in the middle.
    middle: Column,
    /// What each adds to the integrals.
    passed: [Column; INTEGRALS],
    /// Seconds at a temperature, and at a state of charge, that was not tested.
    untested: [Column; 2],
    /// Whether there are none of these.
    is_tested: bool,
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
            middle: none,
            passed: [none; INTEGRALS],
            untested: [none; 2],
            is_tested: true,
        }
    }

    /// Holds `interval` alone.
    pub fn hold(&mut self, interval: &Interval) {
        self.count = 1;
        self.dt[0] = interval.dt;
        for end in 0..2 {
            self.soc[end][0] = interval.soc[end];
            self.temperature[end][0] = interval.temperature[end];
        }
    }

    /// Holds steps that lead on from `start`, a state of charge and a temperature in kelvin; as
    /// many as there is room for.
    pub fn lay(&mut self, start: [f64; 2], soc: &[f64], celsius: Course, dt: Course) {
        let count = soc.len().min(STEPS);
        self.count = count;
        Course::Each(soc).lay(&mut self.soc[1][..count]);
        celsius.lay(&mut self.temperature[1][..count]);
        dt.lay(&mut self.dt[..count]);
        for kelvin in &mut self.temperature[1][..count] {
            *kelvin += ICE;
        }
        for ([before, after], start) in
            [&mut self.soc, &mut self.temperature].into_iter().zip(start)
        {
            before[1..].iter_mut().zip(&after[..count]).for_each(|(to, from)| *to = *from);
            before[0] = start;
        }
    }

    /// The same where each step has a temperature of its own, from its beginning to its end.
    pub fn lay_by_means(&mut self, soc_start: f64, soc: &[f64], celsius: &[f64], dt: f64) {
        self.lay([soc_start, f64::NAN], soc, Course::Each(celsius), Course::One(dt));
        self.temperature[0] = self.temperature[1];
    }

    /// Keeps the first `count` steps only.
    pub fn keep(&mut self, count: usize) {
        self.count = self.count.min(count);
    }

    /// How long each step is.
    #[inline]
    pub fn dt(&self) -> &[f64] {
        &self.dt[..self.count]
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

    /// Step number `at`, as far as its time near one place is concerned.
    #[inline]
    pub fn piece(&self, at: usize) -> Piece {
        let [second, soc, temperature, ..] = &self.passed;
        Piece {
            soc: self.soc[1][at],
            temperature: self.middle[at],
            over_time: [second[at], soc[at], temperature[at]],
        }
    }

    /// State of charge where each of some steps ends, and temperature where each begins and ends.
    #[inline(always)]
    pub fn ends(&self, steps: Range<usize>) -> [&[f64]; 3] {
        let [from, to] = &self.temperature;
        [&self.soc[1], from, to].map(|column| &column[steps.clone()])
    }

    /// The steps, one after the other.
    #[inline]
    pub fn intervals(&self) -> impl ExactSizeIterator<Item = Interval> + '_ {
        (0..self.count.min(STEPS)).map(|at| self.interval(at))
    }

    /// Adds `steps` to the integrals, and to the seconds that were not tested.
    #[inline]
    pub fn add(&self, steps: Range<usize>, flow: &mut Flow, untested: &mut [f64; 2]) {
        let steps = steps.start..steps.end.min(STEPS);
        add(&self.passed, steps.clone(), &mut flow.0);
        if !self.is_tested {
            add(&self.untested, steps, untested);
        }
    }
}

#[inline]
fn add<const N: usize>(columns: &[Column; N], steps: Range<usize>, sums: &mut [f64; N]) {
    let mut found = *sums; // in registers
    for at in steps {
        for (sum, column) in found.iter_mut().zip(columns) {
            *sum += column[at];
        }
    }
    *sums = found;
}

/// A value for each step, or one for all.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Course<'a> {
    One(f64),
    Each(&'a [f64]),
}

impl<'a> Course<'a> {
    /// What `values`, one for all or one for each, are in `range`.
    pub fn of(values: &'a [f64], range: Range<usize>) -> Self {
        match values {
            [only] => Self::One(*only),
            _ => Self::Each(values.get(range).unwrap_or(&[])),
        }
    }

    /// Lays these values into `column`, as many as it holds.
    fn lay(self, column: &mut [f64]) {
        match self {
            Self::One(value) => column.fill(value),
            Self::Each(values) => {
                let count = values.len().min(column.len());
                column[..count].copy_from_slice(&values[..count]);
            }
        }
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
            stretch.middle[at] = interval.mean_temperature();
            for (column, passed) in stretch.passed.iter_mut().zip(passed) {
                column[at] = passed;
            }
            for (column, outside) in stretch.untested.iter_mut().zip(tested.exclude(&interval)) {
                column[at] = if outside { interval.dt } else { 0.0 };
            }
        }
        let bits = |column: &Column| column[..count].iter().fold(0, |bits, x| bits | x.to_bits());
        stretch.is_tested = stretch.untested.iter().all(|column| bits(column) == 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::card::TestedRange;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn steps_side_by_side_add_what_each_adds(
            soc in prop::collection::vec(0.0..1.0_f64, 1..STEPS),
            celsius in -20.0..60.0_f64,
            dt in 1.0..9000.0_f64,
        ) {
            let tested = Tested::of(&TestedRange::default());
            let (mut stretch, start) = (Stretch::new(), [0.5, celsius + ICE]);
            stretch.lay(start, &soc, Course::One(celsius), Course::One(dt));
            stretch.work_out(0.9, &tested);
            let (mut together, mut alone) = (Flow::default(), Flow::default());
            stretch.add(0..soc.len(), &mut together, &mut [0.0; 2]);
            stretch.intervals().for_each(|interval| alone.pass(&interval, 0.9));
            prop_assert_eq!(together, alone);
        }
    }
}
