//! Swings of a series, one sample at a time and without branches.

use crate::simd::swings::{Buffer, Marks, SIZE, WORD};

/// As [`crate::simd::Instructions::gather_turns`].
pub fn gather_turns(samples: &[f64], falls: &mut u64, turns: &mut Buffer) -> Option<usize> {
    let (mut count, mut numbers) = (0, true);
    let later = samples.iter().skip(1);
    for (&before, &now) in samples.iter().zip(later) {
        let turned = has_turned(before, now, *falls);
        turns[count % SIZE] = f64::from_bits(before.to_bits() ^ (*falls << 63));
        count += usize::from(turned == 1);
        *falls ^= turned;
        numbers &= !now.is_nan();
    }
    numbers.then_some(count)
}

/// As [`crate::simd::Instructions::mark_turns`].
pub fn mark_turns(samples: &[f64], falls: &mut u64, marks: &mut Marks) -> Option<()> {
    let mut numbers = true;
    let later = samples.get(1..).unwrap_or_default();
    for ((before, now), mark) in samples.chunks(WORD).zip(later.chunks(WORD)).zip(marks) {
        (mark.turned, mark.rests) = (0, u64::MAX);
        for (step, (&before, &now)) in before.iter().zip(now).enumerate() {
            let turned = has_turned(before, now, *falls);
            mark.turned |= turned << step;
            mark.rests ^= (u64::from(now > before) | u64::from(now < before)) << step;
            *falls ^= turned;
            numbers &= !now.is_nan();
        }
    }
    numbers.then_some(())
}

fn has_turned(before: f64, now: f64, falls: u64) -> u64 {
    (u64::from(now < before) & !falls) | (u64::from(now > before) & falls)
}

/// As [`crate::simd::Instructions::close_swings`].
pub fn close_swings(
    turns: &mut Buffer,
    open: usize,
    ranges: &mut Buffer,
    found: usize,
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
        ranges[count % SIZE] = b + c;
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
