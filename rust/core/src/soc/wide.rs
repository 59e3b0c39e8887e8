//! Numbers that fill the vectors of a processor.

use super::number::Number;
use pulp::Simd;
use std::ops::{Add, Mul, Sub};

/// One vector, and the proof that this processor has such.
#[derive(Clone, Copy)]
pub struct Wide<S: Simd>(pub S, pub S::f64s);

impl<S: Simd> Number for Wide<S> {
    #[inline(always)]
    fn zero(self) -> Self {
        Self(self.0, self.0.splat_f64s(0.0))
    }

    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        Self(self.0, self.0.min_f64s(self.1, other.1))
    }

    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        Self(self.0, self.0.max_f64s(self.1, other.1))
    }

    #[inline(always)]
    fn if_equal(self, other: Self, then: Self, or: Self) -> Self {
        let equal = self.0.equal_f64s(self.1, other.1);
        Self(self.0, self.0.select_f64s(equal, then.1, or.1))
    }
}

impl<S: Simd> Add for Wide<S> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(self.0, self.0.add_f64s(self.1, other.1))
    }
}

impl<S: Simd> Sub for Wide<S> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(self.0, self.0.sub_f64s(self.1, other.1))
    }
}

impl<S: Simd> Mul for Wide<S> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(self.0, self.0.mul_f64s(self.1, other.1))
    }
}

/// Two numbers side by side: while one waits for its last sum, the other is added to.
#[derive(Clone, Copy)]
pub struct Pair<N>(pub N, pub N);

impl<N: Number> Number for Pair<N> {
    #[inline(always)]
    fn zero(self) -> Self {
        Self(self.0.zero(), self.1.zero())
    }

    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        Self(self.0.lesser(other.0), self.1.lesser(other.1))
    }

    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        Self(self.0.greater(other.0), self.1.greater(other.1))
    }

    #[inline(always)]
    fn if_equal(self, other: Self, then: Self, or: Self) -> Self {
        Self(self.0.if_equal(other.0, then.0, or.0), self.1.if_equal(other.1, then.1, or.1))
    }
}

impl<N: Number> Add for Pair<N> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1)
    }
}

impl<N: Number> Sub for Pair<N> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0, self.1 - other.1)
    }
}

impl<N: Number> Mul for Pair<N> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 * other.1)
    }
}
