//! Cycles of a series: turning points, rainflow counting, damage.
//!
//! Rainflow counting (ASTM E1049-85, section 5.4.4) pairs the turning points of a series into
//! closed cycles; what does not close is the residue, half a cycle per swing. Every decision
//! compares stored samples, never their differences, so neither rounding nor overflow moves one.

mod attributes;
mod classes;
mod columns;
mod contraction;
mod conventions;
mod countable;
mod counter;
mod cycle;
mod damage;
mod damage_counter;
mod duty;
mod each;
mod efc;
mod finder;
mod gradient;
mod growing;
mod histogram;
mod integrals;
mod law;
mod matrix;
mod path;
mod peaks;
mod pieces;
mod piecewise_linear;
mod play;
mod point;
mod power_law;
mod progress;
mod rainflow;
mod residue;
mod rows;
mod series;
mod state;
mod sweep;
mod swings;
mod tally;
mod total;
mod trail;
mod turning;
mod windows;

pub use attributes::{Attributes, attributes, attributes_of_each};
pub use classes::Classes;
pub use columns::Cycles;
pub use conventions::{Count, compare};
pub use countable::COUNTABLE;
pub use counter::Counter;
pub use cycle::Cycle;
pub use damage::damage;
pub use damage_counter::{DamageCounter, Sums};
pub use duty::Duty;
pub use efc::equivalent_full_cycles;
pub use gradient::gradient;
pub use growing::Growing;
pub use histogram::{Histogram, histogram};
pub use integrals::Integrals;
pub use law::Law;
pub use matrix::{from_to_matrix, range_mean_matrix};
pub use path::{Direction, Path, Stretch};
pub use piecewise_linear::{Piece, PiecewiseLinear};
pub use play::PlayCounter;
pub use point::{Plateau, Point};
pub use power_law::PowerLaw;
pub use rainflow::rainflow;
pub use residue::Residue;
pub use rows::Rows;
pub use series::{Nan, Samples, Series};
pub use tally::Tally;
pub use total::Counted;
pub use trail::Trail;
pub use turning::{TurningPoints, turning_points};

/// Samples between two looks at the caller's wish to stop.
const BLOCK: usize = 1 << 16;
