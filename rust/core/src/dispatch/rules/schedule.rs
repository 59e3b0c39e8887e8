//! Follows what was planned, step by step of the trace.

use crate::dispatch::{Command, Given, Rule, View};
use crate::error::{Error, all_within, not_empty, same_length};
use crate::trace::SAMPLE;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// A share of one, give or take the rounding of a plan. \[1\]
const SOC: RangeInclusive<f64> = -1e-9..=1.0 + 1e-9;

/// A power or a state of charge for each step of a trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// What is to be reached.
    pub goal: Goal,
}

/// What a schedule is of.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// Power over each step. \[W\]
    Power(Arc<[f64]>),
    /// State of charge at the end of each step. \[1\]
    Soc(Arc<[f64]>),
}

impl Goal {
    fn named(&self) -> (&'static str, &[f64]) {
        match self {
            Self::Power(power_watt) => ("power_watt", power_watt),
            Self::Soc(soc) => ("soc", soc),
        }
    }
}

impl Rule for Schedule {
    type Memory = ();

    fn check(&self) -> Result<(), Error> {
        let (name, values) = self.goal.named();
        not_empty(name, values)?;
        let bounds = if matches!(self.goal, Goal::Power(_)) { SAMPLE } else { SOC };
        all_within(name, values, bounds).map(|_| ())
    }

    fn check_given(&self, given: &Given) -> Result<(), Error> {
        let (name, values) = self.goal.named();
        given.steps.map_or(Ok(()), |steps| same_length(name, values.len(), steps))
    }

    fn decide(&self, (): &mut (), view: &View<'_>) -> Command {
        let (_, values) = self.goal.named();
        let Some(&value) = values.get(view.step % values.len().max(1)) else {
            return Command::FREE;
        };
        Command::wish(match self.goal {
            Goal::Power(_) => value,
            Goal::Soc(_) => view.power_towards(value * view.capacity_wh),
        })
    }
}
