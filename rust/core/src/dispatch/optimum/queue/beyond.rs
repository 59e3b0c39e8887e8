//! Steps beyond those that somebody asks about.
//!
//! Of what they offer it matters only between which segments of the others it lies: all that lies
//! between two of these is one segment, of nobody, however many steps it is of.

use super::{Bounds, Decisions, Offer, Shortfall, SlopeQueue};
use crate::dispatch::optimum::live::Segment;
use std::iter::once;

/// The step of segments that nobody asks about.
const NOBODY: usize = usize::MAX;

impl SlopeQueue {
    /// Adds a step that nobody asks about, after all those that somebody does.
    ///
    /// # Errors
    /// As [`SlopeQueue::push`].
    pub fn push_beyond(
        &mut self,
        offer: &Offer<'_>,
        decisions: &mut impl Decisions,
    ) -> Result<Bounds, Shortfall> {
        self.begin(offer, decisions);
        for piece in offer.pieces {
            let (slope, length) = (piece.slope * self.scale, piece.length * self.grown);
            self.high += length;
            self.lengthen(slope, length);
        }
        self.trim(offer.floor_kwh, offer.ceiling_kwh, decisions)
    }

    /// Lengthens what lies where a slope belongs: next to the segment below, as if it cost the same.
    fn lengthen(&mut self, slope: f64, length: f64) {
        let cells = self.live.segments_mut();
        let before = cells.partition_point(|cell| cell.slope <= slope);
        let below = before.checked_sub(1).and_then(|last| cells.get_mut(last));
        match below {
            Some(below) if below.step == NOBODY => below.length += length,
            below => {
                let slope = below.map_or(f64::NEG_INFINITY, |below| below.slope);
                let above = Segment { slope, length, scale: self.scale, step: NOBODY };
                self.live.insert(once(above));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::optimum::queue::Piece;
    use proptest::prelude::*;

    /// What the first steps do.
    struct First([f64; 3]);

    impl Decisions for First {
        fn take(&mut self, step: usize, length_kwh: f64) {
            if let Some(change_kwh) = self.0.get_mut(step) {
                *change_kwh += length_kwh;
            }
        }

        fn leave(&mut self, _step: usize) {}

        fn split(&mut self, _step: usize) {}
    }

    proptest! {
        #[test]
        fn the_others_do_what_they_do_if_all_are_asked_about(
            slopes in prop::collection::vec((-9..9_i8, 0..9_i8, 0.1..1.0), 1..60),
            retention in prop::sample::select(vec![1.0, 0.9, 1e-20]),
            held in prop::sample::select(vec![None, Some(0.0), Some(2.0)]),
        ) {
            let mut queues = [(); 2].map(|()| (SlopeQueue::new(2.0, 4.0), First([0.0; 3])));
            for (step, (slope, rise, length)) in slopes.into_iter().enumerate() {
                let piece = |slope: i8| Piece { slope: f64::from(slope), length };
                let pieces = &[piece(slope), piece(slope + rise)];
                let (least_kwh, floor_kwh, ceiling_kwh) = (-length, 0.0, 4.0);
                let offer = Offer { least_kwh, pieces, retention, floor_kwh, ceiling_kwh };
                for (asks_all, (queue, first)) in [true, false].into_iter().zip(&mut queues) {
                    let pushed = if asks_all || step < first.0.len() {
                        queue.push(step, &offer, first)
                    } else {
                        queue.push_beyond(&offer, first)
                    };
                    prop_assert!(pushed.is_ok());
                    if let Some(slope) = held {
                        queue.hold(&[(0.0, 0.0), (1.0, slope)], first);
                    }
                }
            }
            let [all, asked] = queues.map(|(mut queue, mut first)| {
                queue.settle(0.5, &mut first);
                first.0
            });
            for (all_kwh, asked_kwh) in all.into_iter().zip(asked) {
                prop_assert!((all_kwh - asked_kwh).abs() < 1e-12, "{} {}", all_kwh, asked_kwh);
            }
        }
    }
}
