//! What every rule can do, and what its memory must be able to.

use super::{Command, Given, Plans, View};
use crate::error::{Error, same_length};
use crate::site::Site;
use std::fmt::Debug;

/// A rule for one step at a time; its memory is all that it takes from one step to the next.
pub trait Rule: Clone + Debug + Send + Sync + 'static {
    /// What it remembers.
    type Memory: Remembered<Self>;

    /// Nothing, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    fn check(&self) -> Result<(), Error>;

    /// Nothing, if it can do with what is given.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what is missing.
    fn check_given(&self, _given: &Given) -> Result<(), Error> {
        Ok(())
    }

    /// Looks at the site before a run beside it.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if it cannot make a plan of it.
    fn meet(&self, _memory: &mut Self::Memory, _site: &Site<'_>) -> Result<(), Error> {
        Ok(())
    }

    /// What to do at a step.
    fn decide(&self, memory: &mut Self::Memory, view: &View<'_>) -> Command;
}

/// What a rule `R` remembers, which goes out as plain numbers and comes back.
pub trait Remembered<R: ?Sized>: Clone + Debug + Send + Sync + 'static {
    /// The memory before the first step.
    fn start(rule: &R) -> Self;

    /// All of it, as plain numbers.
    fn numbers(&self) -> Vec<f64>;

    /// How often it planned.
    fn plans(&self) -> Plans {
        Plans::default()
    }

    /// The memory that gave these numbers.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if they are those of another.
    fn recall(rule: &R, numbers: &[f64]) -> Result<Self, Error>;
}

impl<R> Remembered<R> for () {
    fn start(_rule: &R) -> Self {}

    fn numbers(&self) -> Vec<f64> {
        vec![]
    }

    fn recall(_rule: &R, numbers: &[f64]) -> Result<Self, Error> {
        same_length("memory", numbers.len(), 0)
    }
}

/// A rule at work, whatever it is.
pub(super) trait Deciding: Debug + Send + Sync {
    fn meet(&mut self, site: &Site<'_>) -> Result<(), Error>;
    fn decide(&mut self, view: &View<'_>) -> Command;
    fn plans(&self) -> Plans;
    fn numbers(&self) -> Vec<f64>;
    fn recall(&mut self, numbers: &[f64]) -> Result<(), Error>;
    fn boxed(&self) -> Box<dyn Deciding>;
}

/// A rule with its memory.
#[derive(Debug, Clone)]
pub(super) struct Kept<R: Rule> {
    rule: R,
    memory: R::Memory,
}

impl<R: Rule> Kept<R> {
    pub fn new(rule: &R) -> Self {
        Self { rule: rule.clone(), memory: R::Memory::start(rule) }
    }
}

impl<R: Rule> Deciding for Kept<R> {
    fn meet(&mut self, site: &Site<'_>) -> Result<(), Error> {
        self.rule.meet(&mut self.memory, site)
    }

    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    fn decide(&mut self, view: &View<'_>) -> Command {
        self.rule.decide(&mut self.memory, view)
    }

    fn plans(&self) -> Plans {
        self.memory.plans()
    }

    fn numbers(&self) -> Vec<f64> {
        self.memory.numbers()
    }

    fn recall(&mut self, numbers: &[f64]) -> Result<(), Error> {
        self.memory = R::Memory::recall(&self.rule, numbers)?;
        Ok(())
    }

    fn boxed(&self) -> Box<dyn Deciding> {
        Box::new(self.clone())
    }
}

/// A rule before its work, whatever it is.
pub(super) trait AnyRule {
    fn check(&self) -> Result<(), Error>;
    fn check_given(&self, given: &Given) -> Result<(), Error>;
    fn at_work(&self) -> Box<dyn Deciding>;
}

impl<R: Rule> AnyRule for R {
    fn check(&self) -> Result<(), Error> {
        Rule::check(self)
    }

    fn check_given(&self, given: &Given) -> Result<(), Error> {
        Rule::check_given(self, given)
    }

    fn at_work(&self) -> Box<dyn Deciding> {
        Box::new(Kept::new(self))
    }
}
