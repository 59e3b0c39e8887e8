//! Swings of a series, a register at a time: comparisons give masks, masks compress registers.

use crate::simd::lanes::Lanes;
use crate::simd::swings::{Buffer, Heading};

/// Samples whose directions are the bits of one word.
const WORD: usize = 64;

/// Registers in a word, in the narrowest set of instructions.
const REGISTERS: usize = 16;

/// As [`crate::simd::gather_turns`].
#[inline(always)]
pub fn gather_turns<L: Lanes>(
    lanes: L,
    samples: &[f64],
    heading: &mut Heading,
    turns: &mut Buffer,
) -> usize {
    let peak_first = heading.falls == 0;
    let mut count = 0;
    let (words, rest) = samples.as_chunks::<WORD>();
    for word in words {
        count = gather_word(lanes, word, heading, turns, count);
    }
    if let Some(&last) = rest.last() {
        let mut word = [last; WORD]; // what follows rests, and turns nowhere
        word[..rest.len()].copy_from_slice(rest);
        count = gather_word(lanes, &word, heading, turns, count);
    }
    turn_valleys(turns, count, peak_first);
    count
}

#[inline(always)]
fn gather_word<L: Lanes>(
    lanes: L,
    word: &[f64; WORD],
    heading: &mut Heading,
    turns: &mut Buffer,
    mut count: usize,
) -> usize {
    let mut before = lanes.splat(heading.last);
    let mut earlier = [before; REGISTERS];
    let (mut up, mut down) = (0, 0);
    for (register, at) in (0..WORD).step_by(L::COUNT).enumerate() {
        let now = lanes.load(word, at);
        let lag = lanes.lag(now, before);
        up |= lanes.greater(now, lag) << at;
        down |= lanes.greater(lag, now) << at;
        (earlier[register], before) = (lag, now);
    }
    let rises = 1 ^ heading.falls;
    let rising = filled(up, down, rises);
    let turned = rising ^ ((rising << 1) | rises);
    (heading.last, heading.falls) = (word[WORD - 1], 1 ^ (rising >> (WORD - 1)));
    if turned == 0 {
        return count;
    }
    for (register, &values) in earlier.iter().enumerate().take(WORD / L::COUNT) {
        let named = (turned >> (L::COUNT * register)) & first_bits(L::COUNT);
        lanes.store(turns, count, lanes.compress(values, named));
        count += named.count_ones() as usize;
    }
    count
}

/// Turns the sign of every second point.
#[inline(always)]
fn turn_valleys(turns: &mut Buffer, count: usize, peak_first: bool) {
    let points = turns.get_mut(usize::from(peak_first)..count);
    let (pairs, rest) = points.unwrap_or_default().as_chunks_mut::<2>();
    for [valley, _] in pairs {
        *valley = -*valley;
    }
    for valley in rest {
        *valley = -*valley;
    }
}

/// Directions, where rests go on in the direction before them: one addition carries it through.
fn filled(up: u64, down: u64, rises: u64) -> u64 {
    let rest = !(up | down);
    let carried = ((up << 1) | rises) & rest;
    up | ((carried.wrapping_add(rest) ^ rest) & rest)
}

/// As [`crate::simd::close_swings`].
#[inline(always)]
pub fn close_swings<L: Lanes>(
    lanes: L,
    turns: &mut Buffer,
    open: usize,
    ranges: &mut Buffer,
    found: usize,
) -> (usize, usize) {
    let (mut left, mut count) = (0, found);
    let (mut shrank, mut closed) = (0, 0);
    for at in (0..open).step_by(L::COUNT) {
        let b = lanes.load(turns, at);
        let c = lanes.load(turns, at + 1);
        let d = lanes.load(turns, at + 2);
        let known = (open - at).saturating_sub(2).min(L::COUNT);
        let shrinks = lanes.greater(b, d) | !first_bits(known);
        let closes = ((shrinks << 1) | shrank) & !shrinks;
        let stays = !(closes | (closes << 1) | closed) & first_bits((open - at).min(L::COUNT));
        lanes.store(ranges, count, lanes.compress(lanes.add(b, c), closes));
        count += closes.count_ones() as usize;
        lanes.store(turns, left, lanes.compress(b, stays));
        left += stays.count_ones() as usize;
        let last = L::COUNT - 1;
        (shrank, closed) = ((shrinks >> last) & 1, (closes >> last) & 1);
    }
    (left, count)
}

/// So many bits, from the lowest up.
#[inline(always)]
fn first_bits(count: usize) -> u64 {
    if count < WORD { (1 << count) - 1 } else { u64::MAX }
}
