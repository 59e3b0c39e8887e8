//! Swings of a series, one sample at a time and without branches.

use crate::simd::swings::{Buffer, Ends, Marks, SIZE, Steps, WORD, filled};

/// As [`crate::simd::Instructions::gather_turns`].
pub fn gather_turns(samples: &[f64], falls: &mut u64, turns: &mut Buffer) -> Option<usize> {
    let (mut count, mut numbers) = (0, true);
    let mut sign = *falls << 63;
    let later = samples.get(1..).unwrap_or_default();
    for (before, now) in samples.chunks(WORD).zip(later.chunks(WORD)) {
        let mut turned = marked(before, now, falls, &mut numbers).turned;
        while turned != 0 {
            let value = before[turned.trailing_zeros() as usize];
            turned &= turned - 1;
            turns[count % SIZE] = f64::from_bits(value.to_bits() ^ sign);
            sign ^= 1 << 63;
            count += 1;
        }
    }
    numbers.then_some(count)
}

/// As [`crate::simd::Instructions::mark_turns`].
pub fn mark_turns(samples: &[f64], falls: &mut u64, marks: &mut Marks) -> Option<()> {
    let mut numbers = true;
    let later = samples.get(1..).unwrap_or_default();
    for ((before, now), mark) in samples.chunks(WORD).zip(later.chunks(WORD)).zip(marks) {
        *mark = marked(before, now, falls, &mut numbers);
    }
    numbers.then_some(())
}

/// The marks of a word of steps, each from a sample `before` to one `now`.
#[inline]
fn marked(before: &[f64], now: &[f64], falls: &mut u64, numbers: &mut bool) -> Steps {
    let (mut up, mut down) = (0, 0);
    for (step, (before, now)) in before.iter().zip(now).enumerate() {
        up |= u64::from(now > before) << step;
        down |= u64::from(now < before) << step;
    }
    let (rises, rests) = (1 ^ *falls, !(up | down));
    if rests != 0 {
        *numbers &= now.iter().fold(true, |all, x| all & !x.is_nan());
    }
    let rising = filled(up, rests, rises);
    *falls = 1 ^ (rising >> (WORD - 1));
    Steps { turned: rising ^ ((rising << 1) | rises), rests }
}

/// As [`crate::simd::Instructions::close_swings`].
pub fn close_swings(
    turns: &mut Buffer,
    open: usize,
    ranges: &mut Buffer,
    found: usize,
) -> (usize, usize) {
    close_each_swing(turns, open, found, |place, _, b, c| ranges[place % SIZE] = b + c)
}

/// As [`crate::simd::Instructions::close_swings_at_ends`].
pub fn close_swings_at_ends(
    turns: &mut Buffer,
    open: usize,
    valley_first: bool,
    ends: &mut Ends,
    found: usize,
) -> (usize, usize) {
    close_each_swing(turns, open, found, |place, begin, b, c| {
        let sign = ((begin as u64 + u64::from(valley_first)) % 2) << 63;
        ends.from[place % SIZE] = f64::from_bits(b.to_bits() ^ sign);
        ends.to[place % SIZE] = f64::from_bits(c.to_bits() ^ sign ^ (1 << 63));
    })
}

/// As [`crate::simd::Instructions::close_swings`], with whatever is to be kept of a swing.
///
/// `keep` is told the place that the swing gets if it closes, which point it begins at, and the
/// points at its two ends; a swing that does not close is overwritten by the next.
#[inline]
fn close_each_swing(
    turns: &mut Buffer,
    open: usize,
    found: usize,
    mut keep: impl FnMut(usize, usize, f64, f64),
) -> (usize, usize) {
    if open < 2 {
        return (open, found);
    }
    let (mut left, mut count) = (0, found);
    let (mut shrank, mut closed) = (0, 0);
    let (mut b, mut c) = (turns[0], turns[1]);
    for k in 2..open {
        let d = turns[k % SIZE];
        let shrinks = usize::from(b > d);
        let closes = shrank & (shrinks ^ 1);
        keep(count, k - 2, b, c);
        count += closes;
        turns[left % SIZE] = b;
        left += (closes | closed) ^ 1;
        (shrank, closed) = (shrinks, closes);
        (b, c) = (c, d);
    }
    turns[left % SIZE] = b;
    left += closed ^ 1;
    turns[left % SIZE] = c;
    (left + 1, count)
}
