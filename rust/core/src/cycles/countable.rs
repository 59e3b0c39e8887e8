//! Samples that can be counted.

use std::ops::RangeInclusive;

/// Samples whose differences are finite.
pub const COUNTABLE: RangeInclusive<f64> = f64::MIN / 2.0..=f64::MAX / 2.0;
