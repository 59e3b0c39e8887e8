//! What a plan costs.

/// What a plan costs, by part; what it earns counts below zero. \[currency\]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Costs {
    /// Energy drawn.
    pub energy: f64,
    /// Energy fed in.
    pub export: f64,
    /// Wear of throughput.
    pub wear: f64,
    /// Holding energy.
    pub holding: f64,
    /// Energy left at the end.
    pub end: f64,
    /// The highest imports.
    pub demand: f64,
}

impl Costs {
    /// All of them. \[currency\]
    #[must_use]
    pub fn total(&self) -> f64 {
        self.energy + self.export + self.wear + self.holding + self.end + self.demand
    }
}
