//! What a cell goes through, and how it passes.

use crate::aging::health::Health;
use crate::error::{Error, FRACTION, all_within, same_length};
use std::ops::{ControlFlow, RangeInclusive};

/// Temperatures that a cell may have; 298 K is none of them.
pub const TEMPERATURE_CELSIUS: RangeInclusive<f64> = -60.0..=150.0;
/// Lengths that a step may have: windows within it are closed one by one.
const STEP_SECOND: RangeInclusive<f64> = f64::MIN_POSITIVE..=1e8;

/// What a cell goes through: straight lines between points.
#[derive(Debug, Clone, Copy)]
pub struct Duty<'a> {
    /// State of charge at each point, one more than there are steps.
    pub soc: &'a [f64],
    /// Temperature at each point, or one for all.
    pub temperature_celsius: &'a [f64],
    /// Length of each step, or one for all.
    pub dt_second: &'a [f64],
}

/// Who is told, of each cell by its place, of each window that closes, and may make it the last.
pub trait Closed: FnMut(usize, &Health) -> ControlFlow<()> {}
impl<F: FnMut(usize, &Health) -> ControlFlow<()>> Closed for F {}

impl Duty<'_> {
    /// This duty, if it makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a number lies outside its bounds; [`Error::BadShape`] if the series
    /// do not go together.
    pub fn checked(self) -> Result<Self, Error> {
        let points = self.soc.len();
        same_length("soc", points, points.max(2))?;
        all_within("soc", self.soc, FRACTION)?;
        if self.temperature_celsius.len() != 1 {
            same_length("temperature_celsius", self.temperature_celsius.len(), points)?;
        }
        all_within("temperature_celsius", self.temperature_celsius, TEMPERATURE_CELSIUS)?;
        if self.dt_second.len() != 1 {
            same_length("dt_second", self.dt_second.len(), points - 1)?;
        }
        all_within("dt_second", self.dt_second, STEP_SECOND)?;
        Ok(self)
    }

    /// State of charge at the first point.
    pub fn start(&self) -> f64 {
        self.soc.first().copied().unwrap_or(0.5)
    }

    #[inline]
    pub(crate) fn temperature(&self, point: usize) -> f64 {
        one_or_each(self.temperature_celsius, point)
    }

    #[inline]
    pub(crate) fn dt(&self, step: usize) -> f64 {
        one_or_each(self.dt_second, step)
    }
}

#[inline]
fn one_or_each(values: &[f64], at: usize) -> f64 {
    match values {
        [only] => *only,
        _ => values.get(at).copied().unwrap_or(f64::NAN),
    }
}
