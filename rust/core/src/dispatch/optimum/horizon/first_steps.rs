//! What is decided of the steps that come first; of the others nothing is noted.

use crate::dispatch::optimum::offers::Pieces;
use crate::dispatch::optimum::queue::Decisions;

/// What is decided of the steps that come first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FirstSteps {
    /// Change of stored energy in each. \[kWh\]
    pub change_kwh: Vec<f64>,
    open: Vec<u32>,
    wanted: usize,
    unsettled: usize,
}

impl FirstSteps {
    /// Begins anew, to take note of so many steps.
    pub fn restart(&mut self, wanted: usize) {
        self.change_kwh.clear();
        self.open.clear();
        (self.wanted, self.unsettled) = (wanted, 0);
    }

    /// Takes the offer of the step that comes next.
    #[inline]
    pub fn begin(&mut self, pieces: &Pieces) {
        if self.open.len() < self.wanted {
            self.change_kwh.push(pieces.least_kwh);
            self.open.push(u32::try_from(pieces.list.len()).unwrap_or(u32::MAX));
            self.unsettled += usize::from(!pieces.list.is_empty());
        }
    }

    /// Whether nothing that comes could change what is decided of any of them.
    #[inline]
    #[must_use]
    pub fn are_settled(&self) -> bool {
        self.unsettled == 0 && self.open.len() == self.wanted
    }
}

impl Decisions for FirstSteps {
    #[inline]
    fn take(&mut self, step: usize, length_kwh: f64) {
        if let Some(change) = self.change_kwh.get_mut(step) {
            *change += length_kwh;
        }
    }

    #[inline]
    fn leave(&mut self, step: usize) {
        if let Some(open) = self.open.get_mut(step) {
            *open = open.saturating_sub(1);
            self.unsettled -= usize::from(*open == 0).min(self.unsettled);
        }
    }

    fn split(&mut self, step: usize) {
        if let Some(open) = self.open.get_mut(step) {
            *open += 1;
        }
    }
}
