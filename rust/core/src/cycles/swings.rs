//! What is kept of the swings that a pass closes.

use crate::simd::{self, Buffer, Instructions, SIZE};

/// Closed swings of a block.
pub trait Swings {
    /// None yet.
    fn none() -> Self;
    /// Forgets them.
    fn clear(&mut self);
    /// Takes those that close among the first `open` of `turns`, where points are turned in sign
    /// every second time, the first if it is a valley; tells how many points stay.
    fn close(&mut self, turns: &mut Buffer, open: usize, valley_first: bool) -> usize;
    /// Forgets those whose range is below `min_range`.
    fn forget_below(&mut self, min_range: f64);
}

/// Their ranges.
pub struct Ranges {
    instructions: Instructions,
    heights: Buffer,
    count: usize,
}

impl Ranges {
    /// One after the other.
    pub fn as_slice(&self) -> &[f64] {
        self.heights.get(..self.count).unwrap_or_default()
    }
}

impl Swings for Ranges {
    fn none() -> Self {
        Self { instructions: Instructions::chosen(), heights: [0.0; SIZE], count: 0 }
    }

    fn clear(&mut self) {
        self.count = 0;
    }

    fn close(&mut self, turns: &mut Buffer, open: usize, _valley_first: bool) -> usize {
        let (left, count) =
            self.instructions.close_swings(turns, open, &mut self.heights, self.count);
        self.count = count;
        left
    }

    fn forget_below(&mut self, min_range: f64) {
        let mut left = 0;
        for at in 0..self.count.min(SIZE) {
            let range = self.heights[at];
            self.heights[left % SIZE] = range;
            left += usize::from(range >= min_range);
        }
        self.count = left;
    }
}

/// Where they begin and where they turn back.
pub struct Ends {
    instructions: Instructions,
    kept: simd::Ends,
    count: usize,
}

impl Ends {
    /// Both ends of each.
    pub fn iter(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let ends = self.kept.from.iter().zip(&self.kept.to);
        ends.take(self.count).map(|(&from, &to)| (from, to))
    }
}

impl Swings for Ends {
    fn none() -> Self {
        let kept = simd::Ends { from: [0.0; SIZE], to: [0.0; SIZE] };
        Self { instructions: Instructions::chosen(), kept, count: 0 }
    }

    fn clear(&mut self) {
        self.count = 0;
    }

    fn close(&mut self, turns: &mut Buffer, open: usize, valley_first: bool) -> usize {
        let Self { instructions, kept, count } = self;
        let (left, found) =
            instructions.close_swings_at_ends(turns, open, valley_first, kept, *count);
        *count = found;
        left
    }

    fn forget_below(&mut self, min_range: f64) {
        let simd::Ends { from, to } = &mut self.kept;
        let mut left = 0;
        for at in 0..self.count.min(SIZE) {
            (from[left % SIZE], to[left % SIZE]) = (from[at], to[at]);
            left += usize::from((from[at] - to[at]).abs() >= min_range);
        }
        self.count = left;
    }
}
