//! Segments in order of their slope, open at both ends.
//!
//! A flat array with room on both sides: entries move the shorter way. Tens of segments are alive
//! at a time, a few hundred for a store of days at steps of minutes, and below thousands no tree is
//! faster.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

/// A stretch of stored energy at one marginal cost.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Segment {
    /// Marginal cost of a stored kWh. \[currency/kWh\]
    pub slope: f64,
    /// How much there is of it. \[kWh\]
    pub length: f64,
    /// What a kWh of this length was when the step offered it. \[1\]
    pub scale: f64,
    /// The step that offers it.
    pub step: usize,
}

/// Among so few for each that comes, moving one by one is faster than searching and moving at once.
const FEW: usize = 8;
/// Of every so many one is looked at before those in between.
const STRIDE: usize = 16;

/// Live segments, the cheapest on the left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Live {
    cells: Vec<Segment>,
    start: usize,
    end: usize,
}

impl Live {
    /// Those that are alive, in ascending order of slope.
    #[inline(always)]
    pub fn segments(&self) -> &[Segment] {
        self.cells.get(self.start..self.end).unwrap_or_default()
    }

    /// The same, to be changed without changing their order.
    #[inline(always)]
    pub fn segments_mut(&mut self) -> &mut [Segment] {
        self.cells.get_mut(self.start..self.end).unwrap_or_default()
    }

    /// Puts segments, given in ascending order of slope, behind those that are no dearer.
    #[inline(always)]
    pub fn insert(
        &mut self,
        segments: impl DoubleEndedIterator<Item = Segment> + ExactSizeIterator,
    ) {
        let count = segments.len();
        if self.start < count || self.cells.len() - self.end < count {
            self.make_room(count);
        }
        if self.end - self.start <= FEW * count {
            self.merge(segments);
        } else {
            segments.for_each(|segment| self.insert_among_many(segment));
        }
    }

    /// The cheaper half comes in from below and the dearer one from above: where few are alive, most
    /// of them then stay where they are.
    #[inline(always)]
    fn merge(
        &mut self,
        mut segments: impl DoubleEndedIterator<Item = Segment> + ExactSizeIterator,
    ) {
        let cheaper = segments.len() / 2;
        self.merge_from_below(&mut segments, cheaper);
        self.merge_from_above(segments);
    }

    /// From the cheapest of `count` on, moves cheaper ones down, one by one, until the next one fits.
    #[inline(always)]
    fn merge_from_below(&mut self, segments: &mut impl Iterator<Item = Segment>, count: usize) {
        let mut unmoved = self.start;
        self.start -= count;
        let mut place = self.start;
        for _ in 0..count {
            let Some(segment) = segments.next() else { return };
            while unmoved < self.end && self.cells[unmoved].slope <= segment.slope {
                self.cells[place] = self.cells[unmoved];
                (place, unmoved) = (place + 1, unmoved + 1);
            }
            self.cells[place] = segment;
            place += 1;
        }
    }

    /// From the dearest on, moves dearer ones up, one by one, until the next one fits.
    #[inline(always)]
    fn merge_from_above(
        &mut self,
        mut segments: impl DoubleEndedIterator<Item = Segment> + ExactSizeIterator,
    ) {
        let mut unmoved = self.end;
        self.end += segments.len();
        let mut place = self.end;
        while let Some(segment) = segments.next_back() {
            while unmoved > self.start && self.cells[unmoved - 1].slope > segment.slope {
                (place, unmoved) = (place - 1, unmoved - 1);
                self.cells[place] = self.cells[unmoved];
            }
            place -= 1;
            self.cells[place] = segment;
        }
    }

    #[inline(never)]
    fn insert_among_many(&mut self, segment: Segment) {
        let before = no_dearer(self.segments(), segment.slope);
        let mut place = self.start + before;
        if 2 * before < self.end - self.start {
            self.cells.copy_within(self.start..place, self.start - 1);
            self.start -= 1;
            place -= 1;
        } else {
            self.cells.copy_within(place..self.end, place + 1);
            self.end += 1;
        }
        if let Some(cell) = self.cells.get_mut(place) {
            *cell = segment;
        }
    }

    /// The cheapest.
    #[inline(always)]
    pub fn first_mut(&mut self) -> Option<&mut Segment> {
        if self.start < self.end { self.cells.get_mut(self.start) } else { None }
    }

    /// The dearest.
    #[inline(always)]
    pub fn last_mut(&mut self) -> Option<&mut Segment> {
        if self.start < self.end { self.cells.get_mut(self.end - 1) } else { None }
    }

    /// Lets so many of the cheapest go.
    #[inline(always)]
    pub fn leave_first(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
    }

    /// Lets the dearest go.
    #[inline(always)]
    pub fn leave_last(&mut self) {
        self.end -= usize::from(self.start < self.end);
    }

    /// Takes other segments, in ascending order of slope, for those there are.
    pub fn replace(&mut self, segments: &[Segment]) {
        self.cells.clear();
        self.cells.extend_from_slice(segments);
        (self.start, self.end) = (0, segments.len());
    }

    /// Moves what is alive to the middle of cells of which it takes a third at most, with `count` more.
    #[cold]
    fn make_room(&mut self, count: usize) {
        let alive = self.end - self.start;
        let length = (3 * (alive + count) + 2 * STRIDE).max(self.cells.len());
        let start = (length - alive) / 2;
        self.cells.resize(length, Segment::default());
        self.cells.copy_within(self.start..self.end, start);
        (self.start, self.end) = (start, start + alive);
    }
}

/// How many are no dearer than `slope`: most often none or all. Else counting the last of every
/// sixteen, and then those of one sixteen, waits for no comparison as halving does.
#[inline(always)]
fn no_dearer(segments: &[Segment], slope: f64) -> usize {
    let count = |cells: &[Segment]| {
        cells.iter().map(|cell| usize::from(cell.slope <= slope)).sum::<usize>()
    };
    match segments {
        [first, ..] if slope < first.slope => 0,
        [.., last] if slope >= last.slope => segments.len(),
        _ => {
            let (blocks, rest) = segments.as_chunks::<STRIDE>();
            let ends = blocks.iter().map(|block| usize::from(block[STRIDE - 1].slope <= slope));
            let full = ends.sum::<usize>();
            STRIDE * full + blocks.get(full).map_or_else(|| count(rest), |block| count(block))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stays_in_order_whatever_comes_and_goes(
            moves in prop::collection::vec((0..12_u8, -9..9_i8), 0..400),
        ) {
            let mut live = Live::default();
            let mut plain: Vec<(f64, usize)> = vec![];
            for (step, (kind, slope)) in moves.into_iter().enumerate() {
                match kind {
                    0 => { live.leave_first(1); if !plain.is_empty() { plain.remove(0); } }
                    1 => { live.leave_last(); plain.pop(); }
                    _ => {
                        let slope = f64::from(slope);
                        live.insert(std::iter::once(Segment { slope, length: 1.0, scale: 1.0, step }));
                        let place = plain.partition_point(|other| other.0 <= slope);
                        plain.insert(place, (slope, step));
                    }
                }
                let alive: Vec<_> = live.segments().iter().map(|s| (s.slope, s.step)).collect();
                prop_assert_eq!(&alive, &plain);
            }
        }
    }
}
