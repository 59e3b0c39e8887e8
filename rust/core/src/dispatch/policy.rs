//! Any rule of this room, or several in their order of rank.

use super::rule::AnyRule;
use super::{
    BackupReserve, CycleAware, FrequencyResponse, Given, LearnedPeakShaving, LoadSmoothing, Own,
    PeakShaving, PriceThreshold, RampLimit, RangeLimit, RecedingHorizon, RegulationSignal,
    Schedule, SelfConsumption, TimeOfUse,
};
use crate::error::Error;
use crate::site::Site;

/// Any rule of this room, or several in their order of rank.
#[derive(Debug, Clone, PartialEq)]
pub enum Policy {
    /// See [`BackupReserve`].
    BackupReserve(BackupReserve),
    /// See [`CycleAware`].
    CycleAware(CycleAware),
    /// See [`FrequencyResponse`].
    FrequencyResponse(FrequencyResponse),
    /// See [`LearnedPeakShaving`].
    LearnedPeakShaving(LearnedPeakShaving),
    /// See [`LoadSmoothing`].
    LoadSmoothing(LoadSmoothing),
    /// See [`Own`].
    Own(Own),
    /// See [`PeakShaving`].
    PeakShaving(PeakShaving),
    /// See [`PriceThreshold`].
    PriceThreshold(PriceThreshold),
    /// See [`RampLimit`].
    RampLimit(RampLimit),
    /// See [`RangeLimit`].
    RangeLimit(RangeLimit),
    /// See [`RecedingHorizon`].
    RecedingHorizon(RecedingHorizon),
    /// See [`RegulationSignal`].
    RegulationSignal(RegulationSignal),
    /// See [`Schedule`].
    Schedule(Schedule),
    /// See [`SelfConsumption`].
    SelfConsumption(SelfConsumption),
    /// See [`TimeOfUse`].
    TimeOfUse(TimeOfUse),
    /// Each narrows what those before it left; a stack in a stack is its members in its place.
    Stack(Vec<Self>),
}

impl Policy {
    /// Nothing, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    pub fn check(&self) -> Result<(), Error> {
        self.members().into_iter().filter_map(Self::rule).try_for_each(AnyRule::check)
    }

    /// Nothing, if it can do with what is given.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what is missing.
    pub fn check_given(&self, given: &Given) -> Result<(), Error> {
        let mut rules = self.members().into_iter().filter_map(Self::rule);
        rules.try_for_each(|rule| rule.check_given(given))
    }

    /// Nothing, if it can do with what a site gives.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what is missing.
    pub fn check_site(&self, site: &Site<'_>) -> Result<(), Error> {
        self.check_given(&Given {
            price: site.tariff.is_some(),
            frequency: site.frequency_hertz.is_some(),
            signal: site.signal.is_some(),
            steps: Some(site.load_watt.len()),
        })
    }

    /// Its rules in their order of rank, none of them a stack.
    pub(super) fn members(&self) -> Vec<&Self> {
        match self {
            Self::Stack(policies) => policies.iter().flat_map(Self::members).collect(),
            rule => vec![rule],
        }
    }

    /// What it is, if it is no stack.
    pub(super) fn rule(&self) -> Option<&dyn AnyRule> {
        Some(match self {
            Self::BackupReserve(rule) => rule,
            Self::CycleAware(rule) => rule,
            Self::FrequencyResponse(rule) => rule,
            Self::LearnedPeakShaving(rule) => rule,
            Self::LoadSmoothing(rule) => rule,
            Self::Own(rule) => rule,
            Self::PeakShaving(rule) => rule,
            Self::PriceThreshold(rule) => rule,
            Self::RampLimit(rule) => rule,
            Self::RangeLimit(rule) => rule,
            Self::RecedingHorizon(rule) => rule,
            Self::RegulationSignal(rule) => rule,
            Self::Schedule(rule) => rule,
            Self::SelfConsumption(rule) => rule,
            Self::TimeOfUse(rule) => rule,
            Self::Stack(_) => return None,
        })
    }
}
