//! One step for all samples, or one for each.

use super::rule::Rule;
use super::store::Store;
use crate::error::{Error, POSITIVE, all_within, same_length, within};

/// The lengths of the steps of a trace.
#[derive(Debug, Clone, Copy)]
pub enum Clock<'a> {
    Uniform(f64),
    PerSample(&'a [f64]),
}

impl<'a> Clock<'a> {
    /// Steps that are all equal are one.
    pub fn new(dt_second: &'a [f64], samples: usize) -> Result<Self, Error> {
        if let &[dt] = dt_second {
            return within("dt_second", dt, POSITIVE).map(Self::Uniform);
        }
        same_length("dt_second", dt_second.len(), samples)?;
        all_within("dt_second", dt_second, POSITIVE)?;
        Ok(match dt_second {
            [first, rest @ ..] if rest.iter().all(|dt| dt == first) => Self::Uniform(*first),
            _ => Self::PerSample(dt_second),
        })
    }

    /// The steps of the samples from `begin` to `end`.
    pub fn between(self, begin: usize, end: usize) -> Self {
        match self {
            Self::Uniform(dt) => Self::Uniform(dt),
            Self::PerSample(steps) => Self::PerSample(steps.get(begin..end).unwrap_or_default()),
        }
    }
}

/// The rule of `store` for each of `steps`; a run of equal steps is worked out once.
pub fn rules(store: &Store, steps: &[f64]) -> Result<Vec<Rule>, Error> {
    let mut rules = Vec::<Rule>::with_capacity(steps.len());
    for (at, dt) in steps.iter().enumerate() {
        let rule = match (rules.last(), at.checked_sub(1).and_then(|before| steps.get(before))) {
            (Some(rule), Some(before)) if before == dt => *rule,
            _ => store.rule(*dt)?,
        };
        rules.push(rule);
    }
    Ok(rules)
}
