//! A rule that someone else decides.

use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, FINITE, all_within};
use std::fmt::Debug;
use std::sync::Arc;

/// Decides as a rule of this room does, with numbers of its own as memory, none at first.
pub trait Decider: Debug + Send + Sync + 'static {
    /// What to do at a step.
    fn decide(&self, memory: &mut Vec<f64>, view: &View<'_>) -> Command;
}

/// A rule of one's own, in a stack or alone.
#[derive(Debug, Clone)]
pub struct Own(pub Arc<dyn Decider>);

impl PartialEq for Own {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What it remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct Notes(Vec<f64>);

impl Rule for Own {
    type Memory = Notes;

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn decide(&self, notes: &mut Notes, view: &View<'_>) -> Command {
        self.0.decide(&mut notes.0, view)
    }
}

impl Remembered<Own> for Notes {
    fn start(_rule: &Own) -> Self {
        Self(vec![])
    }

    fn numbers(&self) -> Vec<f64> {
        self.0.clone()
    }

    fn recall(_rule: &Own, numbers: &[f64]) -> Result<Self, Error> {
        all_within("memory", numbers, FINITE).map(|numbers| Self(numbers.to_vec()))
    }
}
