//! A policy together with what it remembers: the thing that runs.

use super::member::Member;
use super::{Command, Plans, Policy, View};
use crate::error::{Error, NOT_NEGATIVE, same_length, within};
use crate::site::Site;
use std::ops::Add;

/// A policy with its memory.
#[derive(Debug, Clone)]
pub struct Controller {
    members: Vec<Member>,
    conflicts: u64,
}

impl Controller {
    /// A controller that has seen nothing.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let members = policy.members().into_iter().filter_map(Member::of).collect();
        Self { members, conflicts: 0 }
    }

    /// Looks at the site before a run beside it.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if a rule cannot make a plan of it.
    pub fn meet(&mut self, site: &Site<'_>) -> Result<(), Error> {
        self.members.iter_mut().try_for_each(|member| member.at_work_mut().meet(site))
    }

    /// What to do at a step.
    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    pub fn decide(&mut self, view: &View<'_>) -> Command {
        let mut command = Command::FREE;
        for member in &mut self.members {
            let later = member.decide(view);
            command.wish_watt = command.wish_watt.or(later.wish_watt);
            match command.narrowed_by(later) {
                Some(narrower) => command = narrower,
                None => self.conflicts += 1, // its bounds are passed over, its wish met as far as may be
            }
        }
        command
    }

    /// How often a member of a stack asked for what an earlier one excluded.
    #[must_use]
    pub fn conflicts(&self) -> u64 {
        self.conflicts
    }

    /// How often its rules planned.
    #[must_use]
    pub fn plans(&self) -> Plans {
        self.members
            .iter()
            .map(|member| member.at_work().plans())
            .fold(Plans::default(), Plans::add)
    }

    /// All that it remembers, as plain numbers: conflicts, then one list for each rule.
    #[must_use]
    pub fn memory(&self) -> Vec<Vec<f64>> {
        let own = vec![self.conflicts as f64];
        std::iter::once(own)
            .chain(self.members.iter().map(|member| member.at_work().numbers()))
            .collect()
    }

    /// A controller that remembers what [`Controller::memory`] gave.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if the memory is that of another policy.
    pub fn with_memory(policy: &Policy, memory: &[Vec<f64>]) -> Result<Self, Error> {
        let mut controller = Self::new(policy);
        same_length("memory", memory.len(), 1 + controller.members.len())?;
        let (own, lists) = memory.split_first().unwrap_or((const { &Vec::new() }, &[]));
        same_length("memory", own.len(), 1)?;
        let conflicts: f64 = own.iter().sum();
        within("memory", conflicts, NOT_NEGATIVE)?;
        for (member, numbers) in controller.members.iter_mut().zip(lists) {
            member.at_work_mut().recall(numbers)?;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let conflicts = conflicts as u64;
        Ok(Self { conflicts, ..controller })
    }
}
