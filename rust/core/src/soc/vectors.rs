//! The widest vectors of the processor at hand, found when the code runs.

/// Four rows of four.
pub type Square = [[f64; 4]; 4];

/// Work that is compiled once for each kind of processor.
///
/// All that it calls must be inlined, or it would be compiled for the oldest.
pub trait Task {
    type Output;

    fn run<T: Turn>(self, turn: T) -> Self::Output;
}

/// How rows become columns: the one thing that compilers do not see in plain code.
pub trait Turn: Copy {
    fn turn(self, square: Square) -> Square;
}

/// Without help from the processor.
#[derive(Clone, Copy)]
struct Plain;

impl Turn for Plain {
    #[inline(always)]
    fn turn(self, [a, b, c, d]: Square) -> Square {
        std::array::from_fn(|i| [a[i], b[i], c[i], d[i]])
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Square, Task, Turn};
    use pulp::x86::V3;
    use std::arch::x86_64::__m256d;

    impl Turn for V3 {
        #[inline(always)]
        fn turn(self, square: Square) -> Square {
            let avx = self.avx;
            let [a, b, c, d] = square.map(pulp::cast::<[f64; 4], __m256d>);
            let (even_ab, odd_ab) = (avx._mm256_unpacklo_pd(a, b), avx._mm256_unpackhi_pd(a, b));
            let (even_cd, odd_cd) = (avx._mm256_unpacklo_pd(c, d), avx._mm256_unpackhi_pd(c, d));
            [
                avx._mm256_permute2f128_pd::<0x20>(even_ab, even_cd),
                avx._mm256_permute2f128_pd::<0x20>(odd_ab, odd_cd),
                avx._mm256_permute2f128_pd::<0x31>(even_ab, even_cd),
                avx._mm256_permute2f128_pd::<0x31>(odd_ab, odd_cd),
            ]
            .map(pulp::cast)
        }
    }

    /// A task on its way to a processor with AVX2.
    pub struct Bound<T>(pub T, pub V3);

    impl<T: Task> pulp::NullaryFnOnce for Bound<T> {
        type Output = T::Output;

        #[inline(always)]
        fn call(self) -> T::Output {
            self.0.run(self.1)
        }
    }
}

/// Runs `task` on what this processor has.
pub fn run<T: Task>(task: T) -> T::Output {
    match pulp::Arch::new() {
        #[cfg(target_arch = "x86_64")]
        pulp::Arch::V4(simd) => simd.vectorize(x86::Bound(task, *simd)),
        #[cfg(target_arch = "x86_64")]
        pulp::Arch::V3(simd) => simd.vectorize(x86::Bound(task, simd)),
        _ => task.run(Plain),
    }
}
