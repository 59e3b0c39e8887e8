//! A policy together with what it remembers: the thing that runs.

use super::{BackupReserve, Command, Highest, LoadSmoothing, PeakShaving, RampLimit, Rule, View};
use crate::error::{Error, NOT_NEGATIVE, all_within, same_length};
use crate::trace::MovingMean;

/// Any rule of this room, or several in their order of rank.
#[derive(Debug, Clone, PartialEq)]
pub enum Policy {
    /// See [`PeakShaving`].
    PeakShaving(PeakShaving),
    /// See [`LoadSmoothing`].
    LoadSmoothing(LoadSmoothing),
    /// See [`RampLimit`].
    RampLimit(RampLimit),
    /// See [`BackupReserve`].
    BackupReserve(BackupReserve),
    /// Each narrows what those before it left; a stack in a stack is its members in its place.
    Stack(Vec<Self>),
}

impl Policy {
    /// Nothing, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::PeakShaving(rule) => rule.check(),
            Self::LoadSmoothing(rule) => rule.check(),
            Self::RampLimit(rule) => rule.check(),
            Self::BackupReserve(rule) => rule.check(),
            Self::Stack(policies) => policies.iter().try_for_each(Self::check),
        }
    }
}

/// A policy with its memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Controller {
    members: Vec<Member>,
    conflicts: u64,
}

/// A rule with its memory.
#[derive(Debug, Clone, PartialEq)]
enum Member {
    PeakShaving(PeakShaving),
    LoadSmoothing(LoadSmoothing, MovingMean),
    RampLimit(RampLimit),
    BackupReserve(BackupReserve, Highest),
}

impl Controller {
    /// A controller that has seen nothing.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self { members: Member::all_of(policy), conflicts: 0 }
    }

    /// What to do at a step.
    #[inline]
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

    /// All that it remembers, as plain numbers: conflicts, then one list for each rule.
    #[must_use]
    pub fn memory(&self) -> Vec<Vec<f64>> {
        let own = vec![self.conflicts as f64];
        std::iter::once(own).chain(self.members.iter().map(Member::memory)).collect()
    }

    /// A controller that remembers what [`Controller::memory`] gave.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if the memory is that of another policy.
    pub fn with_memory(policy: &Policy, memory: &[Vec<f64>]) -> Result<Self, Error> {
        let mut controller = Self::new(policy);
        same_length("memory", memory.len(), 1 + controller.members.len())?;
        let (own, lists) = memory.split_first().unwrap_or((const { &Vec::new() }, &[]));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let conflicts = one(own)? as u64;
        for (member, numbers) in controller.members.iter_mut().zip(lists) {
            member.recall(numbers)?;
        }
        Ok(Self { conflicts, ..controller })
    }
}

impl Member {
    /// The rules of `policy` in their order of rank.
    fn all_of(policy: &Policy) -> Vec<Self> {
        match policy {
            Policy::PeakShaving(rule) => vec![Self::PeakShaving(*rule)],
            Policy::LoadSmoothing(rule) => vec![Self::LoadSmoothing(*rule, rule.start())],
            Policy::RampLimit(rule) => vec![Self::RampLimit(*rule)],
            Policy::BackupReserve(rule) => vec![Self::BackupReserve(*rule, rule.start())],
            Policy::Stack(policies) => policies.iter().flat_map(Self::all_of).collect(),
        }
    }

    #[expect(clippy::inline_always, reason = "a call would cost as much as the rule")]
    #[inline(always)]
    fn decide(&mut self, view: &View<'_>) -> Command {
        match self {
            Self::PeakShaving(rule) => rule.decide(&mut (), view),
            Self::LoadSmoothing(rule, mean) => rule.decide(mean, view),
            Self::RampLimit(rule) => rule.decide(&mut (), view),
            Self::BackupReserve(rule, highest) => rule.decide(highest, view),
        }
    }

    fn memory(&self) -> Vec<f64> {
        match self {
            Self::PeakShaving(_) | Self::RampLimit(_) => vec![],
            Self::LoadSmoothing(_, mean) => mean.to_numbers(),
            Self::BackupReserve(_, highest) => vec![highest.load_watt],
        }
    }

    fn recall(&mut self, numbers: &[f64]) -> Result<(), Error> {
        match self {
            Self::PeakShaving(_) | Self::RampLimit(_) => {
                return same_length("memory", numbers.len(), 0);
            }
            Self::LoadSmoothing(rule, mean) => {
                *mean = MovingMean::from_numbers(rule.window_second, numbers)?;
            }
            Self::BackupReserve(_, highest) => *highest = Highest::of(one(numbers)?),
        }
        Ok(())
    }
}

fn one(numbers: &[f64]) -> Result<f64, Error> {
    same_length("memory", numbers.len(), 1)?;
    all_within("memory", numbers, NOT_NEGATIVE).map(|numbers| numbers.iter().sum())
}
