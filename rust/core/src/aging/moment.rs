//! What every step of a record changes: little enough to stay in registers for many steps.

use crate::aging::flow::{Flow, ICE, Interval};
use crate::aging::state::AgingState;
use crate::aging::stay::Stay;
use crate::aging::tested::Tested;
use crate::aging::window::{Sample, begin};
use crate::soc::Number;

/// Share of a step by which its end may miss the end of a window and still be it.
const SAME_MOMENT: f64 = 1e-6;

/// Running sums of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub flow: Flow,
    elapsed: f64,
    reach: [f64; 2],
    stay: Stay,
    /// Seconds at temperatures and states of charge that were not tested.
    untested: [f64; 2],
}

impl Moment {
    /// Where `state` is.
    pub fn of(state: &AgingState) -> Self {
        let (window, tally) = (&state.window, &state.tally);
        Self {
            flow: state.flow,
            elapsed: window.elapsed,
            reach: window.reach,
            stay: window.stay,
            untested: [tally.temperature, tally.soc],
        }
    }

    /// Puts `state` here.
    pub fn store(self, state: &mut AgingState) {
        state.flow = self.flow;
        state.window.elapsed = self.elapsed;
        state.window.reach = self.reach;
        state.window.stay = self.stay;
        [state.tally.temperature, state.tally.soc] = self.untested;
    }

    /// Whether the window, which is so long, ends within `interval`.
    #[inline]
    pub fn meets_border(&self, interval: &Interval, window_second: f64) -> bool {
        let left = window_second - self.elapsed;
        interval.dt >= left - SAME_MOMENT * interval.dt
    }

    /// Goes on over `interval`, of a cell with so much `capacity`.
    #[expect(clippy::inline_always, reason = "a call would store the sums to load them again")]
    #[inline(always)]
    pub fn pass(
        &mut self,
        interval: &Interval,
        capacity: f64,
        tested: &Tested,
        samples: &mut Vec<Sample>,
    ) {
        self.flow.pass(interval, capacity);
        if tested.temperature_celsius.exclude(interval.mean_temperature() - ICE) {
            self.untested[0] += interval.dt;
        }
        if tested.soc.exclude(interval.mean_soc()) {
            self.untested[1] += interval.dt;
        }
        self.elapsed += interval.dt;
        let [low, high] = self.reach;
        self.reach = [low.lesser(interval.soc[1]), high.greater(interval.soc[1])];
        if !self.stay.goes_on(interval) {
            self.stay = begin(self.stay, interval, samples);
        }
    }
}

/// The share of `interval` that lies in a window of which so much is left and which ends within it.
pub(crate) fn share_before_border(interval: &Interval, left: f64) -> f64 {
    let slack = SAME_MOMENT * interval.dt;
    if interval.dt <= left + slack { 1.0 } else { (left / interval.dt).max(0.0) }
}
