//! Numbers by lot for steps that are foretold again and again as they come nearer.

use crate::aging::draw::Lot;
use std::collections::VecDeque;

/// Numbers by lot for steps: each is drawn once, and kept as long as its step is still to come.
#[derive(Debug, Clone)]
pub struct Draws {
    lot: Lot,
    first: u64,
    drawn: VecDeque<f64>,
}

impl Draws {
    /// Those of a lot.
    pub fn new(lot: Lot) -> Self {
        Self { lot, first: 0, drawn: VecDeque::new() }
    }

    /// Forgets all that is not of the steps from `first` on.
    pub fn begin(&mut self, first: u64) {
        let behind = first.checked_sub(self.first).and_then(|behind| usize::try_from(behind).ok());
        let count = self.drawn.len();
        self.drawn.drain(..behind.unwrap_or(count).min(count));
        self.first = first;
    }

    /// That of the step so many steps after the first.
    #[inline]
    pub fn at(&mut self, lead: usize) -> f64 {
        while self.drawn.len() <= lead {
            let step = self.first.saturating_add(self.drawn.len() as u64);
            self.drawn.push_back(self.lot.normal(step));
        }
        self.drawn.get(lead).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_those_of_the_lot_wherever_one_begins() {
        let lot = Lot::new(3, "forecast");
        let mut draws = Draws::new(lot);
        for first in [0, 1, 5, 400, 7, u64::MAX] {
            draws.begin(first);
            for lead in [3, 0, 60] {
                let step = first.saturating_add(lead as u64);
                assert_eq!(draws.at(lead), lot.normal(step), "{first} {lead}");
            }
        }
    }
}
