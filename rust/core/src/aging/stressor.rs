//! The conditions that a formula may read.

use crate::aging::expression::graph::Input;

/// A condition that ages a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stressor {
    /// Temperature of the sample, or mean of the cycle, in kelvin.
    Temperature,
    /// State of charge of the sample, or mean of the cycle.
    Soc,
    /// Depth of the cycle, or of the window.
    Dod,
    /// Mean charge moved per hour of movement, in capacities.
    CRate,
    /// The same while charging.
    ChargeCRate,
    /// The same while discharging.
    DischargeCRate,
    /// Mean temperature of the cycle or window, in kelvin.
    MeanTemperature,
    /// Mean state of charge of the cycle or window.
    MeanSoc,
    /// Lowest state of charge of the cycle or window.
    LowestSoc,
    /// Highest state of charge of the cycle or window.
    HighestSoc,
    /// Equivalent full cycles per day during the cycle or window.
    EfcPerDay,
}

/// Every stressor, with its name in formulas, in the order of `Conditions`.
pub const STRESSORS: [(&str, Stressor); 11] = [
    ("T", Stressor::Temperature),
    ("soc", Stressor::Soc),
    ("dod", Stressor::Dod),
    ("c_rate", Stressor::CRate),
    ("charge_c_rate", Stressor::ChargeCRate),
    ("discharge_c_rate", Stressor::DischargeCRate),
    ("T_mean", Stressor::MeanTemperature),
    ("soc_mean", Stressor::MeanSoc),
    ("soc_low", Stressor::LowestSoc),
    ("soc_high", Stressor::HighestSoc),
    ("efc_per_day", Stressor::EfcPerDay),
];

/// One value for each stressor.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Conditions([f64; STRESSORS.len()]);

impl Conditions {
    /// The value of the stressor at place `at`.
    pub fn at(&self, at: usize) -> f64 {
        self.0[at]
    }

    /// The value of `stressor`.
    pub fn get(&self, stressor: Stressor) -> f64 {
        self.0[stressor as usize]
    }

    /// What a formula reads, where states have these `levels`, and no mean of a rate is meant.
    pub fn value(&self, input: Input, levels: &[f64]) -> f64 {
        match input {
            Input::Stressor(at) => self.at(at),
            Input::State(at) => levels[at],
            Input::Mean(_) | Input::Parameter(_) => f64::NAN,
        }
    }

    /// These conditions with another value of `stressor`.
    #[must_use]
    pub fn with(mut self, stressor: Stressor, value: f64) -> Self {
        self.0[stressor as usize] = value;
        self
    }
}

/// The stressor that formulas call `name`.
pub fn named(name: &str) -> Option<Stressor> {
    let found = STRESSORS.iter().find(|(known, _)| *known == name);
    found.map(|(_, stressor)| *stressor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_at_its_own_place() {
        for (place, (_, stressor)) in STRESSORS.iter().enumerate() {
            assert_eq!(*stressor as usize, place);
        }
    }
}
