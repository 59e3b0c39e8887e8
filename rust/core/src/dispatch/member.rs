//! The rules of a controller: those that run every second of a campus in line, the others a call
//! away.

use super::rule::{Deciding, Kept};
use super::{BackupReserve, Command, LoadSmoothing, PeakShaving, Policy, RampLimit, View};
use crate::error::Error;

/// A rule with its memory.
#[derive(Debug)]
pub(super) enum Member {
    PeakShaving(Kept<PeakShaving>),
    LoadSmoothing(Kept<LoadSmoothing>),
    RampLimit(Kept<RampLimit>),
    BackupReserve(Kept<BackupReserve>),
    Apart(Box<dyn Deciding>),
}

impl Clone for Member {
    fn clone(&self) -> Self {
        match self {
            Self::PeakShaving(kept) => Self::PeakShaving(kept.clone()),
            Self::LoadSmoothing(kept) => Self::LoadSmoothing(kept.clone()),
            Self::RampLimit(kept) => Self::RampLimit(kept.clone()),
            Self::BackupReserve(kept) => Self::BackupReserve(kept.clone()),
            Self::Apart(kept) => Self::Apart(kept.boxed()),
        }
    }
}

impl Member {
    /// A policy that is no stack, before its first step.
    pub fn of(policy: &Policy) -> Option<Self> {
        Some(match policy {
            Policy::PeakShaving(rule) => Self::PeakShaving(Kept::new(rule)),
            Policy::LoadSmoothing(rule) => Self::LoadSmoothing(Kept::new(rule)),
            Policy::RampLimit(rule) => Self::RampLimit(Kept::new(rule)),
            Policy::BackupReserve(rule) => Self::BackupReserve(Kept::new(rule)),
            other => Self::Apart(other.rule()?.at_work()),
        })
    }

    #[expect(clippy::inline_always, reason = "a call would cost as much as the rule")]
    #[inline(always)]
    pub fn decide(&mut self, view: &View<'_>) -> Command {
        match self {
            Self::PeakShaving(kept) => kept.decide(view),
            Self::LoadSmoothing(kept) => kept.decide(view),
            Self::RampLimit(kept) => kept.decide(view),
            Self::BackupReserve(kept) => kept.decide(view),
            // a view of its own, so that the one above may stay in registers
            Self::Apart(kept) => kept.decide(&View { ..*view }),
        }
    }

    pub fn numbers(&self) -> Vec<f64> {
        match self {
            Self::PeakShaving(kept) => kept.numbers(),
            Self::LoadSmoothing(kept) => kept.numbers(),
            Self::RampLimit(kept) => kept.numbers(),
            Self::BackupReserve(kept) => kept.numbers(),
            Self::Apart(kept) => kept.numbers(),
        }
    }

    pub fn recall(&mut self, numbers: &[f64]) -> Result<(), Error> {
        match self {
            Self::PeakShaving(kept) => kept.recall(numbers),
            Self::LoadSmoothing(kept) => kept.recall(numbers),
            Self::RampLimit(kept) => kept.recall(numbers),
            Self::BackupReserve(kept) => kept.recall(numbers),
            Self::Apart(kept) => kept.recall(numbers),
        }
    }
}
