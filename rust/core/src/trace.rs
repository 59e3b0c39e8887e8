//! Samples on a clock.

mod per_step;
pub use per_step::PerStep;
