//! The rainflow rule, sample by sample.
//!
//! The stack holds the turning points that are still open. Each lies strictly between the two
//! before it, so a swing can close only by the newest one, when the series comes back to where
//! that swing began: as a full cycle, or as half a cycle if it holds the start of the stack, after
//! which the stack starts one point later. Both are final, and the stack is all that stays alive.

use crate::cycles::cycle::Cycle;
use crate::cycles::finder::Finder;
use crate::cycles::point::{Plateau, Point};
use crate::cycles::series::Series;
use crate::cycles::state::can_be_open;
use crate::cycles::sweep::Sweep;
use crate::error::Error;
use crate::parallel::KeepGoing;
use std::ops::Range;

/// Counts cycles while samples arrive.
#[derive(Debug, Clone)]
pub struct Counter<A> {
    /// Open turning points, the first of the samples at which the series rests, and places for
    /// more. Where the series turns, that sample stays; else the next one takes its place.
    stack: Vec<Point<A>>,
    count: usize,
    heading: i8,
    samples: u64,
}

impl<A: Copy + PartialEq> PartialEq for Counter<A> {
    fn eq(&self, other: &Self) -> bool {
        self.heading == other.heading
            && self.samples == other.samples
            && self.points().eq(other.points())
    }
}

impl Counter<()> {
    /// Takes all samples of `series`, as if they were pushed; `closed` is told the cycles that
    /// become final, in their order.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a sample cannot be counted; [`Error::Interrupted`]. Then the counter
    /// is left as it was, though `closed` may have been told something.
    pub fn extend(
        &mut self,
        series: Series<'_>,
        plateau: Plateau,
        watch: &dyn KeepGoing,
        mut closed: impl FnMut(&[Cycle<()>]),
    ) -> Result<(), Error> {
        let (mut more, offset) = (self.clone(), self.samples);
        if let Some(start) = series.first() {
            let index = offset + start as u64;
            let first = Point { value: series.sample(start), index, carried: () };
            if first.value.is_nan() {
                return Err(series.refusal());
            }
            more.take(first, |cycle| closed(&[cycle]));
            more.sweep(series, start..series.count(), plateau, watch, &mut closed)?;
        }
        more.samples = offset + series.count() as u64;
        *self = more;
        Ok(())
    }

    /// A counter that has taken a `part` of `series`, whose first sample is not passed over.
    pub(crate) fn of_part(
        series: Series<'_>,
        part: Range<usize>,
        plateau: Plateau,
        mut closed: impl FnMut(&[Cycle<()>]),
    ) -> Result<Self, Error> {
        let mut counter = Self::new();
        let (value, index) = (series.sample(part.start), part.start as u64);
        counter.take(Point { value, index, carried: () }, |_| ());
        counter.sweep(series, part, plateau, &(), &mut closed)?;
        Ok(counter)
    }

    /// Takes what follows the first sample of `part`, the newest taken.
    fn sweep(
        &mut self,
        series: Series<'_>,
        part: Range<usize>,
        plateau: Plateau,
        watch: &dyn KeepGoing,
        closed: &mut impl FnMut(&[Cycle<()>]),
    ) -> Result<(), Error> {
        let Some((tip, heading)) = self.tip() else { return Ok(()) };
        let mut finder = Finder::new(tip, heading, plateau, series.limit());
        let valley_first = (heading > 0) == (self.turns().len() % 2 == 1);
        let mut sweep = Sweep::new(self.turns(), valley_first);
        let (end, offset) = (part.end, self.samples);
        finder.walk(series, part, offset, watch, |turns, valley_first| {
            closed(sweep.take(turns, valley_first));
        })?;
        let tip = finder.end(series, end, offset);
        self.stack = sweep.open().to_vec();
        self.stack.push(tip);
        self.heading = finder.heading();
        self.close(self.stack.len() - 1, tip, |cycle| closed(&[cycle]));
        Ok(())
    }
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
        Self { stack: Vec::new(), count: 0, heading: 0, samples: 0 }
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

    /// Passes over samples that are not there, up to before the one at `index`.
    #[inline]
    pub fn pass_over_to(&mut self, index: u64) {
        self.samples = self.samples.max(index);
    }

    /// Lets the newest sample, if it moved, carry what only the cycles it closed could tell.
    #[inline]
    pub fn recarry(&mut self, carried: A) {
        let tip = self.stack[..self.count].last_mut().filter(|tip| tip.index + 1 == self.samples);
        if let Some(tip) = tip {
            tip.carried = carried;
        }
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
        if self.count == self.stack.len() {
            self.stack.push(point);
        }
        let Some(tip) = self.count.checked_sub(1) else { return self.count = 1 };
        let last = self.stack[tip].value;
        let heading = i8::from(point.value > last) - i8::from(point.value < last);
        if heading == 0 {
            return; // a rest, or no number
        }
        let turns = usize::from(heading != self.heading); // which nobody can guess
        self.heading = heading;
        self.close(tip + turns, point, closed);
    }

    /// Closes every swing that `point` has come back to the beginning of, and makes it the tip,
    /// behind the first `open` points of the stack.
    #[inline]
    fn close(&mut self, mut open: usize, point: Point<A>, mut closed: impl FnMut(Cycle<A>)) {
        let sign = f64::from(self.heading); // spares a branch on the direction
        while let [.., from, to] = self.stack[..open]
            && sign * point.value >= sign * from.value
        {
            let starts = open == 2;
            closed(Cycle { from, to, count: if starts { 0.5 } else { 1.0 } });
            open -= 2;
            if starts {
                (self.stack[0], open) = (to, 1);
            }
        }
        self.stack[open] = point;
        self.count = open + 1;
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
        &self.stack[..self.count.saturating_sub(1)]
    }

    /// Where the last sample that moved stands, and where it was heading.
    #[inline]
    #[must_use]
    pub fn tip(&self) -> Option<(Point<A>, i8)> {
        self.stack[..self.count].last().map(|&tip| (tip, self.heading))
    }

    /// How many samples have been seen.
    #[must_use]
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// The open turning points, the last sample being one: with [`Counter::samples`] the state.
    pub fn points(&self) -> impl Iterator<Item = Point<A>> + '_ {
        self.stack[..self.count].iter().copied()
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
        let (counter, closed) = pushed(&[0.0, 1.0].repeat(500));
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
        let counter = pushed(&STANDARD).0;
        let (points, samples) = counter.parts();
        assert_eq!(Counter::from_parts(&points, samples), Ok(counter));
    }
}
