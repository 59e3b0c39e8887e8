//! The widest vectors of the processor at hand, found when the code runs.
//!
//! Lanes lie in memory as plain arrays; a machine loads them into vectors to work with.

use super::eights::{EIGHT, InTime};
use super::number::{Lanes, Number};

/// Rows and columns of a square.
pub const SIDE: usize = 8;

/// Work that is compiled once for each kind of processor.
///
/// All that it calls must be inlined, or it would be compiled for the oldest.
pub trait Task {
    type Output;

    fn run<M: Machine>(self, machine: M) -> Self::Output;
}

/// What a kind of processor does better than plain code.
pub trait Machine: Copy {
    /// All lanes at once.
    type Vector: Number;
    /// Eight samples.
    type Eight: InTime;

    fn load(self, lanes: &Lanes) -> Self::Vector;
    fn save(self, vector: Self::Vector) -> Lanes;
    #[inline(always)]
    fn same(self, value: f64) -> Self::Eight {
        self.eight([value; EIGHT])
    }
    fn eight(self, values: [f64; EIGHT]) -> Self::Eight;
    fn array(self, eight: Self::Eight) -> [f64; EIGHT];
    /// Rows into columns.
    fn turn(self, rows: [&[f64; SIDE]; SIDE]) -> [[f64; SIDE]; SIDE];
}

/// Runs `task` on what this processor has.
pub fn run<T: Task>(task: T) -> T::Output {
    match pulp::Arch::new() {
        #[cfg(target_arch = "x86_64")]
        pulp::Arch::V4(simd) => simd.vectorize(x86::Bound(task, simd)),
        #[cfg(target_arch = "x86_64")]
        pulp::Arch::V3(simd) => simd.vectorize(x86::Bound(task, simd)),
        _ => task.run(Plain),
    }
}

/// Any processor; the compiler finds the vectors.
#[derive(Clone, Copy)]
pub struct Plain;

impl Machine for Plain {
    type Vector = Lanes;
    type Eight = Lanes<EIGHT>;

    #[inline(always)]
    fn load(self, lanes: &Lanes) -> Lanes {
        *lanes
    }

    #[inline(always)]
    fn save(self, vector: Lanes) -> Lanes {
        vector
    }

    #[inline(always)]
    fn eight(self, values: [f64; EIGHT]) -> Lanes<EIGHT> {
        Lanes(values)
    }

    #[inline(always)]
    fn array(self, eight: Lanes<EIGHT>) -> [f64; EIGHT] {
        eight.0
    }

    #[inline(always)]
    fn turn(self, rows: [&[f64; SIDE]; SIDE]) -> [[f64; SIDE]; SIDE] {
        std::array::from_fn(|column| rows.map(|row| row[column]))
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{EIGHT, Lanes, Machine, Plain, SIDE, Task};
    use crate::soc::wide::{Pair, Wide};
    use pulp::x86::{V3, V4};
    use pulp::{f64x4, f64x8};
    use std::arch::x86_64::{__m256d, __m512d};

    impl Machine for V4 {
        type Vector = Pair<Wide<Self>>;
        type Eight = Wide<Self>;

        #[inline(always)]
        fn load(self, lanes: &Lanes) -> Self::Vector {
            let [a, b]: [f64x8; 2] = pulp::cast(lanes.0);
            Pair(Wide(self, a), Wide(self, b))
        }

        #[inline(always)]
        fn save(self, Pair(a, b): Self::Vector) -> Lanes {
            Lanes(pulp::cast([a.1, b.1]))
        }

        #[inline(always)]
        fn eight(self, values: [f64; EIGHT]) -> Wide<Self> {
            Wide(self, pulp::cast(values))
        }

        #[inline(always)]
        fn array(self, eight: Wide<Self>) -> [f64; EIGHT] {
            pulp::cast(eight.1)
        }

        #[inline(always)]
        fn turn(self, rows: [&[f64; SIDE]; SIDE]) -> [[f64; SIDE]; SIDE] {
            let [a, b, c, d, e, f, g, h] = rows.map(|row| pulp::cast(*row));
            let low = |a, b| self.avx512f._mm512_unpacklo_pd(a, b);
            let high = |a, b| self.avx512f._mm512_unpackhi_pd(a, b);
            let [p, q, r, s] = turn_pairs(self, [low(a, b), low(c, d), low(e, f), low(g, h)]);
            let [t, u, v, w] = turn_pairs(self, [high(a, b), high(c, d), high(e, f), high(g, h)]);
            [p, t, q, u, r, v, s, w].map(pulp::cast)
        }
    }

    impl Machine for V3 {
        type Vector = Pair<Pair<Wide<Self>>>;
        type Eight = Lanes<EIGHT>;

        #[inline(always)]
        fn load(self, lanes: &Lanes) -> Self::Vector {
            let [a, b, c, d] = pulp::cast::<_, [f64x4; 4]>(lanes.0).map(|four| Wide(self, four));
            Pair(Pair(a, b), Pair(c, d))
        }

        #[inline(always)]
        fn save(self, Pair(Pair(a, b), Pair(c, d)): Self::Vector) -> Lanes {
            Lanes(pulp::cast([a.1, b.1, c.1, d.1]))
        }

        #[inline(always)]
        fn eight(self, values: [f64; EIGHT]) -> Self::Eight {
            Plain.eight(values)
        }

        #[inline(always)]
        fn array(self, eight: Self::Eight) -> [f64; EIGHT] {
            Plain.array(eight)
        }

        #[inline(always)]
        fn turn(self, rows: [&[f64; SIDE]; SIDE]) -> [[f64; SIDE]; SIDE] {
            let halves = rows.map(|row| pulp::cast::<_, [[f64; 4]; 2]>(*row));
            let left = turn_half(self, halves.map(|[left, _]| left));
            let right = turn_half(self, halves.map(|[_, right]| right));
            pulp::cast([left, right])
        }
    }

    /// Rows of four pairs into columns of pairs.
    #[inline(always)]
    fn turn_pairs(simd: V4, [a, b, c, d]: [__m512d; 4]) -> [__m512d; 4] {
        let even = |a, b| simd.avx512f._mm512_shuffle_f64x2::<0b10_00_10_00>(a, b);
        let odd = |a, b| simd.avx512f._mm512_shuffle_f64x2::<0b11_01_11_01>(a, b);
        let (even_ab, odd_ab) = (even(a, b), odd(a, b));
        let (even_cd, odd_cd) = (even(c, d), odd(c, d));
        [even(even_ab, even_cd), even(odd_ab, odd_cd), odd(even_ab, even_cd), odd(odd_ab, odd_cd)]
    }

    /// Eight rows of four into four columns; a closure here would not be inlined.
    #[inline(always)]
    fn turn_half(simd: V3, [a, b, c, d, e, f, g, h]: [[f64; 4]; SIDE]) -> [[f64; SIDE]; 4] {
        let [p, q, r, s] = turn_four(simd, [a, b, c, d]);
        let [t, u, v, w] = turn_four(simd, [e, f, g, h]);
        [[p, t], [q, u], [r, v], [s, w]].map(pulp::cast)
    }

    /// Rows into columns of four.
    #[inline(always)]
    fn turn_four(simd: V3, rows: [[f64; 4]; 4]) -> [[f64; 4]; 4] {
        let avx = simd.avx;
        let [a, b, c, d] = rows.map(pulp::cast::<[f64; 4], __m256d>);
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

    /// A task on its way to a machine.
    pub struct Bound<T, M>(pub T, pub M);

    impl<T: Task, M: Machine> pulp::NullaryFnOnce for Bound<T, M> {
        type Output = T::Output;

        #[inline(always)]
        fn call(self) -> T::Output {
            self.0.run(self.1)
        }
    }
}
