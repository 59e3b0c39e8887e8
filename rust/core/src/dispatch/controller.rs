//! A policy together with what it remembers: the thing that runs.

use super::{
    BackupReserve, Command, Highest, LoadSmoothing, MovingMean, PeakShaving, RampLimit, Rule, View,
};
use crate::error::{Error, NOT_NEGATIVE, all_within, same_length};

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
    /// Each narrows what those before it left.
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
pub enum Controller {
    /// See [`PeakShaving`].
    PeakShaving(PeakShaving),
    /// See [`LoadSmoothing`]; remembers the mean.
    LoadSmoothing(LoadSmoothing, MovingMean),
    /// See [`RampLimit`].
    RampLimit(RampLimit),
    /// See [`BackupReserve`]; remembers the highest load.
    BackupReserve(BackupReserve, Highest),
    /// The members, and how often one asked for what an earlier one excluded.
    Stack(Vec<Self>, u64),
}

impl Controller {
    /// A controller that has seen nothing.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        match policy {
            Policy::PeakShaving(rule) => Self::PeakShaving(*rule),
            Policy::LoadSmoothing(rule) => Self::LoadSmoothing(*rule, rule.start()),
            Policy::RampLimit(rule) => Self::RampLimit(*rule),
            Policy::BackupReserve(rule) => Self::BackupReserve(*rule, rule.start()),
            Policy::Stack(policies) => Self::Stack(policies.iter().map(Self::new).collect(), 0),
        }
    }

    /// What to do at a step.
    #[inline]
    pub fn decide(&mut self, view: &View<'_>) -> Command {
        match self {
            Self::PeakShaving(rule) => rule.decide(&mut (), view),
            Self::LoadSmoothing(rule, mean) => rule.decide(mean, view),
            Self::RampLimit(rule) => rule.decide(&mut (), view),
            Self::BackupReserve(rule, highest) => rule.decide(highest, view),
            Self::Stack(members, conflicts) => narrow(members, conflicts, view),
        }
    }

    /// How often a member of a stack asked for what an earlier one excluded.
    #[must_use]
    pub fn conflicts(&self) -> u64 {
        match self {
            Self::Stack(members, own) => own + members.iter().map(Self::conflicts).sum::<u64>(),
            _ => 0,
        }
    }

    /// All that it remembers, as plain numbers, one list for each rule in a stack.
    #[must_use]
    pub fn memory(&self) -> Vec<Vec<f64>> {
        match self {
            Self::PeakShaving(_) | Self::RampLimit(_) => vec![vec![]],
            Self::LoadSmoothing(_, mean) => vec![mean.to_numbers()],
            Self::BackupReserve(_, highest) => vec![vec![highest.load_watt]],
            Self::Stack(members, conflicts) => {
                let own = vec![*conflicts as f64];
                std::iter::once(own).chain(members.iter().flat_map(Self::memory)).collect()
            }
        }
    }

    /// A controller that remembers what [`Controller::memory`] gave.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if the memory is that of another policy.
    pub fn with_memory(policy: &Policy, memory: &[Vec<f64>]) -> Result<Self, Error> {
        same_length("memory", memory.len(), Self::new(policy).memory().len())?;
        recall(policy, &mut memory.iter())
    }
}

fn narrow(members: &mut [Controller], conflicts: &mut u64, view: &View<'_>) -> Command {
    let mut command = Command::FREE;
    for member in members {
        let later = member.decide(view);
        command.wish_watt = command.wish_watt.or(later.wish_watt);
        match command.narrowed_by(later) {
            Some(narrower) => command = narrower,
            None => *conflicts += 1, // its bounds are passed over, its wish is met as far as may be
        }
    }
    command
}

fn recall(
    policy: &Policy,
    lists: &mut std::slice::Iter<'_, Vec<f64>>,
) -> Result<Controller, Error> {
    let numbers = lists.next().map_or(&[][..], Vec::as_slice);
    let nothing = || same_length("memory", numbers.len(), 0);
    match policy {
        Policy::PeakShaving(rule) => nothing().map(|()| Controller::PeakShaving(*rule)),
        Policy::RampLimit(rule) => nothing().map(|()| Controller::RampLimit(*rule)),
        Policy::LoadSmoothing(rule) => MovingMean::from_numbers(rule.window_second, numbers)
            .map(|mean| Controller::LoadSmoothing(*rule, mean)),
        Policy::BackupReserve(rule) => {
            one(numbers).map(|load| Controller::BackupReserve(*rule, Highest::of(load)))
        }
        Policy::Stack(policies) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
            let conflicts = one(numbers)? as u64;
            let members: Result<Vec<_>, _> =
                policies.iter().map(|policy| recall(policy, lists)).collect();
            Ok(Controller::Stack(members?, conflicts))
        }
    }
}

fn one(numbers: &[f64]) -> Result<f64, Error> {
    same_length("memory", numbers.len(), 1)?;
    all_within("memory", numbers, NOT_NEGATIVE).map(|numbers| numbers.iter().sum())
}
