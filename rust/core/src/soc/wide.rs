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

/// Two numbers side by side.
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

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Pair, Wide};
    use crate::soc::eights::InTime;
    use pulp::x86::{V3, V4};
    use pulp::{Simd, f64x4};

    impl InTime for Wide<V4> {
        #[inline(always)]
        fn later<const BY: usize>(self, before: Self) -> Self {
            let (now, before) = (pulp::cast(self.1), pulp::cast(before.1));
            let avx512 = self.0.avx512f;
            let moved = match BY {
                1 => avx512._mm512_alignr_epi64::<7>(now, before),
                2 => avx512._mm512_alignr_epi64::<6>(now, before),
                _ => avx512._mm512_alignr_epi64::<4>(now, before),
            };
            Self(self.0, pulp::cast(moved))
        }

        #[inline(always)]
        fn last(self) -> Self {
            let avx512 = self.0.avx512f;
            let last =
                avx512._mm512_permutexvar_pd(avx512._mm512_set1_epi64(7), pulp::cast(self.1));
            Self(self.0, pulp::cast(last))
        }

        #[inline(always)]
        fn largest(self) -> Self {
            Self(self.0, self.0.splat_f64s(f64::MAX))
        }

        #[inline(always)]
        fn all_within(self, low: Self, high: Self) -> bool {
            let above = self.0.less_than_or_equal_f64s(low.1, self.1);
            let below = self.0.less_than_or_equal_f64s(self.1, high.1);
            (above.0 & below.0) == u8::MAX
        }
    }

    impl InTime for Pair<Wide<V3>> {
        #[inline(always)]
        fn later<const BY: usize>(self, before: Self) -> Self {
            match BY {
                1 => Self(one_later(self.0, before.1), one_later(self.1, self.0)),
                2 => Self(two_later(self.0, before.1), two_later(self.1, self.0)),
                _ => Self(before.1, self.0),
            }
        }

        #[inline(always)]
        fn last(self) -> Self {
            let Wide(simd, four) = self.1;
            let last = simd.avx2._mm256_permute4x64_pd::<0b11_11_11_11>(pulp::cast(four));
            let last = Wide(simd, pulp::cast(last));
            Self(last, last)
        }

        #[inline(always)]
        fn largest(self) -> Self {
            let largest = Wide(self.0.0, self.0.0.splat_f64s(f64::MAX));
            Self(largest, largest)
        }

        #[inline(always)]
        fn all_within(self, low: Self, high: Self) -> bool {
            let simd = self.0.0;
            let within = |four: f64x4, low, high| {
                let above = simd.less_than_or_equal_f64s(low, four);
                simd.and_m64s(above, simd.less_than_or_equal_f64s(four, high))
            };
            let first = within(self.0.1, low.0.1, high.0.1);
            let second = within(self.1.1, low.1.1, high.1.1);
            simd.avx._mm256_movemask_pd(pulp::cast(simd.and_m64s(first, second))) == 0b1111
        }
    }

    /// Four numbers, of which the first two are the last of `before`.
    #[inline(always)]
    fn two_later(now: Wide<V3>, before: Wide<V3>) -> Wide<V3> {
        let (four, before) = (pulp::cast(now.1), pulp::cast(before.1));
        Wide(now.0, pulp::cast(now.0.avx._mm256_permute2f128_pd::<0x21>(before, four)))
    }

    /// Four numbers, of which the first is the last of `before`.
    #[inline(always)]
    fn one_later(now: Wide<V3>, before: Wide<V3>) -> Wide<V3> {
        let (four, two_later) = (pulp::cast(now.1), pulp::cast(two_later(now, before).1));
        Wide(now.0, pulp::cast(now.0.avx._mm256_shuffle_pd::<0b0101>(two_later, four)))
    }
}
