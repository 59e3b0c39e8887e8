//! The instructions that this process uses, chosen once.

#[cfg(target_arch = "x86_64")]
use crate::simd::avx2::Avx2;
#[cfg(target_arch = "x86_64")]
use crate::simd::avx512::Avx512;
use crate::simd::portable;
use crate::simd::swings::{Buffer, Ends, Marks};
use std::sync::LazyLock;

/// A set of instructions that is here.
#[derive(Clone, Copy)]
pub enum Instructions {
    /// Eight samples side by side.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    /// Four samples side by side.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// One sample at a time, without branches.
    Portable,
}

impl Instructions {
    /// The best that are here and allowed.
    pub fn chosen() -> Self {
        static CHOSEN: LazyLock<Instructions> = LazyLock::new(|| {
            let allowed = std::env::var("BATTCORE_INSTRUCTIONS").unwrap_or_default();
            let here = Instructions::here();
            let named = here.iter().find(|instructions| instructions.name() == allowed);
            named.or(here.first()).copied().unwrap_or(Instructions::Portable)
        });
        *CHOSEN
    }

    /// All that are here, the best first.
    pub fn here() -> Vec<Self> {
        #[cfg(target_arch = "x86_64")]
        let wide = [Avx512::if_here().map(Self::Avx512), Avx2::if_here().map(Self::Avx2)];
        #[cfg(not(target_arch = "x86_64"))]
        let wide = [];
        wide.into_iter().flatten().chain([Self::Portable]).collect()
    }

    /// What the environment calls them.
    fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => "avx512",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            Self::Portable => "portable",
        }
    }

    /// Writes the turning points that `samples` lead away from to `turns`, valleys with their sign
    /// turned; tells how many, or none if a sample behind the first is not a number.
    ///
    /// The first sample is where the series stood before, and `falls` whether it came down to
    /// there: 0 or 1. Takes up to [`crate::simd::BLOCK`] steps.
    pub fn gather_turns(
        self,
        samples: &[f64],
        falls: &mut u64,
        turns: &mut Buffer,
    ) -> Option<usize> {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(lanes) => lanes.gather_turns(samples, falls, turns),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(lanes) => lanes.gather_turns(samples, falls, turns),
            Self::Portable => portable::gather_turns(samples, falls, turns),
        }
    }

    /// As [`Self::gather_turns`], but marks the steps that lead away from turning points, and
    /// those that rest.
    pub fn mark_turns(self, samples: &[f64], falls: &mut u64, marks: &mut Marks) -> Option<()> {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(lanes) => lanes.mark_turns(samples, falls, marks),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(lanes) => lanes.mark_turns(samples, falls, marks),
            Self::Portable => portable::mark_turns(samples, falls, marks),
        }
    }

    /// Moves swings that close among the first `open` of `turns` to the end of the `found` first
    /// `ranges`; tells how many turning points stay, and how many ranges there are.
    ///
    /// With peaks as they are and valleys turned in sign, `y[k] > y[k+2]` says that swings shrink
    /// from `k` on. A swing that does not shrink behind one that does closes. No two of these touch.
    pub fn close_swings(
        self,
        turns: &mut Buffer,
        open: usize,
        ranges: &mut Buffer,
        found: usize,
    ) -> (usize, usize) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(lanes) => lanes.close_swings(turns, open, ranges, found),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(lanes) => lanes.close_swings(turns, open, ranges, found),
            Self::Portable => portable::close_swings(turns, open, ranges, found),
        }
    }

    /// As [`Self::close_swings`], but keeps both ends of each swing, with the signs that they have
    /// if the first of `turns` is a valley, or is not.
    pub fn close_swings_at_ends(
        self,
        turns: &mut Buffer,
        open: usize,
        valley_first: bool,
        ends: &mut Ends,
        found: usize,
    ) -> (usize, usize) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(it) => it.close_swings_at_ends(turns, open, valley_first, ends, found),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(it) => it.close_swings_at_ends(turns, open, valley_first, ends, found),
            Self::Portable => {
                portable::close_swings_at_ends(turns, open, valley_first, ends, found)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{BLOCK, SIZE};
    use proptest::prelude::*;

    fn bits(values: &[f64]) -> Vec<u64> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    fn levels(length: usize) -> impl Strategy<Value = Vec<f64>> {
        let level = prop_oneof![60 => (-3..=3).prop_map(f64::from), 1 => Just(f64::NAN)];
        prop::collection::vec(level, 0..length)
    }

    proptest! {
        #[test]
        fn all_gather_what_the_portable_form_does(samples in levels(BLOCK), start in 0..=1_u64) {
            let (mut twin, mut expected) = (start, [0.0; SIZE]);
            let portably = portable::gather_turns(&samples, &mut twin, &mut expected);
            let count = portably.unwrap_or(0);
            for instructions in Instructions::here() {
                let (mut falls, mut turns) = (start, [0.0; SIZE]);
                let found = instructions.gather_turns(&samples, &mut falls, &mut turns);
                prop_assert_eq!((found, falls), (portably, twin));
                prop_assert_eq!(bits(&turns[..count]), bits(&expected[..count]));
            }
        }

        #[test]
        fn all_mark_what_the_portable_form_does(samples in levels(BLOCK), start in 0..=1_u64) {
            let (mut twin, mut expected) = (start, Marks::default());
            let portably = portable::mark_turns(&samples, &mut twin, &mut expected);
            for instructions in Instructions::here() {
                let (mut falls, mut marks) = (start, Marks::default());
                let found = instructions.mark_turns(&samples, &mut falls, &mut marks);
                prop_assert_eq!((found, falls), (portably, twin));
                prop_assert_eq!(marks, expected);
            }
        }

        #[test]
        fn all_close_what_the_portable_form_does(
            points in prop::collection::vec((-9..=9).prop_map(f64::from), 0..BLOCK),
            found in 0..16_usize,
        ) {
            let mut before = [0.0; SIZE];
            before[..points.len()].copy_from_slice(&points);
            let (mut twin, mut expected) = (before, [0.0; SIZE]);
            let portably =
                portable::close_swings(&mut twin, points.len(), &mut expected, found);
            for instructions in Instructions::here() {
                let (mut turns, mut ranges) = (before, [0.0; SIZE]);
                let closed =
                    instructions.close_swings(&mut turns, points.len(), &mut ranges, found);
                prop_assert_eq!(closed, portably);
                prop_assert_eq!(bits(&turns[..closed.0]), bits(&twin[..closed.0]));
                prop_assert_eq!(bits(&ranges[..closed.1]), bits(&expected[..closed.1]));
            }
        }

        #[test]
        fn all_keep_the_ends_that_the_portable_form_does(
            points in prop::collection::vec((-9..=9).prop_map(f64::from), 0..BLOCK),
            found in 0..16_usize,
            valley_first in any::<bool>(),
        ) {
            let mut before = [0.0; SIZE];
            before[..points.len()].copy_from_slice(&points);
            let close = |form: &dyn Fn(&mut Buffer, &mut Ends) -> (usize, usize)| {
                let (mut turns, mut ends) = (before, Ends { from: [0.0; SIZE], to: [0.0; SIZE] });
                let (left, count) = form(&mut turns, &mut ends);
                (bits(&turns[..left]), bits(&ends.from[..count]), bits(&ends.to[..count]))
            };
            let length = points.len();
            let expected = close(&|turns, ends| {
                portable::close_swings_at_ends(turns, length, valley_first, ends, found)
            });
            for instructions in Instructions::here() {
                let closed = close(&|turns, ends| {
                    instructions.close_swings_at_ends(turns, length, valley_first, ends, found)
                });
                prop_assert_eq!(&closed, &expected);
            }
        }
    }

    #[test]
    fn no_sample_and_no_length_does_harm() {
        let zigzag: Vec<f64> = (0..3 * SIZE).map(|k| if k % 2 == 0 { 1.0 } else { -1.0 }).collect();
        for instructions in Instructions::here() {
            let (mut turns, mut ranges) = ([f64::NAN; SIZE], [0.0; SIZE]);
            instructions.gather_turns(&zigzag, &mut 0, &mut turns);
            instructions.mark_turns(&zigzag, &mut 1, &mut Marks::default());
            instructions.close_swings(&mut turns, SIZE, &mut ranges, SIZE);
            instructions.close_swings(&mut turns, 2 * SIZE, &mut ranges, 2 * SIZE);
            let mut ends = Ends { from: ranges, to: ranges };
            instructions.close_swings_at_ends(&mut turns, 2 * SIZE, true, &mut ends, 2 * SIZE);
        }
    }
}
