//! The widest vectors of the processor at hand, found when the code runs.

use super::eights::{EIGHT, Eight, InTime};

/// Work that is compiled once for each kind of processor.
///
/// All that it calls must be inlined, or it would be compiled for the oldest.
pub trait Task {
    type Output;

    fn run<M: Machine>(self, machine: M) -> Self::Output;
}

/// What a kind of processor does better than plain code.
pub trait Machine: Copy {
    /// Eight samples.
    type Eight: InTime;

    #[inline(always)]
    fn same(self, value: f64) -> Self::Eight {
        self.eight([value; EIGHT])
    }
    fn eight(self, values: [f64; EIGHT]) -> Self::Eight;
    fn array(self, eight: Self::Eight) -> [f64; EIGHT];
    /// Brings `place` near, as it will be written soon.
    fn fetch(self, place: &[f64; EIGHT]);
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

/// Any processor.
#[derive(Clone, Copy)]
pub struct Plain;

impl Machine for Plain {
    type Eight = Eight;

    #[inline(always)]
    fn eight(self, values: [f64; EIGHT]) -> Eight {
        Eight(values)
    }

    #[inline(always)]
    fn array(self, eight: Eight) -> [f64; EIGHT] {
        eight.0
    }

    #[inline(always)]
    fn fetch(self, _place: &[f64; EIGHT]) {}
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{EIGHT, Machine, Task};
    use crate::soc::wide::{Pair, Wide};
    use pulp::x86::{V3, V4};
    use std::arch::x86_64::_MM_HINT_T0;

    impl Machine for V4 {
        type Eight = Wide<Self>;

        #[inline(always)]
        fn eight(self, values: [f64; EIGHT]) -> Self::Eight {
            Wide(self, pulp::cast(values))
        }

        #[inline(always)]
        fn array(self, eight: Self::Eight) -> [f64; EIGHT] {
            pulp::cast(eight.1)
        }

        #[inline(always)]
        fn fetch(self, place: &[f64; EIGHT]) {
            self.sse._mm_prefetch::<_MM_HINT_T0>(place.as_ptr().cast());
        }
    }

    impl Machine for V3 {
        type Eight = Pair<Wide<Self>>;

        #[inline(always)]
        fn eight(self, values: [f64; EIGHT]) -> Self::Eight {
            let [a, b] = pulp::cast(values);
            Pair(Wide(self, a), Wide(self, b))
        }

        #[inline(always)]
        fn array(self, Pair(a, b): Self::Eight) -> [f64; EIGHT] {
            pulp::cast([a.1, b.1])
        }

        #[inline(always)]
        fn fetch(self, place: &[f64; EIGHT]) {
            self.sse._mm_prefetch::<_MM_HINT_T0>(place.as_ptr().cast());
        }
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
