//! Cycles counted as they happen, and what they and time cost.

use crate::cycles::{Counter, Cycle};
use crate::error::Error;

/// Bins of cycle depth, and of the mean soc of a cycle.
pub const DEPTH_BINS: usize = 50;
/// Bins of the mean soc of a cycle.
pub const MEAN_BINS: usize = 20;

/// Present over nominal capacity and resistance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Health {
    /// Of the capacity. [1]
    pub soh_capacity: f64,
    /// Of the resistance. [1]
    pub soh_resistance: f64,
}

/// Cycles and what they, and time, cost.
#[derive(Debug, Clone)]
pub struct Wear {
    counter: Counter<()>,
    cycles: Vec<f64>,
    moved: f64,
}

impl Wear {
    /// Of a battery at rest at a soc.
    #[must_use]
    pub fn new(soc: f64) -> Self {
        let mut counter = Counter::new();
        counter.push(soc, (), |_| {});
        Self { counter, cycles: vec![0.0; DEPTH_BINS * MEAN_BINS], moved: 0.0 }
    }

    /// Takes in a step.
    #[inline]
    pub fn record(&mut self, soc_before: f64, soc_after: f64, _temperature: f64, _dt: f64) {
        self.moved += (soc_after - soc_before).abs();
        let cycles = &mut self.cycles;
        self.counter.push(soc_after, (), |cycle| count(cycles, &cycle));
    }

    /// Ends a clock day.
    ///
    /// # Errors
    /// None yet.
    pub fn close_day(&mut self, health: Health) -> Result<Health, Error> {
        Ok(health)
    }

    /// Equivalent full cycles so far.
    #[must_use]
    pub fn efc(&self) -> f64 {
        self.moved / 2.0
    }

    /// Counts by depth (rows) and mean soc, the open half cycles included.
    #[must_use]
    pub fn cycles(&self) -> Vec<f64> {
        let mut cycles = self.cycles.clone();
        self.counter.provisional().for_each(|cycle| count(&mut cycles, &cycle));
        cycles
    }
}

fn count(cycles: &mut [f64], cycle: &Cycle<()>) {
    let at = bin(cycle.range(), DEPTH_BINS) * MEAN_BINS + bin(cycle.mean(), MEAN_BINS);
    if let Some(slot) = cycles.get_mut(at) {
        *slot += cycle.count;
    }
}

fn bin(share: f64, bins: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let bin = (share * bins as f64) as usize;
    bin.min(bins - 1)
}
