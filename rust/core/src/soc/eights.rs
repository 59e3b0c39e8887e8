//! Samples that follow each other, in one vector.

use super::number::Number;
use std::array::from_fn;
use std::ops::{Add, Mul, Sub};

/// As many as the widest vectors hold.
pub const EIGHT: usize = 8;

/// Eight numbers in the order of time.
pub trait InTime: Number {
    /// Every number moved `BY` places later, behind the last of `before`.
    #[must_use]
    fn later<const BY: usize>(self, before: Self) -> Self;
    /// The last of them eight times.
    #[must_use]
    fn last(self) -> Self;
    /// Eight times the largest finite number.
    #[must_use]
    fn largest(self) -> Self;
    /// Whether every number is one, from `low` to `high`.
    fn all_within(self, low: Self, high: Self) -> bool;
}

/// Eight numbers on any processor; the compiler finds the vectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eight(pub [f64; EIGHT]);

impl Eight {
    #[inline(always)]
    fn each(value: impl Fn(usize) -> f64) -> Self {
        Self(from_fn(value))
    }
}

impl Number for Eight {
    #[inline(always)]
    fn zero(self) -> Self {
        Self([0.0; EIGHT])
    }

    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        Self::each(|at| self.0[at].lesser(other.0[at]))
    }

    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        Self::each(|at| self.0[at].greater(other.0[at]))
    }

    #[inline(always)]
    fn if_equal(self, other: Self, then: Self, or: Self) -> Self {
        Self::each(|at| self.0[at].if_equal(other.0[at], then.0[at], or.0[at]))
    }
}

impl InTime for Eight {
    #[inline(always)]
    fn later<const BY: usize>(self, before: Self) -> Self {
        Self::each(|at| if at < BY { before.0[at + EIGHT - BY] } else { self.0[at - BY] })
    }

    #[inline(always)]
    fn last(self) -> Self {
        Self([self.0[EIGHT - 1]; EIGHT])
    }

    #[inline(always)]
    fn largest(self) -> Self {
        Self([f64::MAX; EIGHT])
    }

    #[inline(always)]
    fn all_within(self, low: Self, high: Self) -> bool {
        let within = |at: usize| (low.0[at]..=high.0[at]).contains(&self.0[at]);
        (0..EIGHT).fold(true, |all, at| all & within(at))
    }
}

impl Add for Eight {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::each(|at| self.0[at] + other.0[at])
    }
}

impl Sub for Eight {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::each(|at| self.0[at] - other.0[at])
    }
}

impl Mul for Eight {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::each(|at| self.0[at] * other.0[at])
    }
}
