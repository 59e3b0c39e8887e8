//! Four samples side by side.

use crate::simd::lanes::Lanes;
use crate::simd::swings::{Buffer, Ends, Marks};
use crate::simd::swings_in_lanes;
use std::arch::x86_64::{
    __m256d, _CMP_GT_OQ, _CMP_NEQ_OQ, _CMP_NLE_UQ, _MM_HINT_T1, _mm_prefetch, _mm256_add_pd,
    _mm256_castpd_ps, _mm256_castps_pd, _mm256_cmp_pd, _mm256_loadu_pd, _mm256_loadu_si256,
    _mm256_movemask_pd, _mm256_permutevar8x32_ps, _mm256_set1_pd, _mm256_storeu_pd, _mm256_xor_pd,
};

/// Proof that the processor has AVX2.
#[derive(Clone, Copy)]
pub struct Avx2(());

impl Avx2 {
    /// The proof, where there is one.
    pub fn if_here() -> Option<Self> {
        let here = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt");
        here.then_some(Self(()))
    }

    /// As [`crate::simd::Instructions::gather_turns`].
    pub fn gather_turns(self, samples: &[f64], falls: &mut u64, to: &mut Buffer) -> Option<usize> {
        #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
        fn run(token: Avx2, samples: &[f64], falls: &mut u64, to: &mut Buffer) -> Option<usize> {
            swings_in_lanes::gather_turns(token, samples, falls, to)
        }
        // SAFETY: the token proves the instructions.
        unsafe { run(self, samples, falls, to) }
    }

    /// As [`crate::simd::Instructions::mark_turns`].
    pub fn mark_turns(self, samples: &[f64], falls: &mut u64, to: &mut Marks) -> Option<()> {
        #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
        fn run(token: Avx2, samples: &[f64], falls: &mut u64, to: &mut Marks) -> Option<()> {
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
        #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
        fn run(
            token: Avx2,
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
        #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
        fn run(
            token: Avx2,
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

/// For every mask, where each lane is to be found, as halves of 32 bits.
static MOVES: [[u32; 8]; 16] = moves();

const fn moves() -> [[u32; 8]; 16] {
    let mut moves = [[0; 8]; 16];
    let mut mask = 0;
    while mask < 16 {
        let (mut lane, mut to) = (0, 0);
        while lane < 4 {
            if mask & (1 << lane) != 0 {
                moves[mask][to] = 2 * lane;
                moves[mask][to + 1] = 2 * lane + 1;
                to += 2;
            }
            lane += 1;
        }
        mask += 1;
    }
    moves
}

// SAFETY, for every block below: the token proves the instructions; loads and stores stay within
// the slice that they are given.
impl Lanes for Avx2 {
    type Register = __m256d;
    const COUNT: usize = 4;

    #[inline(always)]
    fn splat(self, sample: f64) -> __m256d {
        unsafe { _mm256_set1_pd(sample) }
    }

    #[inline(always)]
    fn load(self, from: &[f64], at: usize) -> __m256d {
        match from.get(at..).and_then(<[f64]>::first_chunk::<4>) {
            Some(chunk) => unsafe { _mm256_loadu_pd(chunk.as_ptr()) },
            None => self.splat(0.0),
        }
    }

    #[inline(always)]
    fn store(self, to: &mut [f64], at: usize, lanes: __m256d) {
        if let Some(chunk) = to.get_mut(at..).and_then(<[f64]>::first_chunk_mut::<4>) {
            unsafe { _mm256_storeu_pd(chunk.as_mut_ptr(), lanes) }
        }
    }

    #[inline(always)]
    fn add(self, a: __m256d, b: __m256d) -> __m256d {
        unsafe { _mm256_add_pd(a, b) }
    }

    #[inline(always)]
    fn turn(self, a: __m256d, b: __m256d) -> __m256d {
        unsafe { _mm256_xor_pd(a, b) }
    }

    #[inline(always)]
    fn greater(self, a: __m256d, b: __m256d) -> u64 {
        let bits = unsafe { _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_GT_OQ>(a, b)) };
        u64::from(bits.cast_unsigned())
    }

    #[inline(always)]
    fn differ(self, a: __m256d, b: __m256d) -> u64 {
        let bits = unsafe { _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_NEQ_OQ>(a, b)) };
        u64::from(bits.cast_unsigned())
    }

    #[inline(always)]
    fn not_within(self, a: __m256d, b: __m256d) -> u64 {
        let bits = unsafe { _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_NLE_UQ>(a, b)) };
        u64::from(bits.cast_unsigned())
    }

    #[inline(always)]
    fn fetch(self, place: *const f64) {
        unsafe { _mm_prefetch::<_MM_HINT_T1>(place.cast()) }
    }

    #[inline(always)]
    fn compress(self, lanes: __m256d, mask: u64) -> __m256d {
        let moves = MOVES[(mask % 16) as usize].as_ptr().cast();
        unsafe {
            let moves = _mm256_loadu_si256(moves);
            _mm256_castps_pd(_mm256_permutevar8x32_ps(_mm256_castpd_ps(lanes), moves))
        }
    }
}
