//! Steps of a record, passed one after the other.

use crate::aging::engine::Engine;
use crate::aging::flow::{Flow, Interval};
use crate::aging::health::Health;
use crate::aging::settings::Depth;
use crate::aging::state::AgingState;
use crate::aging::step::Aging;
use crate::aging::swing::{Closing, Stroke};
use crate::aging::window::share_before_border;
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
            if !self.state.window.ends_in(&after, self.engine.settings.window_second) {
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
        loop {
            let border = self.take(&mut steps, window_second);
            self.stretch.work_out(self.state.capacity, &self.engine.tested);
            self.state.window.sample(self.stretch.intervals());
            self.follow(&mut counted);
            if border.is_some() || !self.stretch.is_full() {
                return (steps, border);
            }
        }
    }

    /// Takes as many of `steps` as can be worked on at once, up to the first that meets the end of
    /// the window, which is so long; gives that one.
    fn take(
        &mut self,
        steps: &mut impl Iterator<Item = Interval>,
        window_second: f64,
    ) -> Option<Interval> {
        let Self { stretch, state, .. } = self;
        let window = &mut state.window;
        stretch.take(steps, |interval| {
            let ends = window.ends_in(interval, window_second);
            window.elapsed += if ends { 0.0 } else { interval.dt };
            ends
        })
    }

    /// Goes on with the sums of the record, and tells the counter where it turns.
    fn follow(&mut self, counted: &mut impl FnMut(&Cycle<Flow>)) {
        let Self { engine, state, stretch, strokes, .. } = self;
        let (mut trail, mut at) = (Trail::of(&state.counter), 0);
        while at < stretch.count() {
            let turns = at + trail.follow(&stretch.soc()[at..]);
            state.pass(stretch, at..turns);
            at = turns + 1;
            if turns < stretch.count() {
                trail.tell(&mut state.counter, state.flow);
                state.pass(stretch, turns..at);
                turn(engine, state, strokes, &stretch.interval(turns), counted);
                trail = Trail::of(&state.counter);
            }
        }
        trail.tell(&mut state.counter, state.flow);
    }

    /// The same where the whole window counts as a cycle.
    fn pass_raw<I: Iterator<Item = Interval>>(
        &mut self,
        mut steps: I,
        window_second: f64,
    ) -> (I, Option<Interval>) {
        let state = &mut self.state;
        while let Some(interval) = steps.next() {
            if state.window.ends_in(&interval, window_second) {
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
    step: &Interval,
    counted: &mut impl FnMut(&Cycle<Flow>),
) {
    let (tally, end, capacity) = (&mut state.tally, &state.flow, state.capacity);
    let closing = Closing { step, end };
    state.counter.push(state.soc, *end, |cycle| {
        counted(&cycle);
        strokes.extend(tally.take(engine, &cycle, Some(closing), capacity));
    });
}
