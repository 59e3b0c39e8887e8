//! What a step of one length does to a store: the physics of this room, written once.

use super::number::Number;

/// What one step leaves behind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step<T = f64> {
    /// State of charge at the end of the step.
    pub soc: T,
    /// Mean power really delivered; positive charges. \[W\]
    pub power_watt: T,
}

/// The numbers of a step of one length, for one sample or for many at once.
///
/// As losses are never negative, charging moves less charge per watt than discharging: of the two
/// products the lesser is right in both directions, and no branch is needed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule<T = f64> {
    pub(super) soc_min: T,
    pub(super) soc_max: T,
    pub(super) lowest_power_watt: T,
    pub(super) highest_power_watt: T,
    pub(super) charge_soc_per_watt: T,
    pub(super) discharge_soc_per_watt: T,
    pub(super) charge_watt_per_soc: T,
    pub(super) discharge_watt_per_soc: T,
    pub(super) retention: T,
}

impl<T: Number> Rule<T> {
    /// Steps from `soc` under a wish for power. Limits bind the power, not the leakage.
    #[must_use]
    #[inline(always)]
    pub fn step(&self, soc: T, power_watt: T) -> Step<T> {
        self.step_within(soc, power_watt.clamp_to(self.lowest_power_watt, self.highest_power_watt))
    }

    /// [`Rule::step`] under a wish that lies within the limits of power.
    #[must_use]
    #[inline(always)]
    pub fn step_within(&self, soc: T, wish: T) -> Step<T> {
        let rest = self.retention * soc;
        let free = rest + self.charge_of(wish);
        let soc = free.clamp_to(self.soc_min.lesser(rest), self.soc_max.greater(rest));
        let bound = self.power_of(soc - rest, wish);
        let power_watt = soc.if_equal(free, wish, bound);
        Step { soc, power_watt }
    }

    /// Change of soc by a power over the step.
    #[inline(always)]
    pub(super) fn charge_of(&self, power_watt: T) -> T {
        let charging = power_watt * self.charge_soc_per_watt;
        charging.lesser(power_watt * self.discharge_soc_per_watt)
    }

    /// Power that changes soc by `moved`: never more than wished, whatever the rounding.
    #[inline(always)]
    pub(super) fn power_of(&self, moved: T, wish: T) -> T {
        let charging = moved * self.charge_watt_per_soc;
        let power = charging.greater(moved * self.discharge_watt_per_soc);
        let none = wish.zero();
        power.clamp_to(wish.lesser(none), wish.greater(none))
    }
}

impl<T> Rule<T> {
    /// The same rule in other numbers.
    #[inline(always)]
    pub(super) fn map<U>(&self, number: impl Fn(&T) -> U) -> Rule<U> {
        Rule {
            soc_min: number(&self.soc_min),
            soc_max: number(&self.soc_max),
            lowest_power_watt: number(&self.lowest_power_watt),
            highest_power_watt: number(&self.highest_power_watt),
            charge_soc_per_watt: number(&self.charge_soc_per_watt),
            discharge_soc_per_watt: number(&self.discharge_soc_per_watt),
            charge_watt_per_soc: number(&self.charge_watt_per_soc),
            discharge_watt_per_soc: number(&self.discharge_watt_per_soc),
            retention: number(&self.retention),
        }
    }
}

impl Rule {
    /// State of charge after a step that meets no limit, or nothing if it may meet one.
    ///
    /// To guess that it meets none costs less than to wait for the limits.
    #[must_use]
    #[inline]
    pub fn unlimited(&self, soc: f64, power_watt: f64) -> Option<f64> {
        let free = self.retention * soc + self.charge_of(power_watt);
        (self.soc_min <= free && free <= self.soc_max).then_some(free)
    }

    /// Share of the stored energy that is left after the step at rest.
    #[must_use]
    pub fn retention(&self) -> f64 {
        self.retention
    }
}
