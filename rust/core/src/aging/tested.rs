//! Where a model was tested, as it is asked for at every sample.

use crate::aging::card::TestedRange;
use crate::aging::flow::{ICE, Interval};

/// Rounding in a mean is no reason to warn.
const ROUNDING: f64 = 1e-9;

/// Lowest and highest tested value of each condition; without end where a card names none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tested {
    pub temperature_celsius: Bounds,
    pub soc: Bounds,
    pub dod: Bounds,
    pub charge_c_rate: Bounds,
    pub discharge_c_rate: Bounds,
    /// The smallest depth that was tested.
    pub smallest_dod: f64,
}

/// From where to where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    low: f64,
    high: f64,
}

impl Tested {
    /// What a card says.
    pub fn of(range: &TestedRange) -> Self {
        Self {
            temperature_celsius: Bounds::of(range.temperature_celsius),
            soc: Bounds::of(range.soc),
            dod: Bounds::of(range.dod),
            charge_c_rate: Bounds::of(range.charge_c_rate),
            discharge_c_rate: Bounds::of(range.discharge_c_rate),
            smallest_dod: range.dod.map_or(0.0, |[low, _]| low),
        }
    }

    /// Whether the temperature, and whether the state of charge, of `interval` was not tested.
    #[inline]
    pub fn exclude(&self, interval: &Interval) -> [bool; 2] {
        [
            self.temperature_celsius.exclude(interval.mean_temperature() - ICE),
            self.soc.exclude(interval.mean_soc()),
        ]
    }
}

impl Bounds {
    fn of(range: Option<[f64; 2]>) -> Self {
        let [low, high] = range.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
        Self { low: low - ROUNDING, high: high + ROUNDING }
    }

    /// Whether `value` lies beyond them.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "many steps are judged side by side")]
    pub fn exclude(&self, value: f64) -> bool {
        (value < self.low) | (value > self.high)
    }
}
