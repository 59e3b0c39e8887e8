//! Samples that follow each other, in one vector.

use super::number::{Lanes, Number};
use std::array::from_fn;

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
}

impl InTime for Lanes<EIGHT> {
    #[inline(always)]
    fn later<const BY: usize>(self, before: Self) -> Self {
        Self(from_fn(|at| if at < BY { before.0[at + EIGHT - BY] } else { self.0[at - BY] }))
    }

    #[inline(always)]
    fn last(self) -> Self {
        Self([self.0[EIGHT - 1]; EIGHT])
    }

    #[inline(always)]
    fn largest(self) -> Self {
        Self([f64::MAX; EIGHT])
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::InTime;
    use crate::soc::wide::Wide;
    use pulp::Simd;
    use pulp::x86::V4;

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
    }
}
