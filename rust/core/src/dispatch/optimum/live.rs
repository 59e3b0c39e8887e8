//! Segments in order of their slope, open at both ends.
//!
//! A flat array with room on both sides: entries move the shorter way. Tens of segments are alive
//! at a time, a few hundred for a store of days at steps of minutes, and below thousands nothing
//! that branches is faster.

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

/// Live segments, the cheapest on the left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Live {
    cells: Vec<Segment>,
    start: usize,
    end: usize,
}

impl Live {
    /// Those that are alive, in ascending order of slope.
    #[inline]
    pub fn segments(&self) -> &[Segment] {
        self.cells.get(self.start..self.end).unwrap_or_default()
    }

    /// The same, to be changed without changing their order.
    #[inline]
    pub fn segments_mut(&mut self) -> &mut [Segment] {
        self.cells.get_mut(self.start..self.end).unwrap_or_default()
    }

    /// How many are no dearer than `slope`.
    #[inline]
    #[must_use]
    pub fn no_dearer(&self, slope: f64) -> usize {
        self.segments().partition_point(|other| other.slope <= slope)
    }

    /// Puts a segment behind the first `before`.
    #[inline]
    pub fn insert(&mut self, before: usize, segment: Segment) {
        if self.start == 0 || self.end == self.cells.len() {
            self.make_room();
        }
        let place = self.start + before;
        if 2 * before < self.end - self.start {
            self.cells.copy_within(self.start..place, self.start - 1);
            self.start -= 1;
            self.put(place - 1, segment);
        } else {
            self.cells.copy_within(place..self.end, place + 1);
            self.end += 1;
            self.put(place, segment);
        }
    }

    #[inline]
    fn put(&mut self, place: usize, segment: Segment) {
        if let Some(cell) = self.cells.get_mut(place) {
            *cell = segment;
        }
    }

    /// The cheapest.
    #[inline]
    pub fn first_mut(&mut self) -> Option<&mut Segment> {
        self.segments_mut().first_mut()
    }

    /// The dearest.
    #[inline]
    pub fn last_mut(&mut self) -> Option<&mut Segment> {
        self.segments_mut().last_mut()
    }

    /// Lets the cheapest go.
    #[inline]
    pub fn leave_first(&mut self) {
        self.start = self.end.min(self.start + 1);
    }

    /// Lets the dearest go.
    #[inline]
    pub fn leave_last(&mut self) {
        self.end = self.start.max(self.end.saturating_sub(1));
    }

    /// Takes other segments, in ascending order of slope, for those there are.
    pub fn replace(&mut self, segments: &[Segment]) {
        self.cells.clear();
        self.cells.extend_from_slice(segments);
        (self.start, self.end) = (0, segments.len());
    }

    /// Moves what is alive to the middle of cells of which it takes a third at most.
    #[cold]
    fn make_room(&mut self) {
        let alive = self.end - self.start;
        let length = (3 * alive + 16).max(self.cells.len());
        self.cells.resize(length, Segment::default());
        let start = (length - alive) / 2;
        self.cells.copy_within(self.start..self.end, start);
        (self.start, self.end) = (start, start + alive);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stays_in_order_whatever_comes_and_goes(
            moves in prop::collection::vec((0..8_u8, -5..5_i8), 0..400),
        ) {
            let mut live = Live::default();
            let mut plain: Vec<(f64, usize)> = vec![];
            for (step, (kind, slope)) in moves.into_iter().enumerate() {
                match kind {
                    0 => { live.leave_first(); if !plain.is_empty() { plain.remove(0); } }
                    1 => { live.leave_last(); plain.pop(); }
                    _ => {
                        let slope = f64::from(slope);
                        live.insert(live.no_dearer(slope), Segment { slope, length: 1.0, scale: 1.0, step });
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
