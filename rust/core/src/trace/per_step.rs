//! A quantity beside a trace: one value for all steps, or one per step.

use crate::error::{Error, all_within, same_length, within};
use std::ops::{Range, RangeInclusive};

/// One value for all steps, or one per step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PerStep<'a> {
    /// The same at every step.
    Same(f64),
    /// A value for each step.
    Each(&'a [f64]),
}

impl<'a> PerStep<'a> {
    /// The value at a step; beyond the last one, the last.
    #[inline]
    #[must_use]
    pub fn at(&self, step: usize) -> f64 {
        match self {
            Self::Same(value) => *value,
            Self::Each(values) => {
                values.get(step).or_else(|| values.last()).copied().unwrap_or(f64::NAN)
            }
        }
    }

    /// What belongs to some of the steps.
    #[must_use]
    pub fn part(&self, steps: Range<usize>) -> PerStep<'a> {
        match self {
            Self::Same(value) => PerStep::Same(*value),
            Self::Each(values) => PerStep::Each(values.get(steps).unwrap_or_default()),
        }
    }

    /// The first of `steps` that are equal.
    #[must_use]
    pub fn first_alike(&self, steps: Range<usize>) -> Range<usize> {
        let Self::Each(values) = self else { return steps };
        let values = values.get(steps.clone()).unwrap_or_default();
        let alike = values.iter().take_while(|&value| Some(value) == values.first()).count();
        steps.start..steps.start + alike
    }

    /// How many steps it was made for, if it was made for any number in particular.
    #[must_use]
    pub fn steps(&self) -> Option<usize> {
        match self {
            Self::Same(_) => None,
            Self::Each(values) => Some(values.len()),
        }
    }

    /// Nothing, if every value lies within `bounds` and there are `steps` of them or one.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if not.
    pub fn check(
        &self,
        name: &'static str,
        steps: usize,
        bounds: RangeInclusive<f64>,
    ) -> Result<(), Error> {
        match self {
            Self::Same(value) => within(name, *value, bounds).map(|_| ()),
            Self::Each(values) => {
                same_length(name, values.len(), steps)?;
                all_within(name, values, bounds).map(|_| ())
            }
        }
    }
}
