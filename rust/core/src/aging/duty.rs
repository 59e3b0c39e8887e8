//! What a cell goes through, and how it passes.

use crate::aging::health::Health;
use crate::error::{Error, FRACTION, all_within, same_length};
use std::ops::{ControlFlow, Range, RangeInclusive};

/// Temperatures that a cell may have; 298 K is none of them.
pub const TEMPERATURE_CELSIUS: RangeInclusive<f64> = -60.0..=150.0;
/// Lengths that a step may have: windows within it are closed one by one.
const STEP_SECOND: RangeInclusive<f64> = f64::MIN_POSITIVE..=1e8;
/// Steps that are checked at once: they fit into the caches next to the processor.
const PART: usize = 16_384;

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
        let fitting = self.fitting()?;
        all_within("soc", self.soc, FRACTION)?;
        all_within("temperature_celsius", self.temperature_celsius, TEMPERATURE_CELSIUS)?;
        all_within("dt_second", self.dt_second, STEP_SECOND)?;
        Ok(fitting)
    }

    /// This duty, if its series go together.
    fn fitting(self) -> Result<Self, Error> {
        let points = self.soc.len();
        same_length("soc", points, points.max(2))?;
        if self.temperature_celsius.len() != 1 {
            same_length("temperature_celsius", self.temperature_celsius.len(), points)?;
        }
        if self.dt_second.len() != 1 {
            same_length("dt_second", self.dt_second.len(), points - 1)?;
        }
        Ok(self)
    }

    /// This duty in parts, one after the other, each of which is checked when its turn comes: so
    /// that it is still near when it is passed.
    ///
    /// # Errors
    /// As [`Duty::checked`].
    pub(crate) fn checked_parts(self) -> Result<impl Iterator<Item = Result<Self, Error>>, Error> {
        let steps = self.fitting()?.soc.len() - 1;
        let part = move |start: usize| {
            let end = steps.min(start + PART);
            let part = Self {
                soc: self.soc.get(start..=end).unwrap_or_default(),
                temperature_celsius: one_or_some(self.temperature_celsius, start..end + 1),
                dt_second: one_or_some(self.dt_second, start..end),
            };
            part.checked().map_err(|error| error.later_by(start))
        };
        Ok((0..steps).step_by(PART).map(part))
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

/// The value that is for all, or those in `range`.
fn one_or_some(values: &[f64], range: Range<usize>) -> &[f64] {
    if values.len() == 1 { values } else { values.get(range).unwrap_or_default() }
}

#[inline]
fn one_or_each(values: &[f64], at: usize) -> f64 {
    match values {
        [only] => *only,
        _ => values.get(at).copied().unwrap_or(f64::NAN),
    }
}
