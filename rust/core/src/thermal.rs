//! Losses and ambient in, temperature out: one lump of heat, exact over a step of any length.
//!
//! C·dT/dt = q − (T − Ta)/R with heat q and ambient Ta held over the step has the solution
//! T = T∞ + (T0 − T∞)·exp(−t/τ), where T∞ = Ta + R·q and τ = R·C. Its mean over the step is exact too.

use crate::error::{Error, POSITIVE, all_within, not_empty, within};
use crate::parallel::{KeepGoing, in_blocks};
use crate::trace::{PerStep, SAMPLE};
use std::ops::RangeInclusive;

/// Where a battery may be; what lies outside was most likely given in kelvin. \[°C\]
pub const TEMPERATURE_CELSIUS: RangeInclusive<f64> = -100.0..=200.0;

/// Bodies whose time constant neither overflows nor vanishes, in J/K and K/W.
const SIZE: RangeInclusive<f64> = 1e-100..=1e100;

/// One body of uniform temperature in an ambient.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Lump {
    /// Heat that warms it by one kelvin. \[J/K\]
    pub heat_capacity_joule_per_kelvin: f64,
    /// How much warmer than the ambient one watt keeps it. \[K/W\]
    pub thermal_resistance_kelvin_per_watt: f64,
}

impl Lump {
    /// This lump, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] if one is not positive and finite.
    pub fn checked(self) -> Result<Self, Error> {
        within("heat_capacity_joule_per_kelvin", self.heat_capacity_joule_per_kelvin, SIZE)?;
        let resistance = self.thermal_resistance_kelvin_per_watt;
        within("thermal_resistance_kelvin_per_watt", resistance, SIZE)?;
        Ok(self)
    }

    /// What a step of this length does, worked out once for all steps of that length.
    #[must_use]
    pub fn over(&self, dt_second: f64) -> LumpStep {
        let resistance = self.thermal_resistance_kelvin_per_watt;
        let time_constants = dt_second / (resistance * self.heat_capacity_joule_per_kelvin);
        let approached = -(-time_constants).exp_m1();
        let mean_distance = if time_constants > 0.0 { approached / time_constants } else { 1.0 };
        LumpStep { resistance, approached, mean_distance }
    }
}

/// A lump over a step of one length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LumpStep {
    resistance: f64,
    /// Share of the way to the final temperature that the step covers.
    approached: f64,
    /// Mean of what is still to go, as a share of what was to go at the start.
    mean_distance: f64,
}

/// Temperatures of one step. \[°C\]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Temperature {
    /// At the end of the step.
    pub end_celsius: f64,
    /// Time mean over the step.
    pub mean_celsius: f64,
}

impl LumpStep {
    /// Warms or cools from `start_celsius` under constant heat and ambient.
    #[inline]
    #[must_use]
    pub fn warm(&self, start_celsius: f64, heat_watt: f64, ambient_celsius: f64) -> Temperature {
        let goal = ambient_celsius + self.resistance * heat_watt;
        let distance = start_celsius - goal;
        Temperature {
            end_celsius: start_celsius - distance * self.approached,
            mean_celsius: goal + distance * self.mean_distance,
        }
    }
}

/// Temperatures of a whole trace, from `start_celsius`.
///
/// # Errors
/// [`Error::BadInput`] for a heat, ambient or step that makes no sense, [`Error::BadShape`] for one
/// of another length or an empty trace, as [`Lump::checked`].
pub fn simulate(
    lump: Lump,
    heat_watt: &[f64],
    dt_second: PerStep<'_>,
    ambient_celsius: PerStep<'_>,
    start_celsius: f64,
    watch: &dyn KeepGoing,
) -> Result<Vec<Temperature>, Error> {
    let lump = lump.checked()?;
    not_empty("heat_watt", heat_watt)?;
    all_within("heat_watt", heat_watt, SAMPLE)?;
    dt_second.check("dt_second", heat_watt.len(), POSITIVE)?;
    ambient_celsius.check("ambient_temperature_celsius", heat_watt.len(), TEMPERATURE_CELSIUS)?;
    let mut now = within("start_temperature_celsius", start_celsius, TEMPERATURE_CELSIUS)?;
    let mut trace = Vec::with_capacity(heat_watt.len());
    let mut over = (f64::NAN, lump.over(1.0));
    in_blocks(heat_watt.len(), watch, |block| {
        for step in block {
            let dt = dt_second.at(step);
            if dt != over.0 {
                over = (dt, lump.over(dt));
            }
            let warm = over.1.warm(now, heat_watt[step], ambient_celsius.at(step));
            now = warm.end_celsius;
            trace.push(warm);
        }
    })?;
    Ok(trace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LUMP: Lump =
        Lump { heat_capacity_joule_per_kelvin: 2e6, thermal_resistance_kelvin_per_watt: 2e-3 };

    #[test]
    fn one_long_step_ends_at_the_balance() {
        let warm = LUMP.over(1e9).warm(20.0, 5e3, 25.0);
        assert!((warm.end_celsius - 35.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn two_steps_are_one(first in 1.0..1e5_f64, second in 1.0..1e5_f64, heat in 0.0..1e4_f64) {
            let half = LUMP.over(first).warm(20.0, heat, 25.0);
            let rest = LUMP.over(second).warm(half.end_celsius, heat, 25.0);
            let whole = LUMP.over(first + second).warm(20.0, heat, 25.0);
            prop_assert!((rest.end_celsius - whole.end_celsius).abs() < 1e-9);
            let mean = (half.mean_celsius * first + rest.mean_celsius * second) / (first + second);
            prop_assert!((mean - whole.mean_celsius).abs() < 1e-9);
        }

        #[test]
        fn heat_in_is_heat_stored_and_heat_given_off(dt in 1.0..1e5_f64, heat in 0.0..1e4_f64) {
            let warm = LUMP.over(dt).warm(20.0, heat, 25.0);
            let stored = LUMP.heat_capacity_joule_per_kelvin * (warm.end_celsius - 20.0);
            let given = dt * (warm.mean_celsius - 25.0) / LUMP.thermal_resistance_kelvin_per_watt;
            prop_assert!((heat * dt - stored - given).abs() < 1e-6 * (heat * dt + 1e4));
        }
    }
}
