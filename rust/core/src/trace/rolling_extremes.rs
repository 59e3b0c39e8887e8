//! The lowest and the highest of the time that has just passed, as a controller knows them.

use crate::error::{Error, FINITE, all_within};
use crate::trace::reach;
use std::collections::VecDeque;

/// A share of a step that only rounding of the clock can have left.
const SLIVER: f64 = 1e-6;

/// The extremes of the steps that begin no more than a window before now, whatever their lengths.
#[derive(Debug, Clone, PartialEq)]
pub struct RollingExtremes {
    window_second: f64,
    /// When the last step ended, on a clock of its own. \[s\]
    now_second: f64,
    highest: Crest,
    /// Of the values with their signs turned.
    lowest: Crest,
}

impl RollingExtremes {
    /// The extremes of nothing yet.
    #[must_use]
    pub fn new(window_second: f64) -> Self {
        let (highest, lowest) = (Crest::default(), Crest::default());
        Self { window_second, now_second: 0.0, highest, lowest }
    }

    /// Takes a step in; the lowest and the highest value within the window that ends with it.
    pub fn push(&mut self, dt_second: f64, value: f64) -> Option<(f64, f64)> {
        let start = self.now_second;
        self.now_second += dt_second;
        let earliest = self.now_second - reach(self.window_second) - SLIVER * dt_second;
        let highest = self.highest.push(start, value, earliest);
        let lowest = self.lowest.push(start, -value, earliest);
        lowest.zip(highest).map(|(low, high)| (-low, high))
    }

    /// All that it remembers, as plain numbers.
    #[must_use]
    pub fn to_numbers(&self) -> Vec<f64> {
        let pairs = self.highest.0.iter().chain(&self.lowest.0);
        let pairs = pairs.flat_map(|&(start, value)| [start - self.now_second, value]);
        std::iter::once(self.highest.0.len() as f64).chain(pairs).collect()
    }

    /// Extremes over `window_second` that remember `numbers`.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if no extremes gave these numbers.
    pub fn from_numbers(window_second: f64, numbers: &[f64]) -> Result<Self, Error> {
        all_within("memory", numbers, FINITE)?;
        let foreign = || {
            let (name, got, want) = ("memory", vec![numbers.len()], vec![1]);
            Error::BadShape { name, got, want }
        };
        let (&highs, pairs) = numbers.split_first().ok_or_else(foreign)?;
        let (pairs, []) = pairs.as_chunks::<2>() else { return Err(foreign()) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let (highest, lowest) = pairs.split_at_checked(highs as usize).ok_or_else(foreign)?;
        let crest = |pairs: &[[f64; 2]]| Crest(pairs.iter().map(|&[at, x]| (at, x)).collect());
        let (highest, lowest) = (crest(highest), crest(lowest));
        Ok(Self { window_second, now_second: 0.0, highest, lowest })
    }
}

/// Values that are, or may still become, the highest: a falling series of starts and values.
#[derive(Debug, Clone, PartialEq, Default)]
struct Crest(VecDeque<(f64, f64)>);

impl Crest {
    /// The highest value since `earliest`, now that one more has come.
    fn push(&mut self, start: f64, value: f64, earliest: f64) -> Option<f64> {
        while self.0.back().is_some_and(|&(_, last)| last <= value) {
            self.0.pop_back();
        }
        self.0.push_back((start, value));
        while self.0.front().is_some_and(|&(first, _)| first < earliest) {
            self.0.pop_front();
        }
        self.0.front().map(|&(_, highest)| highest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_the_extremes_of_the_last_steps(
            values in prop::collection::vec(-1e3..1e3_f64, 1..60),
            window in 1_usize..8,
        ) {
            let mut extremes = RollingExtremes::new(0.1 * window as f64);
            for end in 1..=values.len() {
                let last = &values[end.saturating_sub(window)..end];
                let low = last.iter().copied().fold(f64::INFINITY, f64::min);
                let high = last.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                prop_assert_eq!(extremes.push(0.1, values[end - 1]), Some((low, high)));
                let numbers = extremes.to_numbers();
                extremes = RollingExtremes::from_numbers(0.1 * window as f64, &numbers).unwrap();
            }
        }
    }

    #[test]
    fn a_step_longer_than_the_window_leaves_nothing() {
        let mut extremes = RollingExtremes::new(5.0);
        assert_eq!(extremes.push(6.0, 1.0), None);
        assert_eq!(extremes.push(5.0, 2.0), Some((2.0, 2.0)));
    }
}
