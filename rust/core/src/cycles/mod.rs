//! Cycles of a series: turning points, rainflow counting, damage.
//!
//! Rainflow counting (ASTM E1049-85, section 5.4.4) pairs the turning points of a series into
//! closed cycles; what does not close is the residue, half a cycle per swing. Every decision
//! compares stored samples, never their differences, so neither rounding nor overflow moves one.

mod attributes;
mod contraction;
mod conventions;
mod countable;
mod counter;
mod damage;
mod damage_counter;
mod each;
mod efc;
mod gradient;
mod integrals;
mod law;
mod path;
mod peaks;
mod piecewise_linear;
mod play;
mod power_law;
mod progress;
mod rainflow;
mod rows;
mod state;
mod tally;
mod turning;
mod windows;

pub use attributes::{Attributes, Duty, attributes, attributes_of_each};
pub use conventions::{Count, compare};
pub use countable::COUNTABLE;
pub use counter::{Counter, Cycle};
pub use damage::damage;
pub use damage_counter::{DamageCounter, Sums};
pub use efc::equivalent_full_cycles;
pub use gradient::{gradient, gradient_of_rows};
pub use integrals::Integrals;
pub use law::Law;
pub use path::{Direction, Path, Stretch};
pub use piecewise_linear::{Piece, PiecewiseLinear};
pub use play::PlayCounter;
pub use power_law::PowerLaw;
pub use rainflow::{Cycles, Residue, rainflow};
pub use rows::Rows;
pub use tally::Tally;
pub use turning::{Detector, Plateau, Point, Step, TurningPoints, turning_points};

/// Samples between two looks at the caller's wish to stop.
const BLOCK: usize = 1 << 16;
