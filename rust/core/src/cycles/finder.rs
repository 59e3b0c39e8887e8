//! Turning points of a series, block by block: marks of steps, and where they stand.

use crate::cycles::point::{Plateau, Point};
use crate::cycles::progress::share;
use crate::cycles::series::Series;
use crate::error::Error;
use crate::parallel::KeepGoing;
use crate::simd::{BLOCK, Instructions, Marks, SIZE, Steps, WORD};
use std::ops::Range;

/// Finds turning points and their places.
pub struct Finder {
    instructions: Instructions,
    plateau: Plateau,
    limit: f64,
    heading: i8,
    resting: Point<()>,
    marks: Marks,
    found: Vec<Point<()>>,
    count: usize,
}

impl Finder {
    /// Goes on from `resting`, where the series came heading up (1) or down (-1), or has not moved
    /// yet (0). Samples are refused beyond `limit`.
    pub fn new(resting: Point<()>, heading: i8, plateau: Plateau, limit: f64) -> Self {
        Self {
            instructions: Instructions::chosen(),
            plateau,
            limit,
            heading,
            resting,
            marks: Marks::default(),
            found: vec![resting; SIZE],
            count: 0,
        }
    }

    /// Where the series is heading: up (1) or down (-1), or nowhere yet (0).
    pub fn heading(&self) -> i8 {
        self.heading
    }

    /// Tells `take` the turning points of a `part` of `series` behind its first sample, where this
    /// stands, and whether the first of them is a valley. Places are told `offset` further on.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a sample cannot be counted; [`Error::Interrupted`].
    pub fn walk(
        &mut self,
        series: Series<'_>,
        part: Range<usize>,
        offset: u64,
        watch: &dyn KeepGoing,
        mut take: impl FnMut(&[Point<()>], bool),
    ) -> Result<(), Error> {
        let refusal = || series.refusal();
        self.countable(&[self.resting]).ok_or_else(refusal)?;
        let mut blocks = series.blocks(part.start, part.end, BLOCK);
        while let Some((start, samples)) = blocks.next() {
            let valley_first = self.find(offset + start as u64, samples).ok_or_else(refusal)?;
            let turns = self.found.get_mut(..self.count).unwrap_or_default();
            if self.plateau == Plateau::Last {
                for turn in &mut *turns {
                    turn.index = series.last_taken(turn.index, offset);
                }
            }
            take(turns, valley_first);
            watch.keep_going(share(start, part.end))?;
        }
        self.countable(&[self.resting]).ok_or_else(refusal)
    }

    /// The last point, if the series ends before `end`.
    pub fn end(&self, series: Series<'_>, end: usize, offset: u64) -> Point<()> {
        let last = offset + end.saturating_sub(1) as u64;
        let rests_last = self.plateau == Plateau::Last && self.heading != 0;
        let index = if rests_last { series.last_taken(last, offset) } else { self.resting.index };
        Point { index, ..self.resting }
    }

    /// Finds the turning points that `samples`, which stand from `start` on, lead away from; tells
    /// whether the first is a valley, or none if a sample cannot be counted.
    fn find(&mut self, start: u64, samples: &[f64]) -> Option<bool> {
        self.count = 0;
        if self.heading == 0 {
            self.set_out(samples);
        }
        let valley_first = (self.heading < 0) == (self.count == 0);
        let mut falls = u64::from(self.heading < 0);
        self.instructions.mark_turns(samples, &mut falls, &mut self.marks)?;
        for (word, at) in (0..samples.len().saturating_sub(1)).step_by(WORD).enumerate() {
            let steps = self.marks.get(word).copied().unwrap_or_default();
            self.decode(samples.get(at..)?, start + at as u64, steps);
        }
        self.heading = if self.heading == 0 { 0 } else { 1 - 2 * i8::from(falls == 1) };
        self.countable(self.found.get(..self.count)?).map(|()| valley_first)
    }

    /// Nothing, if all `points` can be counted; every sample lies between two turning points.
    fn countable(&self, points: &[Point<()>]) -> Option<()> {
        let all = points.iter().fold(true, |all, point| all & (point.value.abs() <= self.limit));
        all.then_some(())
    }

    /// Takes the direction of the first move, and the point that it leads away from.
    fn set_out(&mut self, samples: &[f64]) {
        let from = self.resting.value;
        if let Some(to) = samples.iter().find(|&&x| x != from) {
            self.heading = if *to < from { -1 } else { 1 };
            self.found[0] = self.resting;
            self.count = 1;
        }
    }

    /// Adds the turning points of a word of `steps` from the first of `samples` on.
    #[inline]
    fn decode(&mut self, samples: &[f64], start: u64, steps: Steps) {
        let moving = !steps.rests;
        let mut turned = steps.turned;
        while turned != 0 {
            let step = turned.trailing_zeros();
            turned &= turned - 1;
            let mut turn = self.arrival(samples, start, moving & ((1 << step) - 1));
            if self.plateau == Plateau::Last {
                turn.index = start + u64::from(step);
            }
            self.found[self.count % SIZE] = turn;
            self.count += 1;
        }
        self.resting = self.arrival(samples, start, moving);
    }

    /// Where the last of the steps in `moving` has led, or where the series was if there is none.
    #[inline]
    fn arrival(&self, samples: &[f64], start: u64, moving: u64) -> Point<()> {
        if moving == 0 {
            return self.resting;
        }
        let behind = moving.ilog2() + 1;
        let value = samples.get(behind as usize).copied().unwrap_or_default();
        Point { value, index: start + u64::from(behind), carried: () }
    }
}
