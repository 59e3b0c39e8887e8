//! Steps between two moments at which something changes.

use crate::trace::PerStep;
use std::ops::Range;

/// Moments closer than this share of a span are one moment.
const SAME_MOMENT: f64 = 1e-9;

/// Steps of one length that nothing cuts, or the piece of a step up to where something does.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leg {
    /// Which steps of the trace.
    pub steps: Range<usize>,
    /// Length of each, or of the piece. \[s\]
    pub dt_second: f64,
    /// Length of each as the trace has it. \[s\]
    pub step_second: f64,
    /// Whether the last of them ends with it.
    pub ends_step: bool,
}

impl Leg {
    /// The leg that begins `into_second` into the first of `steps`, `room_second` before a change.
    pub fn new(
        dt_second: PerStep<'_>,
        steps: Range<usize>,
        into_second: f64,
        room_second: f64,
    ) -> Self {
        let step_second = dt_second.at(steps.start);
        let rest = step_second - into_second;
        let ends_step = fits(rest, room_second);
        if into_second > 0.0 || !ends_step {
            let steps = steps.start..steps.start + 1;
            return Self { steps, dt_second: before(rest, room_second), step_second, ends_step };
        }
        let fitting = how_often(step_second, room_second).max(1);
        let end = steps.end.min(steps.start.saturating_add(fitting));
        let steps = dt_second.first_alike(steps.start..end);
        Self { steps, dt_second: step_second, step_second, ends_step }
    }

    /// How long it takes. \[s\]
    pub fn length_second(&self) -> f64 {
        self.steps.len() as f64 * self.dt_second
    }
}

/// As much of a span as lies before a change `room_second` away.
pub(super) fn before(span_second: f64, room_second: f64) -> f64 {
    if fits(span_second, room_second) { span_second } else { room_second }
}

/// The moment a span after `time_second`, which is that of the change if both are one.
pub(super) fn after(time_second: f64, span_second: f64, change_second: f64) -> f64 {
    let reached = fits(change_second - time_second, span_second);
    if reached { change_second } else { time_second + span_second }
}

/// Whether a span is no longer than another.
pub(super) fn fits(span_second: f64, room_second: f64) -> bool {
    span_second <= room_second * (1.0 + SAME_MOMENT)
}

/// How many spans fit into another.
fn how_often(span_second: f64, room_second: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let fitting = (room_second * (1.0 + SAME_MOMENT) / span_second) as usize;
    fitting
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTES: PerStep<'_> = PerStep::Same(60.0);

    #[test]
    fn runs_up_to_the_change() {
        let leg = Leg::new(MINUTES, 3..1000, 0.0, 3600.0);
        assert_eq!((leg.steps.clone(), leg.ends_step), (3..63, true));
        assert_eq!(leg.length_second(), 3600.0);
        assert_eq!(Leg::new(MINUTES, 3..20, 0.0, 3600.0).steps, 3..20);
    }

    #[test]
    fn cuts_a_step_in_which_something_changes() {
        let early = Leg::new(MINUTES, 3..1000, 0.0, 45.0);
        assert_eq!((early.steps, early.dt_second, early.ends_step), (3..4, 45.0, false));
        let late = Leg::new(MINUTES, 3..1000, 45.0, 3600.0);
        assert_eq!((late.steps, late.dt_second, late.ends_step), (3..4, 15.0, true));
    }

    #[test]
    fn takes_steps_of_one_length() {
        let uneven = [60.0, 60.0, 30.0, 30.0, 30.0, 60.0];
        let leg = |first| Leg::new(PerStep::Each(&uneven), first..6, 0.0, 75.0);
        assert_eq!(leg(0).steps, 0..1);
        assert_eq!(leg(2).steps, 2..4);
        assert_eq!(leg(5).steps, 5..6);
    }

    #[test]
    fn moments_a_rounding_apart_are_one() {
        assert_eq!(after(0.0, 0.1 + 0.2, 0.3), 0.3);
        assert_eq!(before(0.1 + 0.2, 0.3), 0.1 + 0.2);
        assert_eq!(after(0.0, 0.2, 0.3), 0.2);
    }
}
