//! The rainflow rule for many turning points, without a branch that a processor would have to guess.
//!
//! Whether a swing closes is as good as random, and so is how many do before the next point comes.
//! Here every step does both: it notes the newest swing as if it closed, and the next point as if
//! none did, and then moves the ends of both lists by what a comparison says. Two heights below all
//! others, which nothing comes back to, spare the question whether there is a swing at all.

use crate::cycles::cycle::Cycle;
use crate::cycles::point::Point;
use std::hint::select_unpredictable;

/// Entries of the stack below the first open point.
const BELOW: usize = 2;

/// Marks a place among the turns that have just come; other places are on the stack.
const NEW: usize = 1 << (usize::BITS - 1);

/// Marks the first place of a swing that is half a cycle.
const HALF: usize = 1 << (usize::BITS - 2);

/// Open turning points.
pub struct Sweep {
    points: Vec<Point<()>>,
    heights: Vec<i64>,
    places: Vec<usize>,
    top: usize,
    arriving: Vec<i64>,
    closed: Vec<[usize; 2]>,
    cycles: Vec<Cycle<()>>,
}

impl Sweep {
    /// Goes on from `open` turning points, the first of which is a valley or a peak.
    pub fn new(open: &[Point<()>], valley_first: bool) -> Self {
        let mut points = vec![Point { value: 0.0, index: 0, carried: () }; BELOW];
        points.extend_from_slice(open);
        let top = points.len();
        let mut heights = vec![i64::MAX; top];
        measure(open, valley_first, &mut heights[BELOW..]);
        let places = (0..top).collect();
        Self {
            points,
            heights,
            places,
            top,
            arriving: Vec::new(),
            closed: Vec::new(),
            cycles: Vec::new(),
        }
    }

    /// The open turning points.
    pub fn open(&self) -> &[Point<()>] {
        self.points.get(BELOW..self.top).unwrap_or_default()
    }

    /// Takes `turns`, the first of which is a valley or a peak; gives the cycles that become final,
    /// in their order.
    pub fn take(&mut self, turns: &[Point<()>], valley_first: bool) -> &[Cycle<()>] {
        self.make_room_for(turns.len());
        measure(turns, valley_first, &mut self.arriving);
        let count = self.close(turns.len());
        let points = &self.points[..];
        let point = |at: usize| if at & NEW == 0 { points[at] } else { turns[at & !NEW] };
        self.cycles.clear();
        self.cycles.extend(self.closed[..count].iter().map(|&[from, to]| Cycle {
            from: point(from & !HALF),
            to: point(to),
            count: if from & HALF == 0 { 1.0 } else { 0.5 },
        }));
        self.settle(turns);
        &self.cycles
    }

    /// Lets so many turns arrive, one by one; tells how many swings close.
    fn close(&mut self, turns: usize) -> usize {
        let (heights, places) = (&mut self.heights[..], &mut self.places[..]);
        let (mut top, mut next, mut count) = (self.top, 0, 0);
        while next < turns {
            let height = self.arriving[next];
            let closes = height >= heights[top - 2];
            self.closed[count] = [places[top - 2], places[top - 1]];
            if top == BELOW + 2 && closes {
                self.closed[count][0] |= HALF;
                (heights[BELOW], places[BELOW]) = (heights[BELOW + 1], places[BELOW + 1]);
                (top, count) = (top - 1, count + 1);
                continue;
            }
            (heights[top], places[top]) = (height, next | NEW);
            count += usize::from(closes);
            next += usize::from(!closes);
            top = select_unpredictable(closes, top - 2, top + 1);
        }
        self.top = top;
        count
    }

    /// Puts those of `turns` on the stack that stay open.
    fn settle(&mut self, turns: &[Point<()>]) {
        let kept = self.places[..self.top].iter().enumerate().rev();
        let kept = kept.take_while(|(at, place)| at != *place).count();
        for at in self.top - kept..self.top {
            let place = self.places[at];
            self.points[at] =
                if place & NEW == 0 { self.points[place] } else { turns[place & !NEW] };
            self.places[at] = at;
        }
    }

    /// Grows the lists so that no step can leave them: each closes a swing or takes a turn.
    fn make_room_for(&mut self, turns: usize) {
        let room = self.top + turns + 1;
        if self.points.len() < room {
            self.points.resize(room, self.points[0]);
            self.heights.resize(room, i64::MAX);
            self.places.resize(room, 0);
            self.arriving.resize(room, 0);
            self.closed.resize(room, [0; 2]);
        }
    }
}

/// Writes for each of `turns` an integer that is in order where samples are, valleys with their
/// sign turned: to compare integers takes a third of the time.
fn measure(turns: &[Point<()>], valley_first: bool, heights: &mut [i64]) {
    let mut sign = u64::from(valley_first) << 63;
    for (turn, height) in turns.iter().zip(heights) {
        let y = f64::from_bits(turn.value.to_bits() ^ sign) + 0.0; // both zeros are one
        let bits = y.to_bits().cast_signed();
        *height = bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed();
        sign ^= 1 << 63;
    }
}

#[cfg(test)]
mod tests {
    use crate::cycles::{Counter, Cycle, Plateau};
    use proptest::prelude::*;

    type Seen = (Counter<()>, Vec<Cycle<()>>);

    fn pushed(series: &[f64], seen: &mut Seen) {
        for &x in series {
            seen.0.push(x, (), |cycle| seen.1.push(cycle));
        }
    }

    fn extended(series: &[f64], seen: &mut Seen) {
        let taken = |cycles: &[Cycle<()>]| seen.1.extend_from_slice(cycles);
        seen.0.extend(series.into(), Plateau::First, &(), taken).unwrap();
    }

    fn same_bits(a: &Seen, b: &Seen) -> bool {
        let zeros = |seen: &Seen| -> Vec<bool> {
            let ends = seen.1.iter().flat_map(|cycle| [cycle.from, cycle.to]);
            ends.chain(seen.0.points()).map(|point| point.value.is_sign_negative()).collect()
        };
        a == b && zeros(a) == zeros(b)
    }

    fn levels(length: usize) -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec((-3..=3).prop_map(|k| f64::from(k) * -0.5), 0..length)
    }

    proptest! {
        #[test]
        fn sweeping_parts_is_pushing_samples(parts in prop::collection::vec(levels(300), 1..4)) {
            let (mut swept, mut expected) = (Seen::default(), Seen::default());
            for part in &parts {
                extended(part, &mut swept);
                pushed(part, &mut expected);
                prop_assert!(same_bits(&swept, &expected), "{:?} {:?}", swept, expected);
            }
        }

        #[test]
        fn sweeping_noise_is_pushing_samples(
            series in prop::collection::vec(-1.0..1.0, 0..5000),
            steps in prop::collection::vec(-1.0..1.0, 0..5000),
        ) {
            let walk: Vec<f64> = steps.iter().scan(0.0, |x, step| { *x += step; Some(*x) }).collect();
            for series in [series, walk] {
                let (mut swept, mut expected) = (Seen::default(), Seen::default());
                extended(&series, &mut swept);
                pushed(&series, &mut expected);
                prop_assert!(same_bits(&swept, &expected));
            }
        }
    }

    #[test]
    fn swings_that_keep_growing_or_shrinking_are_swept() {
        let shrinking = |k: u32| f64::from(9000 - k) * if k.is_multiple_of(2) { 1.0 } else { -1.0 };
        let series: Vec<f64> =
            (0..9000).map(shrinking).chain((0..9000).rev().map(shrinking)).collect();
        let (mut swept, mut expected) = (Seen::default(), Seen::default());
        extended(&series, &mut swept);
        pushed(&series, &mut expected);
        assert_eq!(swept, expected);
    }
}
