//! Counted cycles by depth and mean soc.

use crate::cycles::Cycle;

/// Bins of cycle depth between 0 and 1.
pub const DEPTH_BINS: usize = 50;
/// Bins of the mean soc of a cycle between 0 and 1.
pub const MEAN_BINS: usize = 20;

/// How many cycles of which depth (rows) about which mean soc (columns).
#[derive(Debug, Clone, PartialEq)]
pub struct CycleHistogram {
    counts: Vec<f64>,
}

impl Default for CycleHistogram {
    fn default() -> Self {
        Self { counts: vec![0.0; DEPTH_BINS * MEAN_BINS] }
    }
}

impl CycleHistogram {
    /// The histogram with these counts, if they are as many as it has bins.
    #[must_use]
    pub fn from_counts(counts: Vec<f64>) -> Option<Self> {
        (counts.len() == DEPTH_BINS * MEAN_BINS).then_some(Self { counts })
    }

    /// Counts a cycle.
    #[inline]
    pub fn add<A>(&mut self, cycle: &Cycle<A>) {
        let depth = bin(cycle.range(), DEPTH_BINS);
        let mean = bin(cycle.mean(), MEAN_BINS);
        if let Some(count) = self.counts.get_mut(depth * MEAN_BINS + mean) {
            *count += cycle.count;
        }
    }

    /// Row by row.
    #[must_use]
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }
}

/// The bin of a share of one; what lies outside falls into the nearest.
fn bin(share: f64, bins: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let bin = (share * bins as f64) as usize;
    bin.min(bins - 1)
}
