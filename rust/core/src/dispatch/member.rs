//! The rules of a controller: those that run every second of a campus in line, the others a call
//! away.

use super::rule::{Deciding, Kept};
use super::{BackupReserve, Command, LoadSmoothing, PeakShaving, Policy, RampLimit, View};

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

    /// The rule at work, whatever it is, for what is not done at every step.
    pub fn at_work(&self) -> &dyn Deciding {
        match self {
            Self::PeakShaving(kept) => kept,
            Self::LoadSmoothing(kept) => kept,
            Self::RampLimit(kept) => kept,
            Self::BackupReserve(kept) => kept,
            Self::Apart(kept) => &**kept,
        }
    }

    /// The same, to be changed.
    pub fn at_work_mut(&mut self) -> &mut dyn Deciding {
        match self {
            Self::PeakShaving(kept) => kept,
            Self::LoadSmoothing(kept) => kept,
            Self::RampLimit(kept) => kept,
            Self::BackupReserve(kept) => kept,
            Self::Apart(kept) => &mut **kept,
        }
    }
}
