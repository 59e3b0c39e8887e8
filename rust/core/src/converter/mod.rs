//! AC power in, DC power and losses out: a part-load law, and the way on into the store.
//!
//! While it runs, a converter of rated power P loses P·(k0 + k1·x + k2·x²) at the AC power x·P, the
//! law of G. Notton et al., Renewable Energy 35 (2010) 541, with a linear term. Idle, it draws its
//! standby power. A converter that charges gives no less than nothing: below the power that covers
//! its own losses, all of the AC power is lost. Measured losses may stand in the place of the law.

mod measured;

use crate::error::{Error, NOT_NEGATIVE, all_within, within};
use crate::parallel::{KeepGoing, in_blocks};
use measured::Measured;
use std::ops::RangeInclusive;

/// The largest share of the rated power that may be lost at rated power.
const LARGEST_LOSS: f64 = 0.5;
/// Converters whose losses neither overflow nor vanish. \[W\]
const RATED_WATT: RangeInclusive<f64> = 1e-100..=1e100;

/// A converter as its data sheet describes it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Converter {
    /// The largest AC power, either way. \[W\]
    pub rated_power_watt: f64,
    /// Lost at any power while it runs, as a share of the rated power. \[1\]
    pub no_load_loss: f64,
    /// Lost in proportion to the power, as a share of it. \[1\]
    pub linear_loss: f64,
    /// Lost at rated power and falling with its square, as a share of the rated power. \[1\]
    pub quadratic_loss: f64,
    /// Drawn from the AC side while idle. \[W\]
    pub standby_power_watt: f64,
    /// AC powers and what is lost at each, in the place of the shares; none: by the shares. \[W\]
    pub loss_points: Vec<(f64, f64)>,
}

impl Converter {
    /// This converter, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a share below zero, a rated power that is not positive, or losses
    /// that pass half of the rated power or grow faster than the power itself; for shares beside
    /// measured points, and points that bend down.
    pub fn checked(self) -> Result<Self, Error> {
        within("rated_power_watt", self.rated_power_watt, RATED_WATT)?;
        if !self.loss_points.is_empty() {
            measured::check(&self.loss_points, self.rated_power_watt)?;
        }
        let most = if self.loss_points.is_empty() { LARGEST_LOSS } else { 0.0 };
        within("no_load_loss", self.no_load_loss, 0.0..=most)?;
        let room = most - self.no_load_loss;
        within("linear_loss", self.linear_loss, 0.0..=room)?;
        let room = room - self.linear_loss;
        within("quadratic_loss", self.quadratic_loss, 0.0..=room / 2.0)?;
        within("standby_power_watt", self.standby_power_watt, NOT_NEGATIVE)?;
        Ok(self)
    }

    /// The law of this converter with its powers multiplied out.
    #[must_use]
    pub fn losses(&self) -> Losses {
        Losses {
            constant: self.no_load_loss * self.rated_power_watt,
            linear: self.linear_loss,
            quadratic: self.quadratic_loss / self.rated_power_watt,
            measured: Measured::through(&self.loss_points),
        }
    }
}

/// Loss = constant + linear·|p| + quadratic·p² for an AC power p that is not zero, in W, or as it was
/// measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Losses {
    constant: f64,
    linear: f64,
    quadratic: f64,
    measured: Measured,
}

impl Losses {
    /// Those of a converter that is not there.
    pub const NONE: Self =
        Self { constant: 0.0, linear: 0.0, quadratic: 0.0, measured: Measured::NONE };

    /// DC power, positive into the battery, that goes with an AC power.
    #[inline]
    #[must_use]
    #[expect(clippy::needless_bitwise_bool, reason = "a branch on a sign is guessed wrongly")]
    pub fn dc_power(&self, ac_watt: f64) -> f64 {
        let power = ac_watt.abs();
        let loss = if self.measured.is_none() {
            (self.constant + power * self.linear) + power * power * self.quadratic
        } else {
            self.measured.loss(power)
        };
        let dc = ac_watt - loss;
        if (ac_watt < 0.0) | (dc > 0.0) { dc } else { 0.0 }
    }

    /// The AC power that gives, or takes, a DC power; zero where the losses eat all of it.
    #[inline]
    #[must_use]
    pub fn ac_power(&self, dc_watt: f64) -> f64 {
        if !self.measured.is_none() {
            return self.measured_ac_power(dc_watt);
        }
        if dc_watt > 0.0 {
            root(self.quadratic, 1.0 - self.linear, dc_watt + self.constant)
        } else if -dc_watt > self.constant {
            -root(-self.quadratic, 1.0 + self.linear, -dc_watt - self.constant)
        } else {
            0.0
        }
    }

    fn measured_ac_power(&self, dc_watt: f64) -> f64 {
        if dc_watt > 0.0 { self.measured.taken(dc_watt) } else { -self.measured.given(-dc_watt) }
    }
}

/// The stable root of a·p² − b·p + c = 0; beyond its turning point, the turning point.
fn root(a: f64, b: f64, c: f64) -> f64 {
    let square = b * b - 4.0 * a * c;
    if square < 0.0 {
        return b / (2.0 * a);
    }
    2.0 * c / (b + square.max(0.0).sqrt())
}

/// DC power that goes with each AC power.
///
/// # Errors
/// [`Error::BadInput`] if a power is not finite or above the rated one; as [`Converter::checked`].
pub fn dc_power(
    converter: Converter,
    power_watt: &[f64],
    watch: &dyn KeepGoing,
) -> Result<Vec<f64>, Error> {
    let converter = converter.checked()?;
    let (losses, rated) = (converter.losses(), converter.rated_power_watt);
    all_within("power_watt", power_watt, -rated..=rated)?;
    each(power_watt, watch, |power| losses.dc_power(power))
}

/// AC power that goes with each DC power; zero where the losses eat all of it.
///
/// # Errors
/// [`Error::BadInput`] if a power is not finite or lies beyond what the rated AC power gives; as
/// [`Converter::checked`].
pub fn ac_power(
    converter: Converter,
    dc_power_watt: &[f64],
    watch: &dyn KeepGoing,
) -> Result<Vec<f64>, Error> {
    let converter = converter.checked()?;
    let (losses, rated) = (converter.losses(), converter.rated_power_watt);
    let reach = losses.dc_power(-rated)..=losses.dc_power(rated);
    all_within("dc_power_watt", dc_power_watt, reach)?;
    each(dc_power_watt, watch, |power| losses.ac_power(power))
}

fn each(
    powers: &[f64],
    watch: &dyn KeepGoing,
    law: impl Fn(f64) -> f64,
) -> Result<Vec<f64>, Error> {
    let mut found = Vec::with_capacity(powers.len());
    in_blocks(powers.len(), watch, |block| found.extend(powers[block].iter().map(|&p| law(p))))?;
    Ok(found)
}

/// From the AC side into the store: a converter, then the battery's own efficiencies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerPath {
    losses: Losses,
    stored_per_taken: f64,
    drawn_per_given: f64,
    taken_per_stored: f64,
    given_per_drawn: f64,
}

impl PowerPath {
    /// A path through a converter and on with efficiencies that hold at its DC terminals.
    #[must_use]
    pub fn new(losses: Losses, charge_efficiency: f64, discharge_efficiency: f64) -> Self {
        Self {
            losses,
            stored_per_taken: charge_efficiency,
            drawn_per_given: 1.0 / discharge_efficiency,
            taken_per_stored: 1.0 / charge_efficiency,
            given_per_drawn: discharge_efficiency,
        }
    }

    /// What the converter loses.
    #[inline]
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// How fast the store fills (positive) or drains at an AC power. \[W\]
    #[inline]
    #[must_use]
    pub fn store_power(&self, ac_watt: f64) -> f64 {
        self.store_power_of_dc(self.losses.dc_power(ac_watt))
    }

    /// How fast the store fills (positive) or drains at a DC power. \[W\]
    #[inline]
    #[must_use]
    pub fn store_power_of_dc(&self, dc_watt: f64) -> f64 {
        dc_watt * if dc_watt > 0.0 { self.stored_per_taken } else { self.drawn_per_given }
    }

    /// The AC power at which the store fills or drains so fast. \[W\]
    #[inline]
    #[must_use]
    pub fn ac_power(&self, store_watt: f64) -> f64 {
        let charging = store_watt > 0.0;
        let dc_per_stored = if charging { self.taken_per_stored } else { self.given_per_drawn };
        self.losses.ac_power(store_watt * dc_per_stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn notton() -> Converter {
        Converter {
            rated_power_watt: 1e5,
            no_load_loss: 0.0072,
            linear_loss: 0.0,
            quadratic_loss: 0.034,
            standby_power_watt: 50.0,
            loss_points: vec![],
        }
    }

    #[test]
    fn meets_the_published_efficiency() {
        let dc = notton().losses().dc_power(-5e4);
        let efficiency = 0.5 / (0.5 + 0.0072 + 0.034 * 0.25); // Notton, type 2, at half load
        assert!((5e4 / -dc - efficiency).abs() < 1e-15);
    }

    #[test]
    fn an_ideal_converter_changes_nothing() {
        for power in [-3.7e5, 0.0, 12.5] {
            assert_eq!(Losses::NONE.dc_power(power), power);
            assert_eq!(Losses::NONE.ac_power(power), power);
        }
    }

    #[test]
    fn losses_that_turn_the_curve_round_are_refused() {
        let greedy = Converter { quadratic_loss: 0.6, ..notton() };
        assert!(matches!(greedy.checked(), Err(Error::BadInput { name: "quadratic_loss", .. })));
        let passive = Converter { linear_loss: 1.0, quadratic_loss: 0.0, ..notton() };
        assert!(matches!(passive.checked(), Err(Error::BadInput { name: "linear_loss", .. })));
    }

    #[test]
    fn what_no_power_gives_is_answered_by_the_power_that_gives_most() {
        let most = 1e5 / (2.0 * 0.034);
        assert!((notton().losses().ac_power(1e9) - most).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_began(power in -1e5..1e5_f64) {
            let losses = notton().losses();
            let back = losses.ac_power(losses.dc_power(power));
            let swallowed = losses.dc_power(power) == 0.0;
            prop_assert!(swallowed || (back - power).abs() <= 1e-9 * power.abs());
        }

        #[test]
        fn nothing_comes_from_nothing(power in -1e5..1e5_f64) {
            let dc = notton().losses().dc_power(power);
            prop_assert!(power - dc >= 0.0);
        }
    }
}
