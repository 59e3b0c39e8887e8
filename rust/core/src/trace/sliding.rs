//! The widest among windows of as many samples each.

use crate::error::Error;
use crate::parallel::KeepGoing;
use crate::trace::look_up;
use std::ops::Range;

/// The first window of `length` samples that swings the most.
///
/// Blocks as long as the window: whatever window ends in a block is a head of that block and a tail
/// of the one before (M. van Herk, Pattern Recognition Letters 13(7), 1992; J. Gil and M. Werman,
/// IEEE PAMI 15(5), 1993). Three comparisons a sample for either end, however long the window.
pub(crate) fn widest(
    values: &[f64],
    length: usize,
    watch: &dyn KeepGoing,
) -> Result<Range<usize>, Error> {
    let mut tails = vec![Extremes::NONE; length + 1];
    let (mut largest, mut last) = (0.0, 0);
    for (number, block) in values.chunks(length).enumerate() {
        let start = number * length;
        look_up(watch, start..start + block.len(), values.len())?;
        let mut head = Extremes::NONE;
        for (place, (&value, &tail)) in block.iter().zip(&tails[1..]).enumerate() {
            head = head.and(Extremes::of(value));
            let range = head.and(tail).range();
            if range > largest {
                (largest, last) = (range, start + place);
            }
        }
        let mut tail = Extremes::NONE;
        for (&value, slot) in block.iter().zip(&mut tails).rev() {
            tail = tail.and(Extremes::of(value));
            *slot = tail;
        }
    }
    Ok((last + 1).saturating_sub(length)..last + 1)
}

#[derive(Clone, Copy)]
struct Extremes {
    low: f64,
    high: f64,
}

impl Extremes {
    const NONE: Self = Self { low: f64::INFINITY, high: f64::NEG_INFINITY };

    fn of(value: f64) -> Self {
        let (low, high) = (value, value);
        Self { low, high }
    }

    /// Bare comparisons, one instruction each: samples have been checked for NaN.
    fn and(self, other: Self) -> Self {
        Self {
            low: if other.low < self.low { other.low } else { self.low },
            high: if other.high > self.high { other.high } else { self.high },
        }
    }

    fn range(self) -> f64 {
        self.high - self.low
    }
}
