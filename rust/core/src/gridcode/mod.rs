//! What grid codes ask of the power that large loads draw: limits as dated cards, and how far a
//! trace stays from them.
//!
//! Active power as sampled is judged, and nothing else: voltage, frequency and the stability of
//! converters are other questions.

mod band;
mod card;
pub mod catalog;
mod check;
mod limit;
mod sizes;

pub use band::{Band, in_band};
pub use card::{Grade, GridCode, Status};
pub use check::{Finding, Obstacle, check};
pub use limit::{BandAmplitudeLimit, Direction, Limit, MeanRampLimit, RollingRangeLimit};
pub(crate) use limit::{over, peak_of};
pub(crate) use sizes::ramp_pairs;
