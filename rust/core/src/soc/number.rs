//! The arithmetic of a step, on one number or on many at once.

use std::ops::{Add, Mul, Sub};

/// Numbers that a step is worked out with.
pub trait Number: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// Zero, as wide as this number.
    #[must_use]
    fn zero(self) -> Self;
    /// As `f64::min` without its care for NaN, which costs two more instructions.
    #[must_use]
    fn lesser(self, other: Self) -> Self;
    /// As `f64::max` without its care for NaN.
    #[must_use]
    fn greater(self, other: Self) -> Self;
    /// `then` where this equals `other`, `or` elsewhere.
    #[must_use]
    fn if_equal(self, other: Self, then: Self, or: Self) -> Self;

    /// Within `low` and `high`.
    #[must_use]
    #[inline(always)]
    fn clamp_to(self, low: Self, high: Self) -> Self {
        self.greater(low).lesser(high)
    }
}

/// `number` within `low` and `high`, for where it mostly lies there: what follows need not wait.
#[must_use]
#[inline]
pub fn rarely_clamped(number: f64, low: f64, high: f64) -> f64 {
    if low <= number && number <= high { number } else { clamped(number, low, high) }
}

#[cold]
fn clamped(number: f64, low: f64, high: f64) -> f64 {
    number.clamp_to(low, high)
}

impl Number for f64 {
    #[inline(always)]
    fn zero(self) -> Self {
        0.0
    }

    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        if self < other { self } else { other }
    }

    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        if self > other { self } else { other }
    }

    #[inline(always)]
    fn if_equal(self, other: Self, then: Self, or: Self) -> Self {
        if self == other { then } else { or }
    }
}
