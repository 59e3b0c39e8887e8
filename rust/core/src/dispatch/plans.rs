//! How often a policy planned, and what became of it.

use std::ops::Add;

/// How often a policy planned, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Plans {
    /// Plans made.
    pub made: u64,
    /// Those of which nothing beyond the horizon could have changed what was done.
    pub settled: u64,
    /// Those that had to miss a limit.
    pub impossible: u64,
}

impl Add for Plans {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            made: self.made + other.made,
            settled: self.settled + other.settled,
            impossible: self.impossible + other.impossible,
        }
    }
}
