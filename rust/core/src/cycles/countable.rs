//! Samples that can be counted.

use crate::error::{Error, all_within};
use std::ops::RangeInclusive;

/// Samples whose differences are finite.
pub const COUNTABLE: RangeInclusive<f64> = f64::MIN / 2.0..=f64::MAX / 2.0;

/// `samples`, if all can be counted.
///
/// # Errors
/// [`Error::BadInput`] with the first index of `series`, which holds them, that cannot.
pub fn countable<'a>(
    name: &'static str,
    samples: &'a [f64],
    series: &[f64],
) -> Result<&'a [f64], Error> {
    let limit = *COUNTABLE.end();
    let all = samples.iter().fold(true, |all, x| all & (x.abs() <= limit)); // runs in vectors
    if !all {
        all_within(name, series, COUNTABLE)?;
    }
    Ok(samples)
}
