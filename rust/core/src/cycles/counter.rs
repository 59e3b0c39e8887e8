//! The rainflow rule, sample by sample.
//!
//! The stack holds the turning points that are still open. Each lies strictly between the two
//! before it, so a swing can close only by the newest one, when the series comes back to where
//! that swing began: as a full cycle, or as half a cycle if it holds the start of the stack, after
//! which the stack starts one point later. Both are final, and the stack is all that stays alive.

use crate::cycles::state::can_be_open;
use crate::cycles::turning::{Detector, Point, Step};
use crate::error::Error;

/// A swing between two turning points, and how much of a cycle it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cycle<A> {
    /// Where it begins.
    pub from: Point<A>,
    /// Where it turns back.
    pub to: Point<A>,
    /// 1.0 for a closed cycle, 0.5 for half of one.
    pub count: f64,
}

impl<A> Cycle<A> {
    /// The height of the swing.
    #[inline]
    #[must_use]
    pub fn range(&self) -> f64 {
        (self.from.value - self.to.value).abs()
    }

    /// The middle of the swing.
    #[inline]
    #[must_use]
    pub fn mean(&self) -> f64 {
        0.5 * (self.from.value + self.to.value)
    }
}

/// Counts cycles while samples arrive.
#[derive(Debug, Clone, PartialEq)]
pub struct Counter<A> {
    stack: Vec<Point<A>>,
    detector: Detector<A>,
    samples: u64,
}

impl<A: Copy> Default for Counter<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Copy> Counter<A> {
    /// A counter that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self { stack: Vec::new(), detector: Detector::default(), samples: 0 }
    }

    /// Takes one more sample; `closed` is told each cycle that no later sample can change.
    ///
    /// These are full cycles, and half cycles at the front of the residue. Of a plateau, the
    /// first sample counts, with what it carries.
    #[inline]
    pub fn push(&mut self, value: f64, carried: A, closed: impl FnMut(Cycle<A>)) {
        let index = self.samples;
        self.samples += 1;
        self.take(Point { value, index, carried }, closed);
    }

    /// Lets the newest sample, if it moved, carry what only the cycles it closed could tell.
    #[inline]
    pub fn recarry(&mut self, carried: A) {
        self.detector.recarry(self.samples.saturating_sub(1), carried);
    }

    /// Joins `residue`, all turning points of a later series that closed no cycle, to this series.
    ///
    /// Its indices and what it carries count from the start of this series; `samples` is the
    /// number of samples it stands for. The cycles that close are those of the joined series.
    pub fn join(
        &mut self,
        residue: impl IntoIterator<Item = Point<A>>,
        samples: u64,
        mut closed: impl FnMut(Cycle<A>),
    ) {
        for point in residue {
            self.take(point, &mut closed);
        }
        self.samples = self.samples.saturating_add(samples);
    }

    #[inline]
    fn take(&mut self, point: Point<A>, closed: impl FnMut(Cycle<A>)) {
        match self.detector.push(point) {
            Step::Rest => return,
            Step::Onward => {}
            Step::Turn(turn) => self.stack.push(turn),
        }
        self.close(point.value, closed);
    }

    /// Closes every swing that `value` has come back to the beginning of.
    #[inline]
    fn close(&mut self, value: f64, mut closed: impl FnMut(Cycle<A>)) {
        while let [.., from, to] = self.stack[..]
            && self.is_back(value, from.value)
        {
            let starts = self.stack.len() == 2;
            let count = if starts { 0.5 } else { 1.0 };
            closed(Cycle { from, to, count });
            self.stack.truncate(self.stack.len() - 2);
            if starts {
                self.stack.push(to);
            }
        }
    }

    #[inline]
    fn is_back(&self, value: f64, beginning: f64) -> bool {
        if self.detector.heading() < 0 { value <= beginning } else { value >= beginning }
    }

    /// Half cycles that are still open, the last sample taken as a turning point.
    pub fn provisional(&self) -> impl Iterator<Item = Cycle<A>> + '_ {
        let later = self.points().skip(1);
        self.points().zip(later).map(|(from, to)| Cycle { from, to, count: 0.5 })
    }

    /// The open turning points, without the last sample.
    #[inline]
    #[must_use]
    pub fn turns(&self) -> &[Point<A>] {
        &self.stack
    }

    /// Where the last sample that moved stands, and where it was heading.
    #[inline]
    #[must_use]
    pub fn tip(&self) -> Option<(Point<A>, i8)> {
        self.detector.last().map(|last| (last, self.detector.heading()))
    }

    /// How many samples have been seen.
    #[must_use]
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// The open turning points, the last sample being one: with [`Counter::samples`] the state.
    pub fn points(&self) -> impl Iterator<Item = Point<A>> + '_ {
        self.stack.iter().copied().chain(self.detector.last())
    }

    /// The whole state, as [`Counter::from_parts`] takes it.
    #[must_use]
    pub fn parts(&self) -> (Vec<Point<A>>, u64) {
        (self.points().collect(), self.samples)
    }

    /// The counter whose state is `points` after `samples` samples.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a value is beyond what can be counted or no counter can hold these points:
    /// each must lie strictly between the two before it, and indices must rise, up to `samples`.
    pub fn from_parts(points: &[Point<A>], samples: u64) -> Result<Self, Error> {
        can_be_open(points, samples)?;
        let mut counter = Self::new();
        counter.join(points.iter().copied(), samples, |_| ());
        Ok(counter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDARD: [f64; 9] = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];

    fn pushed(series: &[f64]) -> (Counter<()>, Vec<Cycle<()>>) {
        let (mut counter, mut closed) = (Counter::new(), Vec::new());
        for &value in series {
            counter.push(value, (), |cycle| closed.push(cycle));
        }
        (counter, closed)
    }

    #[test]
    fn counts_the_example_of_the_standard_in_closing_order() {
        let (counter, closed) = pushed(&STANDARD);
        let all = closed.into_iter().chain(counter.provisional());
        let (ranges, counts): (Vec<_>, Vec<_>) = all.map(|c| (c.range(), c.count)).unzip();
        assert_eq!(ranges, [3.0, 4.0, 4.0, 8.0, 9.0, 8.0, 6.0]);
        assert_eq!(counts, [0.5, 0.5, 1.0, 0.5, 0.5, 0.5, 0.5]);
    }

    #[test]
    fn a_cycle_closes_as_soon_as_the_series_is_back() {
        let (_, closed) = pushed(&[0.0, 10.0, 4.0, 6.0, 4.5]);
        assert!(closed.is_empty());
        let (_, closed) = pushed(&[0.0, 10.0, 4.0, 6.0, 4.0]);
        assert_eq!(closed.len(), 1);
    }

    #[test]
    fn constant_amplitude_leaves_nothing_behind() {
        let series: Vec<f64> = (0..1000).map(|k| f64::from(k % 2)).collect();
        let (counter, closed) = pushed(&series);
        assert_eq!(closed.len() + counter.provisional().count(), 999);
        assert!(counter.points().count() <= 2);
    }

    #[test]
    fn a_plateau_carries_what_its_first_sample_does() {
        let mut counter = Counter::new();
        for (carried, value) in [0.0, 2.0, 2.0, 1.0].into_iter().enumerate() {
            counter.push(value, carried, |_| ());
        }
        let carried: Vec<usize> = counter.points().map(|point| point.carried).collect();
        assert_eq!(carried, [0, 1, 3]);
    }

    #[test]
    fn the_state_comes_back_from_its_parts() {
        let (counter, _) = pushed(&STANDARD);
        let (points, samples) = counter.parts();
        assert_eq!(Counter::from_parts(&points, samples), Ok(counter));
    }
}
