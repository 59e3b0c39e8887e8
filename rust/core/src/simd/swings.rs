//! Swings of a series: where it turns, and which swings close between their neighbors.

#[cfg(target_arch = "x86_64")]
use crate::simd::avx2::Avx2;
#[cfg(target_arch = "x86_64")]
use crate::simd::avx512::Avx512;

/// Places in a buffer, a power of two: a place modulo it is inside without a branch.
pub const SIZE: usize = 2048;

/// Samples that a buffer takes; beyond them, whole registers may still be read and written.
pub const BLOCK: usize = SIZE - 64;

/// A block in work, which stays in the nearest cache.
pub type Buffer = [f64; SIZE];

/// Where a series stands and which way it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heading {
    /// The last sample.
    pub last: f64,
    /// Whether it came down to there: 0 or 1.
    pub falls: u64,
}

/// Writes the turning points that `samples` lead away from to `turns`, valleys with their sign
/// turned; tells how many. Takes up to [`BLOCK`] samples.
pub fn gather_turns(samples: &[f64], heading: &mut Heading, turns: &mut Buffer) -> usize {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = Avx512::if_here() {
        return lanes.gather_turns(samples, heading, turns);
    } else if let Some(lanes) = Avx2::if_here() {
        return lanes.gather_turns(samples, heading, turns);
    }
    gather_turns_portably(samples, heading, turns)
}

/// Moves swings that close among the first `open` of `turns` to the end of the `found` first
/// `ranges`; tells how many turning points stay, and how many ranges there are.
///
/// With peaks as they are and valleys turned in sign, `y[k] > y[k+2]` says that swings shrink from
/// `k` on. A swing that does not shrink behind one that does closes. No two of these touch.
pub fn close_swings(
    turns: &mut Buffer,
    open: usize,
    ranges: &mut Buffer,
    found: usize,
) -> (usize, usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = Avx512::if_here() {
        return lanes.close_swings(turns, open, ranges, found);
    } else if let Some(lanes) = Avx2::if_here() {
        return lanes.close_swings(turns, open, ranges, found);
    }
    close_swings_portably(turns, open, ranges, found)
}

fn gather_turns_portably(samples: &[f64], heading: &mut Heading, turns: &mut Buffer) -> usize {
    let mut count = 0;
    let Heading { mut last, mut falls } = *heading;
    for &x in samples {
        let turned = (u64::from(x < last) & !falls) | (u64::from(x > last) & falls);
        turns[count % SIZE] = f64::from_bits(last.to_bits() ^ (falls << 63));
        count += usize::from(turned == 1);
        falls ^= turned;
        last = x;
    }
    *heading = Heading { last, falls };
    count
}

fn close_swings_portably(
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Gather = Box<dyn Fn(&[f64], &mut Heading, &mut Buffer) -> usize>;
    type Close = Box<dyn Fn(&mut Buffer, usize, &mut Buffer, usize) -> (usize, usize)>;

    /// The forms that run here, beside the portable one.
    fn forms() -> Vec<(Gather, Close)> {
        let mut forms: Vec<(Gather, Close)> =
            vec![(Box::new(gather_turns), Box::new(close_swings))];
        #[cfg(target_arch = "x86_64")]
        if let Some(lanes) = Avx2::if_here() {
            forms.push((
                Box::new(move |samples, from, to| lanes.gather_turns(samples, from, to)),
                Box::new(move |turns, open, to, found| lanes.close_swings(turns, open, to, found)),
            ));
        }
        forms
    }

    fn bits(values: &[f64]) -> Vec<u64> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    proptest! {
        #[test]
        fn every_form_gathers_what_the_portable_one_does(
            samples in prop::collection::vec((-3..=3).prop_map(f64::from), 0..BLOCK),
            last in (-3..=3).prop_map(f64::from),
            falls in 0..=1_u64,
        ) {
            let (mut twin, mut expected) = (Heading { last, falls }, [0.0; SIZE]);
            let portably = gather_turns_portably(&samples, &mut twin, &mut expected);
            for (gather, _) in forms() {
                let (mut heading, mut turns) = (Heading { last, falls }, [0.0; SIZE]);
                prop_assert_eq!(gather(&samples, &mut heading, &mut turns), portably);
                prop_assert_eq!(heading, twin);
                prop_assert_eq!(bits(&turns[..portably]), bits(&expected[..portably]));
            }
        }

        #[test]
        fn every_form_closes_what_the_portable_one_does(
            points in prop::collection::vec((-9..=9).prop_map(f64::from), 0..BLOCK),
            found in 0..16_usize,
        ) {
            let mut before = [0.0; SIZE];
            before[..points.len()].copy_from_slice(&points);
            let (mut twin, mut expected) = (before, [0.0; SIZE]);
            let (left, count) = close_swings_portably(&mut twin, points.len(), &mut expected, found);
            for (_, close) in forms() {
                let (mut turns, mut ranges) = (before, [0.0; SIZE]);
                let closed = close(&mut turns, points.len(), &mut ranges, found);
                prop_assert_eq!(closed, (left, count));
                prop_assert_eq!(bits(&turns[..left]), bits(&twin[..left]));
                prop_assert_eq!(bits(&ranges[..count]), bits(&expected[..count]));
            }
        }
    }

    #[test]
    fn no_sample_and_no_length_does_harm() {
        let (mut turns, mut ranges) = ([f64::NAN; SIZE], [0.0; SIZE]);
        let mut heading = Heading { last: f64::NAN, falls: 0 };
        let zigzag: Vec<f64> = (0..3 * SIZE).map(|k| if k % 2 == 0 { 1.0 } else { -1.0 }).collect();
        gather_turns_portably(&zigzag, &mut heading, &mut turns);
        close_swings_portably(&mut turns, SIZE, &mut ranges, SIZE);
        for (gather, close) in forms() {
            gather(&zigzag, &mut heading, &mut turns);
            close(&mut turns, SIZE, &mut ranges, SIZE);
        }
    }
}
