//! The cost of holding energy, laid over what is alive.

use super::{Decisions, SlopeQueue};
use crate::dispatch::optimum::live::Segment;

impl SlopeQueue {
    /// Adds the marginal cost of holding energy: `(from_kwh, slope)` with ascending entries, each
    /// valid from its energy up, the first one from below all.
    pub fn hold(&mut self, marginal: &[(f64, f64)], decisions: &mut impl Decisions) {
        let mut held = std::mem::take(&mut self.scratch);
        held.clear();
        let mut at = self.low;
        for &segment in self.live.segments() {
            self.hold_segment(segment, at, marginal, &mut held, decisions);
            at += segment.length;
        }
        self.live.replace(&held);
        self.scratch = held;
    }

    fn hold_segment(
        &self,
        segment: Segment,
        start: f64,
        marginal: &[(f64, f64)],
        held: &mut Vec<Segment>,
        decisions: &mut impl Decisions,
    ) {
        let (mut at, end) = (start, start + segment.length);
        for (index, &(_, slope)) in marginal.iter().enumerate() {
            let until = marginal.get(index + 1).map_or(f64::INFINITY, |next| next.0 * self.grown);
            let is_last = until >= end;
            let stop = if is_last { end } else { until };
            if stop > at || is_last {
                let slope = segment.slope + slope * self.scale;
                held.push(Segment { slope, length: stop - at, ..segment });
                at = stop;
                if is_last {
                    return;
                }
                decisions.split(segment.step);
            }
        }
    }
}
