//! Limits on imports, step by step, as demand charges set them.

use super::peaks::Peaks;

/// The limit at each step, and which charge sets it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Caps {
    kw: Vec<f64>,
    /// The place of that charge.
    pub set_by: Vec<usize>,
}

impl Caps {
    /// Takes the limits of all charges, at each step the lowest that holds there. \[kW\]
    pub fn fill(&mut self, steps: usize, peaks: &[Peaks], limits_kw: &[f64]) {
        self.kw.clear();
        self.kw.resize(steps, f64::INFINITY);
        self.set_by.clear();
        self.set_by.resize(steps, usize::MAX);
        for (index, (peak, &limit)) in peaks.iter().zip(limits_kw).enumerate() {
            for range in &peak.steps {
                let kw = self.kw.get_mut(range.clone()).unwrap_or_default();
                let set_by = self.set_by.get_mut(range.clone()).unwrap_or_default();
                for (kw, set_by) in kw.iter_mut().zip(set_by) {
                    if limit < *kw {
                        (*kw, *set_by) = (limit, index);
                    }
                }
            }
        }
    }

    /// The limit at a step; infinite where no charge sets one. \[kW\]
    #[must_use]
    pub fn at(&self, step: usize) -> f64 {
        self.kw.get(step).copied().unwrap_or(f64::INFINITY)
    }
}
