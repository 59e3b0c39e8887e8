//! Swings of a whole series, fast and in no order: all smallest swings close at once.
//!
//! Turning points are gathered block by block with valleys turned in sign, so that `y[k] > y[k+2]`
//! says of peaks and valleys alike that swings shrink from `k` on. A swing that does not shrink
//! behind one that does is a full cycle, whatever comes before and after. No two of these touch,
//! so one pass removes them all, without a branch; a few passes leave little to the counter. The
//! rule is strict on one side, which makes removals independent of each other: any order ends in
//! the same cycles and the same residue.

use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::swings::Swings;
use crate::simd::{Buffer, Instructions, SIZE};

pub use crate::simd::BLOCK;

/// After so many, a pass removes little.
const PASSES: usize = 5;

/// Closes the cycles of a series block by block.
pub struct Contraction<S> {
    instructions: Instructions,
    counter: Counter<()>,
    limit: f64,
    min_range: f64,
    first: f64,
    last: f64,
    falls: u64,
    turns: Buffer,
    swings: S,
}

impl<S: Swings> Contraction<S> {
    /// Begins with the first sample of a series. Samples are refused beyond `limit`, and ranges
    /// below `min_range` are not told.
    pub fn new(first: f64, limit: f64, min_range: f64) -> Self {
        let mut counter = Counter::new();
        counter.push(first, (), |_| ());
        Self {
            instructions: Instructions::chosen(),
            counter,
            limit,
            min_range,
            first,
            last: first,
            falls: 0,
            turns: [0.0; SIZE],
            swings: S::none(),
        }
    }

    /// Takes up to [`BLOCK`] samples that follow the first of `samples`, which has been taken;
    /// gives the swings of full cycles that they hold, and tells `closed` the other cycles that
    /// become final. None if a sample cannot be counted, which may show in a later block.
    pub fn take(&mut self, samples: &[f64], closed: impl FnMut(Cycle<()>)) -> Option<&S> {
        self.last = *samples.last()?;
        let valley_first = self.falls == 1;
        let mut open =
            self.instructions.gather_turns(samples, &mut self.falls, &mut self.turns)?.min(SIZE);
        self.swings.clear();
        for _ in 0..PASSES {
            let before = open;
            open = self.swings.close(&mut self.turns, open, valley_first);
            if 8 * open > 7 * before {
                break;
            }
        }
        self.pass_on(open, valley_first, closed)?;
        if self.min_range > 0.0 {
            self.swings.forget_below(self.min_range);
        }
        Some(&self.swings)
    }

    /// The counter of what is left open, the last sample taken as a turning point; none if that
    /// or the first sample cannot be counted.
    pub fn finish(mut self, closed: impl FnMut(Cycle<()>)) -> Option<Counter<()>> {
        self.counter.push(self.last, (), closed);
        let ends = [self.first, self.last];
        ends.iter().all(|end| end.abs() <= self.limit).then_some(self.counter)
    }

    /// Hands the first `open` turning points to the counter, which knows the blocks before.
    ///
    /// The highest and the lowest sample of a block are always among them, so it is enough to look
    /// whether these can be counted.
    fn pass_on(
        &mut self,
        open: usize,
        valley_first: bool,
        mut closed: impl FnMut(Cycle<()>),
    ) -> Option<()> {
        let mut sign = if valley_first { -1.0 } else { 1.0 };
        let mut countable = true;
        for turn in self.turns.iter().take(open) {
            countable &= turn.abs() <= self.limit;
            self.counter.push(sign * turn, (), &mut closed);
            sign = -sign;
        }
        countable.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::swings::{Ends, Ranges};
    use proptest::prelude::*;

    /// Full ranges and half ranges, sorted, and the points that stay open.
    type Found = (Vec<f64>, Vec<f64>, Vec<f64>);

    fn sorted(mut full: Vec<f64>, mut half: Vec<f64>, open: &Counter<()>) -> Found {
        full.sort_by(f64::total_cmp);
        half.sort_by(f64::total_cmp);
        (full, half, open.points().map(|point| point.value).collect())
    }

    fn counted(series: &[f64]) -> Found {
        let (mut counter, mut full, mut half) = (Counter::new(), vec![], vec![]);
        for &x in series {
            counter.push(x, (), |cycle| sort(&cycle, &mut full, &mut half));
        }
        sorted(full, half, &counter)
    }

    fn contracted<S: Swings>(
        series: &[f64],
        block: usize,
        ranges: impl Fn(&S) -> Vec<f64>,
    ) -> Found {
        let mut contraction = Contraction::<S>::new(series[0], f64::MAX, 0.0);
        let (mut full, mut half, mut more) = (vec![], vec![], vec![]);
        for start in (0..series.len()).step_by(block) {
            let samples = &series[start..series.len().min(start + block + 1)];
            let found = contraction.take(samples, |cycle| sort(&cycle, &mut more, &mut half));
            full.append(&mut ranges(found.unwrap()));
        }
        let open = contraction.finish(|cycle| sort(&cycle, &mut more, &mut half)).unwrap();
        full.append(&mut more);
        sorted(full, half, &open)
    }

    fn of_ranges(swings: &Ranges) -> Vec<f64> {
        swings.as_slice().to_vec()
    }

    fn of_ends(swings: &Ends) -> Vec<f64> {
        swings.iter().map(|(from, to)| (from - to).abs()).collect()
    }

    fn sort(cycle: &Cycle<()>, full: &mut Vec<f64>, half: &mut Vec<f64>) {
        let kind = if cycle.count == 1.0 { full } else { half };
        kind.push(cycle.range());
    }

    proptest! {
        #[test]
        fn finds_what_the_counter_finds_among_ties_and_rests(
            series in prop::collection::vec((0..7).prop_map(f64::from), 1..400),
            block in 1..=400_usize,
        ) {
            let expected = counted(&series);
            prop_assert_eq!(&contracted(&series, block, of_ranges), &expected);
            prop_assert_eq!(&contracted(&series, block, of_ends), &expected);
        }

        #[test]
        fn finds_what_the_counter_finds_in_noise(
            series in prop::collection::vec(-1.0..1.0, 1..5000),
        ) {
            let expected = counted(&series);
            prop_assert_eq!(&contracted(&series, BLOCK, of_ranges), &expected);
            prop_assert_eq!(&contracted(&series, BLOCK, of_ends), &expected);
        }

        #[test]
        fn finds_what_the_counter_finds_in_walks(
            steps in prop::collection::vec(-1.0..1.0, 1..5000),
        ) {
            let walk = |level: &mut f64, step: f64| { *level += step; Some(*level) };
            let series: Vec<f64> = steps.into_iter().scan(0.0, walk).collect();
            let expected = counted(&series);
            prop_assert_eq!(&contracted(&series, BLOCK, of_ranges), &expected);
            prop_assert_eq!(&contracted(&series, BLOCK, of_ends), &expected);
        }
    }

    #[test]
    fn a_block_too_long_does_no_harm() {
        let series: Vec<f64> = (0..5000).map(|k| f64::from(k % 2)).collect();
        let mut contraction = Contraction::<Ends>::new(0.0, 1.0, 0.5);
        contraction.take(&series, |_| ());
        contraction.take(&vec![f64::NAN; 3 * BLOCK], |_| ());
    }
}
