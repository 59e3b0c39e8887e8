//! Peaks that were reached, and are paid whatever comes.

use crate::dispatch::optimum::peaks::Peaks;
use crate::error::{Error, NOT_NEGATIVE, all_within};
use crate::soc::Number;

/// The highest import so far of each charge in each of its billing periods. \[kW\]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reached(Vec<f64>);

impl Reached {
    /// Takes note of the import of a step.
    pub fn note(&mut self, peaks: &[Peaks], step: usize, import_kw: f64) {
        self.0.resize(peaks.len(), 0.0);
        for (peak, reached_kw) in peaks.iter().zip(&mut self.0) {
            if peak.steps.iter().any(|range| range.contains(&step)) {
                *reached_kw = reached_kw.greater(import_kw);
            }
        }
    }

    /// One for each charge in each billing period; zero where none was noted.
    pub fn each_kw(&self) -> impl Iterator<Item = f64> + '_ {
        self.0.iter().copied().chain(std::iter::repeat(0.0))
    }

    /// All that was noted.
    #[must_use]
    pub fn numbers(&self) -> &[f64] {
        &self.0
    }

    /// What gave these numbers.
    ///
    /// # Errors
    /// [`Error::BadInput`] if they are those of another.
    pub fn recall(numbers: &[f64]) -> Result<Self, Error> {
        Ok(Self(all_within("memory", numbers, NOT_NEGATIVE)?.to_vec()))
    }
}
