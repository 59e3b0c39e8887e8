//! Swings in registers of eight samples: comparisons give masks, masks compress registers.

use crate::simd::swings::{Buffer, Heading};
use std::arch::x86_64::{
    __m512d, _CMP_GT_OQ, _CMP_LT_OQ, _mm512_add_pd, _mm512_alignr_epi64, _mm512_castpd_si512,
    _mm512_castsi512_pd, _mm512_cmp_pd_mask, _mm512_loadu_pd, _mm512_mask_xor_pd,
    _mm512_maskz_compress_pd, _mm512_maskz_loadu_pd, _mm512_set1_pd, _mm512_setzero_pd,
    _mm512_storeu_pd,
};

const LANES: usize = 8;

/// Samples whose directions are the bits of one word.
const WORD: usize = 64;

/// Whether this processor has the instructions of this file.
pub fn is_here() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("popcnt")
}

#[target_feature(enable = "avx512f,avx512dq,popcnt")]
pub fn gather_turns(samples: &[f64], heading: &mut Heading, turns: &mut Buffer) -> usize {
    let mut count = 0;
    let mut rises = 1 ^ heading.falls;
    let mut before = _mm512_set1_pd(heading.last);
    for word in samples.chunks(WORD) {
        let mut earlier = [_mm512_setzero_pd(); WORD / LANES];
        let (mut up, mut down) = (0, 0);
        for (at, samples) in word.chunks(LANES).enumerate() {
            let now = load_some(samples);
            let lag = _mm512_castsi512_pd(_mm512_alignr_epi64::<7>(
                _mm512_castpd_si512(now),
                _mm512_castpd_si512(before),
            ));
            let here = u64::MAX >> (WORD - samples.len());
            up |= (u64::from(_mm512_cmp_pd_mask::<_CMP_GT_OQ>(now, lag)) & here) << (LANES * at);
            down |= (u64::from(_mm512_cmp_pd_mask::<_CMP_LT_OQ>(now, lag)) & here) << (LANES * at);
            (earlier[at], before) = (lag, now);
        }
        let rising = filled(up, down, rises);
        let turned = rising ^ ((rising << 1) | rises);
        rises = rising >> (WORD - 1);
        if turned != 0 {
            count = compress(&earlier, turned, rising, turns, count);
        }
    }
    if let Some(&last) = samples.last() {
        *heading = Heading {
            last,
            falls: 1 ^ rises,
        };
    }
    count
}

/// Directions, where rests go on in the direction before them: one addition carries it through.
fn filled(up: u64, down: u64, rises: u64) -> u64 {
    let rest = !(up | down);
    let carried = ((up << 1) | rises) & rest;
    up | ((carried.wrapping_add(rest) ^ rest) & rest)
}

/// Writes the lanes of `earlier` that `turned` names, with their sign turned where `rising`.
#[target_feature(enable = "avx512f,avx512dq,popcnt")]
fn compress(
    earlier: &[__m512d; WORD / LANES],
    turned: u64,
    rising: u64,
    turns: &mut Buffer,
    mut count: usize,
) -> usize {
    let sign = _mm512_set1_pd(-0.0);
    let masks = turned.to_le_bytes().into_iter().zip(rising.to_le_bytes());
    for (&values, (turned, rising)) in earlier.iter().zip(masks) {
        let signed = _mm512_mask_xor_pd(values, rising, values, sign);
        store(turns, count, _mm512_maskz_compress_pd(turned, signed));
        count += turned.count_ones() as usize;
    }
    count
}

#[target_feature(enable = "avx512f,avx512dq,popcnt")]
pub fn close_swings(
    turns: &mut Buffer,
    open: usize,
    ranges: &mut Buffer,
    found: usize,
) -> (usize, usize) {
    let (mut left, mut count) = (0, found);
    let (mut shrank, mut closed) = (0, 0);
    for at in (0..open).step_by(LANES) {
        let (b, c, d) = (load(turns, at), load(turns, at + 1), load(turns, at + 2));
        let shrinks = _mm512_cmp_pd_mask::<_CMP_GT_OQ>(b, d) | !first_lanes(open - at, 2);
        let closes = ((shrinks << 1) | shrank) & !shrinks;
        let stays = !(closes | (closes << 1) | closed) & first_lanes(open - at, 0);
        store(
            ranges,
            count,
            _mm512_maskz_compress_pd(closes, _mm512_add_pd(b, c)),
        );
        count += closes.count_ones() as usize;
        store(turns, left, _mm512_maskz_compress_pd(stays, b));
        left += stays.count_ones() as usize;
        (shrank, closed) = (shrinks >> (LANES - 1), closes >> (LANES - 1));
    }
    (left, count)
}

/// The lanes that have `after` more points behind them, of `points` that begin with the first.
fn first_lanes(points: usize, after: usize) -> u8 {
    let lanes = points.saturating_sub(after).min(LANES);
    u8::try_from((1_u32 << lanes) - 1).unwrap_or(u8::MAX)
}

#[target_feature(enable = "avx512f")]
fn load(from: &Buffer, at: usize) -> __m512d {
    match from.get(at..).and_then(<[f64]>::first_chunk::<LANES>) {
        // SAFETY: the lanes lie within the chunk.
        Some(chunk) => unsafe { _mm512_loadu_pd(chunk.as_ptr()) },
        None => _mm512_setzero_pd(),
    }
}

/// Up to eight samples, then zeros.
#[target_feature(enable = "avx512f")]
fn load_some(samples: &[f64]) -> __m512d {
    let lanes = first_lanes(samples.len(), 0);
    // SAFETY: only lanes within the samples are read.
    unsafe { _mm512_maskz_loadu_pd(lanes, samples.as_ptr()) }
}

#[target_feature(enable = "avx512f")]
fn store(to: &mut Buffer, at: usize, lanes: __m512d) {
    if let Some(chunk) = to.get_mut(at..).and_then(<[f64]>::first_chunk_mut::<LANES>) {
        // SAFETY: the lanes lie within the chunk.
        unsafe { _mm512_storeu_pd(chunk.as_mut_ptr(), lanes) }
    }
}
