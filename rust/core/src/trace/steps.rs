//! How long samples hold.

use crate::error::{Error, all_within, same_length, within};
use crate::trace::{SECONDS, Sum};

/// Seconds over which samples hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Steps {
    /// Every sample holds equally long.
    Uniform(f64),
    /// Each sample has a step of its own. Owned, so that nobody changes it under a kernel.
    Each(Vec<f64>),
}

impl Steps {
    pub(crate) fn checked(&self, samples: usize) -> Result<(), Error> {
        match self {
            Self::Uniform(step) => within("dt_second", *step, SECONDS).map(|_| ()),
            Self::Each(steps) => {
                same_length("dt_second", steps.len(), samples)?;
                all_within("dt_second", steps, SECONDS).map(|_| ())
            }
        }
    }

    pub(crate) fn at(&self, index: usize) -> f64 {
        match self {
            Self::Uniform(step) => *step,
            Self::Each(steps) => steps[index],
        }
    }

    pub(crate) fn longest(&self) -> f64 {
        match self {
            Self::Uniform(step) => *step,
            Self::Each(steps) => steps.iter().copied().fold(0.0, f64::max),
        }
    }

    /// Seconds from the start of the first sample to the start of number `samples`.
    pub(crate) fn total(&self, samples: usize) -> f64 {
        match self {
            Self::Uniform(step) => step * samples as f64,
            Self::Each(steps) => Sum::of(&steps[..samples]).value(),
        }
    }
}
