//! What is asked of a solver, and what it answers beside the plan.

use super::outlook::{Believed, Outlook};
use crate::dispatch::View;
use crate::dispatch::optimum::peaks::Peaks;
use crate::dispatch::optimum::wishes::Wishes;
use std::ops::Range;

/// What is asked of a solver.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// What is believed of the steps to come.
    pub outlook: &'a Outlook,
    /// Those of them that count; the first one is now.
    pub steps: Range<usize>,
    /// What is known now.
    pub now: &'a View<'a>,
    /// What is asked of the stored energy, by the step of the trace.
    pub wishes: Wishes<'a>,
    /// What is charged for the highest imports of these steps.
    pub peaks: Vec<Peaks>,
    /// How many steps are to be decided about.
    pub wanted: usize,
}

impl Question<'_> {
    /// What is believed of the steps that count.
    pub fn believed(&self) -> &[Believed] {
        self.outlook.part(self.steps.clone())
    }
}

/// How a solver came to its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether nothing beyond the horizon could change it.
    pub is_final: bool,
    /// Whether it keeps within all limits.
    pub is_possible: bool,
}
