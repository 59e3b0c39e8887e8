//! The arithmetic of a step, on one number or on many side by side.

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

/// Enough to keep the adders of a core busy while each lane waits for its own last sum.
pub const LANES: usize = 16;

/// One number per lane.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct Lanes<const N: usize = LANES>(pub [f64; N]);

impl<const N: usize> Lanes<N> {
    pub const ZERO: Self = Self([0.0; N]);

    #[inline(always)]
    fn each(value: impl Fn(usize) -> f64) -> Self {
        let mut lanes = [0.0; N];
        for (lane, slot) in lanes.iter_mut().enumerate() {
            *slot = value(lane);
        }
        Self(lanes)
    }
}

impl<const N: usize> Number for Lanes<N> {
    #[inline(always)]
    fn zero(self) -> Self {
        Self::ZERO
    }

    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        Self::each(|lane| self.0[lane].lesser(other.0[lane]))
    }

    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        Self::each(|lane| self.0[lane].greater(other.0[lane]))
    }

    #[inline(always)]
    fn if_equal(self, other: Self, then: Self, or: Self) -> Self {
        Self::each(|lane| self.0[lane].if_equal(other.0[lane], then.0[lane], or.0[lane]))
    }
}

impl<const N: usize> Add for Lanes<N> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::each(|lane| self.0[lane] + other.0[lane])
    }
}

impl<const N: usize> Sub for Lanes<N> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::each(|lane| self.0[lane] - other.0[lane])
    }
}

impl<const N: usize> Mul for Lanes<N> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::each(|lane| self.0[lane] * other.0[lane])
    }
}
