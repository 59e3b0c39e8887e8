//! Swings of a series, a register at a time: comparisons give masks, masks compress registers.

use crate::simd::lanes::Lanes;
use crate::simd::swings::{BLOCK, Buffer, Ends, Marks, Steps, WORD, filled};

/// Samples that a cache brings at once.
const LINE: usize = 8;

/// Signs of turning points that alternate.
static SIGNS: [f64; 10] = [0.0, -0.0, 0.0, -0.0, 0.0, -0.0, 0.0, -0.0, 0.0, -0.0];

/// As [`crate::simd::Instructions::gather_turns`].
#[inline(always)]
pub fn gather_turns<L: Lanes>(
    lanes: L,
    samples: &[f64],
    falls: &mut u64,
    turns: &mut Buffer,
) -> Option<usize> {
    let mut count = 0;
    let valley_first = usize::from(*falls == 1);
    for_each_word(lanes, samples, falls, |word, steps| {
        if steps.turned == 0 {
            return;
        }
        for at in (0..WORD).step_by(L::COUNT) {
            let named = (steps.turned >> at) & all::<L>();
            lanes.store(turns, count, lanes.compress(lanes.load(word, at), named));
            count += named.count_ones() as usize;
        }
    })?;
    let signs = lanes.load(&SIGNS, valley_first);
    for at in (0..count).step_by(L::COUNT) {
        let points = lanes.load(turns, at);
        lanes.store(turns, at, lanes.turn(points, signs));
    }
    Some(count)
}

/// As [`crate::simd::Instructions::mark_turns`].
#[inline(always)]
pub fn mark_turns<L: Lanes>(
    lanes: L,
    samples: &[f64],
    falls: &mut u64,
    marks: &mut Marks,
) -> Option<()> {
    let mut marks = marks.iter_mut();
    for_each_word(lanes, samples, falls, |_, steps| {
        if let Some(mark) = marks.next() {
            *mark = steps;
        }
    })
}

/// Tells `take` each word of steps, and the samples that they lead away from; none if one of the
/// samples behind the first is not a number.
#[inline(always)]
fn for_each_word<L: Lanes>(
    lanes: L,
    samples: &[f64],
    falls: &mut u64,
    mut take: impl FnMut(&[f64; WORD + 1], Steps),
) -> Option<()> {
    let (mut rises, mut numbers) = (1 ^ *falls, true);
    for at in (0..samples.len().saturating_sub(1)).step_by(WORD) {
        let rest = samples.get(at..).unwrap_or_default();
        let mut padded = [0.0; WORD + 1];
        let word = if let Some(word) = rest.first_chunk() {
            fetch_later(lanes, word);
            word
        } else {
            padded.fill(rest.last().copied().unwrap_or_default()); // rests, and turns nowhere
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        };
        let (up, rests) = compared(lanes, word);
        if rests != 0 {
            numbers &= word[1..].iter().fold(true, |all, x| all & !x.is_nan());
        }
        let rising = filled(up, rests, rises);
        take(word, Steps { turned: rising ^ ((rising << 1) | rises), rests });
        rises = rising >> (WORD - 1);
    }
    *falls = 1 ^ rises;
    numbers.then_some(())
}

/// A bit for every step up, and one for every rest, or step to or from what is not a number.
#[inline(always)]
fn compared<L: Lanes>(lanes: L, word: &[f64; WORD + 1]) -> (u64, u64) {
    let (mut up, mut moves) = (0, all::<L>());
    for at in (0..WORD).step_by(L::COUNT) {
        let (before, now) = (lanes.load(word, at), lanes.load(word, at + 1));
        up = (up >> L::COUNT) | (lanes.greater(now, before) << (WORD - L::COUNT));
        moves &= lanes.differ(now, before);
    }
    (up, if moves == all::<L>() { 0 } else { resting(lanes, word) })
}

/// A bit for every rest, which most words have none of.
#[inline(always)]
fn resting<L: Lanes>(lanes: L, word: &[f64; WORD + 1]) -> u64 {
    let mut moves = 0;
    for at in (0..WORD).step_by(L::COUNT) {
        let (before, now) = (lanes.load(word, at), lanes.load(word, at + 1));
        moves = (moves >> L::COUNT) | (lanes.differ(now, before) << (WORD - L::COUNT));
    }
    !moves
}

/// Brings the samples closer that come one block later.
#[inline(always)]
fn fetch_later<L: Lanes>(lanes: L, word: &[f64; WORD + 1]) {
    for at in (0..WORD).step_by(LINE) {
        lanes.fetch(word.as_ptr().wrapping_add(BLOCK + at));
    }
}

/// As [`crate::simd::Instructions::close_swings`].
#[inline(always)]
pub fn close_swings<L: Lanes>(
    lanes: L,
    turns: &mut Buffer,
    open: usize,
    ranges: &mut Buffer,
    found: usize,
) -> (usize, usize) {
    close_each_register(lanes, turns, open, found, |place, b, c, closes| {
        lanes.store(ranges, place, lanes.compress(lanes.add(b, c), closes));
    })
}

/// As [`crate::simd::Instructions::close_swings_at_ends`].
#[inline(always)]
pub fn close_swings_at_ends<L: Lanes>(
    lanes: L,
    turns: &mut Buffer,
    open: usize,
    valley_first: bool,
    ends: &mut Ends,
    found: usize,
) -> (usize, usize) {
    let signs = lanes.load(&SIGNS, usize::from(valley_first));
    let later_signs = lanes.load(&SIGNS, usize::from(!valley_first));
    close_each_register(lanes, turns, open, found, |place, b, c, closes| {
        lanes.store(&mut ends.from, place, lanes.compress(lanes.turn(b, signs), closes));
        lanes.store(&mut ends.to, place, lanes.compress(lanes.turn(c, later_signs), closes));
    })
}

/// As [`crate::simd::Instructions::close_swings`], with whatever is to be kept of a swing.
///
/// `keep` is told the place for the swings of a register, their ends, and which of them close.
#[inline(always)]
fn close_each_register<L: Lanes>(
    lanes: L,
    turns: &mut Buffer,
    open: usize,
    found: usize,
    mut keep: impl FnMut(usize, L::Register, L::Register, u64),
) -> (usize, usize) {
    for pad in 0..=8 / L::COUNT {
        lanes.store(turns, open + pad * L::COUNT, lanes.splat(f64::NAN)); // shrinks, so stays
    }
    let (mut left, mut count) = (0, found);
    let (mut shrank, mut closed) = (0, 0);
    for at in (0..open).step_by(L::COUNT) {
        let Some(points) = turns.get(at..at + L::COUNT + 2) else { break };
        let (b, c, d) = (lanes.load(points, 0), lanes.load(points, 1), lanes.load(points, 2));
        let shrinks = lanes.not_within(b, d);
        let closes = ((shrinks << 1) | shrank) & !shrinks & all::<L>();
        let left_by = closes | (closes << 1) | closed;
        keep(count, b, c, closes);
        count += closes.count_ones() as usize;
        let stays = !left_by & all::<L>();
        lanes.store(turns, left, lanes.compress(b, stays));
        left += stays.count_ones() as usize;
        (shrank, closed) = (shrinks >> (L::COUNT - 1), closes >> (L::COUNT - 1));
    }
    (open.saturating_sub(2 * (count - found)), count)
}

/// A bit for every lane.
fn all<L: Lanes>() -> u64 {
    (1 << L::COUNT) - 1
}
