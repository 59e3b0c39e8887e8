//! Cycles of a series: turning points, rainflow counting, damage.
//!
//! Rainflow counting (ASTM E1049-85, section 5.4.4) pairs the turning points of a series into
//! closed cycles; what does not close is the residue, half a cycle per swing. Every decision
//! compares stored samples, never their differences, so neither rounding nor overflow moves one.

mod counter;
mod damage;
mod efc;
mod rainflow;
mod rows;
mod state;
mod tally;
mod turning;

pub use counter::{Counter, Cycle};
pub use damage::{PowerLaw, damage};
pub use efc::equivalent_full_cycles;
pub use rainflow::{Cycles, Residue, rainflow};
pub use rows::Rows;
pub use tally::Tally;
pub use turning::{Detector, Plateau, Point, Step, TurningPoints, turning_points};

use std::ops::RangeInclusive;

/// Samples whose differences are finite.
pub const COUNTABLE: RangeInclusive<f64> = f64::MIN / 2.0..=f64::MAX / 2.0;

/// Samples between two looks at the caller's wish to stop.
const BLOCK: usize = 1 << 16;
