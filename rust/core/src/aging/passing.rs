//! Steps of a record, passed one after the other.

use crate::aging::engine::Engine;
use crate::aging::flow::{Flow, Interval};
use crate::aging::health::Health;
use crate::aging::moment::{Moment, share_before_border};
use crate::aging::settings::Depth;
use crate::aging::state::AgingState;
use crate::aging::step::Aging;
use crate::aging::swing::{Closing, Stroke};
use crate::cycles::{Cycle, Trail};
use std::iter::once;
use std::ops::ControlFlow;

impl Aging<'_> {
    /// Passes `steps`; `closed` is told of each window that ends, and may make it the last.
    pub(crate) fn pass(
        &mut self,
        steps: &mut (impl Iterator<Item = Interval> + Clone),
        closed: &mut impl FnMut(usize, &Health) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let window_second = self.engine.settings.window_second;
        loop {
            let (rest, border) = self.pass_within(steps.clone(), window_second, |_| ());
            *steps = rest;
            self.settle();
            match border {
                None => return ControlFlow::Continue(()),
                Some(interval) => self.pass_border(interval, closed)?,
            }
        }
    }

    /// Passes `interval`, within which the window ends.
    fn pass_border(
        &mut self,
        mut interval: Interval,
        closed: &mut impl FnMut(usize, &Health) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        loop {
            let left = self.engine.settings.window_second - self.state.window.elapsed;
            let (before, after) = interval.split(share_before_border(&interval, left));
            let _ = self.pass_within(once(before), f64::INFINITY, |_| ());
            self.close_windows(closed)?;
            let Some(after) = after else { return ControlFlow::Continue(()) };
            if !Moment::of(&self.state).meets_border(&after, self.engine.settings.window_second) {
                let _ = self.pass_within(once(after), f64::INFINITY, |_| ());
                self.settle();
                return ControlFlow::Continue(());
            }
            interval = after;
        }
    }

    /// Passes `steps` up to the first that meets the end of the window, which is so long; gives
    /// those that are left, and that one.
    #[inline(never)] // its registers are its own
    pub(crate) fn pass_within<I: Iterator<Item = Interval>>(
        &mut self,
        mut steps: I,
        window_second: f64,
        mut counted: impl FnMut(&Cycle<Flow>),
    ) -> (I, Option<Interval>) {
        if self.engine.settings.depth == Depth::Window {
            return self.pass_raw(steps, window_second);
        }
        let (engine, state) = (self.engine, &mut self.state);
        let (mut now, mut trail) = (Moment::of(state), Trail::of(&state.counter));
        let border = loop {
            let next = steps.next();
            let Some(interval) = next.filter(|step| !now.meets_border(step, window_second)) else {
                break next;
            };
            let soc = interval.soc[1];
            let plain = trail.goes_on(soc) || trail.rests(soc);
            if !plain {
                trail.tell(&mut state.counter, now.flow);
            }
            now.pass(&interval, state.capacity, &engine.tested, &mut state.window.samples);
            state.soc = soc;
            if !plain {
                turn(
                    engine,
                    state,
                    &mut self.strokes,
                    Closing { step: &interval, end: &now.flow },
                    &mut counted,
                );
                trail = Trail::of(&state.counter);
            }
        };
        trail.tell(&mut state.counter, now.flow);
        now.store(state);
        (steps, border)
    }

    /// The same where the whole window counts as a cycle.
    fn pass_raw<I: Iterator<Item = Interval>>(
        &mut self,
        mut steps: I,
        window_second: f64,
    ) -> (I, Option<Interval>) {
        let state = &mut self.state;
        while let Some(interval) = steps.next() {
            if Moment::of(state).meets_border(&interval, window_second) {
                return (steps, Some(interval));
            }
            state.flow.pass(&interval, state.capacity);
            state.tally.pass(&interval, &self.engine.tested);
            state.soc = interval.soc[1];
            state.window.pass_raw(&interval, state.capacity);
        }
        (steps, None)
    }
}

/// Tells the counter that the record turns, or may close a cycle, where `state` is.
#[inline(never)]
fn turn(
    engine: &Engine,
    state: &mut AgingState,
    strokes: &mut Vec<Stroke>,
    closing: Closing,
    counted: &mut impl FnMut(&Cycle<Flow>),
) {
    let (tally, capacity) = (&mut state.tally, state.capacity);
    state.counter.push(state.soc, *closing.end, |cycle| {
        counted(&cycle);
        strokes.extend(tally.take(engine, &cycle, Some(closing), capacity));
    });
}
