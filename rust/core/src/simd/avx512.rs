//! Eight samples side by side.

use crate::simd::lanes::Lanes;
use crate::simd::swings::{Buffer, Ends, Marks};
use crate::simd::swings_in_lanes;
use std::arch::x86_64::{
    __m512d, _CMP_GT_OQ, _CMP_NEQ_OQ, _CMP_NLE_UQ, _MM_HINT_T1, _mm_prefetch, _mm512_add_pd,
    _mm512_cmp_pd_mask, _mm512_loadu_pd, _mm512_maskz_compress_pd, _mm512_set1_pd,
    _mm512_storeu_pd, _mm512_xor_pd,
};

/// Proof that the processor has AVX-512, its F and DQ parts.
#[derive(Clone, Copy)]
pub struct Avx512(());

impl Avx512 {
    /// The proof, where there is one.
    pub fn if_here() -> Option<Self> {
        let here = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt");
        here.then_some(Self(()))
    }

    /// As [`crate::simd::Instructions::gather_turns`].
    pub fn gather_turns(self, samples: &[f64], falls: &mut u64, to: &mut Buffer) -> Option<usize> {
        #[target_feature(enable = "avx512f,avx512dq,bmi1,bmi2,popcnt")]
        fn run(token: Avx512, samples: &[f64], falls: &mut u64, to: &mut Buffer) -> Option<usize> {
            swings_in_lanes::gather_turns(token, samples, falls, to)
        }
        // SAFETY: the token proves the instructions.
        unsafe { run(self, samples, falls, to) }
    }

    /// As [`crate::simd::Instructions::mark_turns`].
    pub fn mark_turns(self, samples: &[f64], falls: &mut u64, to: &mut Marks) -> Option<()> {
        #[target_feature(enable = "avx512f,avx512dq,bmi1,bmi2,popcnt")]
        fn run(token: Avx512, samples: &[f64], falls: &mut u64, to: &mut Marks) -> Option<()> {
            swings_in_lanes::mark_turns(token, samples, falls, to)
        }
        // SAFETY: the token proves the instructions.
        unsafe { run(self, samples, falls, to) }
    }

    /// As [`crate::simd::Instructions::close_swings`].
    pub fn close_swings(
        self,
        turns: &mut Buffer,
        open: usize,
        ranges: &mut Buffer,
        found: usize,
    ) -> (usize, usize) {
        #[target_feature(enable = "avx512f,avx512dq,bmi1,bmi2,popcnt")]
        fn run(
            token: Avx512,
            turns: &mut Buffer,
            open: usize,
            ranges: &mut Buffer,
            found: usize,
        ) -> (usize, usize) {
            swings_in_lanes::close_swings(token, turns, open, ranges, found)
        }
        // SAFETY: the token proves the instructions.
        unsafe { run(self, turns, open, ranges, found) }
    }

    /// As [`crate::simd::Instructions::close_swings_at_ends`].
    pub fn close_swings_at_ends(
        self,
        turns: &mut Buffer,
        open: usize,
        valley_first: bool,
        ends: &mut Ends,
        found: usize,
    ) -> (usize, usize) {
        #[target_feature(enable = "avx512f,avx512dq,bmi1,bmi2,popcnt")]
        fn run(
            token: Avx512,
            turns: &mut Buffer,
            open: usize,
            valley_first: bool,
            ends: &mut Ends,
            found: usize,
        ) -> (usize, usize) {
            swings_in_lanes::close_swings_at_ends(token, turns, open, valley_first, ends, found)
        }
        // SAFETY: the token proves the instructions.
        unsafe { run(self, turns, open, valley_first, ends, found) }
    }
}

// SAFETY, for every block below: the token proves the instructions; loads and stores stay within
// the slice that they are given.
impl Lanes for Avx512 {
    type Register = __m512d;
    const COUNT: usize = 8;

    #[inline(always)]
    fn splat(self, sample: f64) -> __m512d {
        unsafe { _mm512_set1_pd(sample) }
    }

    #[inline(always)]
    fn load(self, from: &[f64], at: usize) -> __m512d {
        match from.get(at..).and_then(<[f64]>::first_chunk::<8>) {
            Some(chunk) => unsafe { _mm512_loadu_pd(chunk.as_ptr()) },
            None => self.splat(0.0),
        }
    }

    #[inline(always)]
    fn store(self, to: &mut [f64], at: usize, lanes: __m512d) {
        if let Some(chunk) = to.get_mut(at..).and_then(<[f64]>::first_chunk_mut::<8>) {
            unsafe { _mm512_storeu_pd(chunk.as_mut_ptr(), lanes) }
        }
    }

    #[inline(always)]
    fn add(self, a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_add_pd(a, b) }
    }

    #[inline(always)]
    fn turn(self, a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_xor_pd(a, b) }
    }

    #[inline(always)]
    fn greater(self, a: __m512d, b: __m512d) -> u64 {
        u64::from(unsafe { _mm512_cmp_pd_mask::<_CMP_GT_OQ>(a, b) })
    }

    #[inline(always)]
    fn differ(self, a: __m512d, b: __m512d) -> u64 {
        u64::from(unsafe { _mm512_cmp_pd_mask::<_CMP_NEQ_OQ>(a, b) })
    }

    #[inline(always)]
    fn not_within(self, a: __m512d, b: __m512d) -> u64 {
        u64::from(unsafe { _mm512_cmp_pd_mask::<_CMP_NLE_UQ>(a, b) })
    }

    #[inline(always)]
    fn fetch(self, place: *const f64) {
        unsafe { _mm_prefetch::<_MM_HINT_T1>(place.cast()) }
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "eight lanes have eight bits")]
    fn compress(self, lanes: __m512d, mask: u64) -> __m512d {
        unsafe { _mm512_maskz_compress_pd(mask as u8, lanes) }
    }
}
