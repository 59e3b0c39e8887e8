//! A cell that ages, one piece of duty after the other.

use crate::aging::engine::{Engine, Scratch};
use crate::aging::expression::graph::Input;
use crate::aging::expression::program::BLOCK;
use crate::aging::flow::{Flow, ICE, Interval};
use crate::aging::health::Health;
use crate::aging::settings::Depth;
use crate::aging::state::{AgingState, Shares};
use crate::aging::stressor::Conditions;
use crate::aging::swing::{Closing, Wear};
use crate::cycles::{Counter, Cycle};
use std::ops::ControlFlow;

/// Share of a step by which its end may miss the end of a window and still be it.
const SAME_MOMENT: f64 = 1e-6;

/// A cell that ages.
#[derive(Debug, Clone)]
pub struct Aging<'e> {
    engine: &'e Engine,
    state: AgingState,
    scratch: Scratch,
    waits: bool,
}

impl<'e> Aging<'e> {
    /// A cell that goes on from `state`.
    #[must_use]
    pub fn new(engine: &'e Engine, state: AgingState) -> Self {
        Self { engine, state, scratch: engine.scratch(), waits: engine.averages_wait() }
    }

    /// What the cell remembers.
    #[must_use]
    pub fn state(&self) -> &AgingState {
        &self.state
    }

    /// The same, and the cell is done.
    #[must_use]
    pub fn into_state(self) -> AgingState {
        self.state
    }

    /// How much of the record, up to the last window that closed, the answer does not rest on.
    #[must_use]
    pub fn shares(&self) -> Shares {
        self.scratch.tally.shares(&self.state.flow)
    }

    /// Goes to `soc` in `dt_second`, on a straight line, as does the temperature.
    ///
    /// A mean temperature is given as both ends. `closed` is told of each window that ends on
    /// the way, and may make it the last.
    #[inline]
    pub fn record(
        &mut self,
        soc: f64,
        temperature_celsius: [f64; 2],
        dt_second: f64,
        mut closed: impl FnMut(&Health) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let [from, to] = temperature_celsius;
        let interval = Interval {
            soc: [self.state.soc, soc],
            temperature: [from + ICE, to + ICE],
            dt: dt_second,
        };
        match self.share_before_border(&interval) {
            None => {
                self.pass(&interval, |_| ());
                ControlFlow::Continue(())
            }
            Some(share) => self.pass_border(&interval, share, &mut closed),
        }
    }

    /// [`Aging::record`] of steps of one length, for those who close the windows themselves.
    ///
    /// `counted` is told of each cycle that closes.
    #[inline(never)] // its registers are its own
    pub fn record_within(
        &mut self,
        soc: &[f64],
        temperature_mean_celsius: &[f64],
        dt_second: f64,
        mut counted: impl FnMut(&Cycle<Flow>),
    ) {
        for (&to, &temperature) in soc.iter().zip(temperature_mean_celsius) {
            let soc = [self.state.soc, to];
            let interval = Interval { soc, temperature: [temperature + ICE; 2], dt: dt_second };
            self.take(&interval, &mut counted);
        }
        self.average_full_blocks();
    }

    /// Passes `interval`, of which `share` lies in the open window.
    #[cold]
    fn pass_border(
        &mut self,
        interval: &Interval,
        mut share: f64,
        closed: &mut impl FnMut(&Health) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut whole = *interval;
        loop {
            let (before, after) = whole.split(share);
            self.pass(&before, |_| ());
            closed(&self.close_window())?;
            let Some(after) = after else { return ControlFlow::Continue(()) };
            let Some(next) = self.share_before_border(&after) else {
                self.pass(&after, |_| ());
                return ControlFlow::Continue(());
            };
            (whole, share) = (after, next);
        }
    }

    /// The state of charge becomes `soc` though no charge moves: open cycles end here.
    pub fn reseat(&mut self, soc: f64) {
        let open: Vec<_> = self.state.counter.provisional().collect();
        let now = self.state.flow;
        for cycle in open {
            self.wear_half(&cycle);
        }
        self.state.counter = Counter::new();
        self.state.counter.push(soc, now, |_| ());
        self.state.soc = soc;
        self.state.window.stretch_to(soc);
    }

    /// The share of `interval` that lies in the open window, if the window ends within it.
    #[inline]
    fn share_before_border(&self, interval: &Interval) -> Option<f64> {
        let left = self.engine.settings.window_second - self.state.window.elapsed;
        let slack = SAME_MOMENT * interval.dt;
        if interval.dt < left - slack {
            return None;
        }
        Some(if interval.dt <= left + slack { 1.0 } else { (left / interval.dt).max(0.0) })
    }

    fn pass(&mut self, interval: &Interval, counted: impl FnMut(&Cycle<Flow>)) {
        self.take(interval, counted);
        self.average_full_blocks();
    }

    #[expect(clippy::inline_always, reason = "a call would store the interval to load it again")]
    #[inline(always)]
    fn take(&mut self, interval: &Interval, mut counted: impl FnMut(&Cycle<Flow>)) {
        let state = &mut self.state;
        state.flow.pass(interval, state.capacity);
        state.tally.pass(interval, &self.engine.tested);
        state.soc = interval.soc[1];
        if self.engine.settings.depth == Depth::Window {
            state.window.pass_raw(interval, state.capacity);
            return;
        }
        state.window.pass(interval);
        let (now, capacity) = (&state.flow, state.capacity);
        let mut wear = Wear {
            engine: self.engine,
            registers: &mut self.scratch.by_cycle,
            ages: &mut state.ages,
            levels: &state.levels,
            tally: &mut state.tally,
        };
        state.counter.push(interval.soc[1], *now, |cycle| {
            counted(&cycle);
            wear.take(&cycle, Some(Closing { step: interval, end: now }), capacity);
        });
    }

    /// Adds the rates of blocks of samples to the sums of the window, if they need not wait for
    /// its end; always the same blocks, however the record is cut.
    #[inline]
    fn average_full_blocks(&mut self) {
        let waiting = self.state.window.samples.len();
        if waiting >= BLOCK && !self.waits {
            self.average(&Conditions::default(), waiting - waiting % BLOCK);
        }
    }

    fn wear_half(&mut self, cycle: &Cycle<Flow>) {
        let state = &mut self.state;
        let mut wear = Wear {
            engine: self.engine,
            registers: &mut self.scratch.by_cycle,
            ages: &mut state.ages,
            levels: &state.levels,
            tally: &mut state.tally,
        };
        wear.take(cycle, None, state.capacity);
    }

    /// Adds the rates of the first samples that wait to the sums of the window.
    fn average(&mut self, conditions: &Conditions, samples: usize) {
        let levels = &self.state.levels;
        let bound = |input| value_of(input, conditions, levels);
        let registers = &mut self.scratch.average;
        self.state.window.average(samples, &self.engine.average, registers, bound);
    }

    /// Ends the open window here, and tells what is left of the cell.
    pub fn close_window(&mut self) -> Health<'_> {
        self.state.window.end_stay();
        let conditions = self.state.window.conditions(&self.state.flow, self.engine.settings.depth);
        self.average(&conditions, self.state.window.samples.len());
        self.advance(&conditions);
        self.look_ahead();
        let (now, soc) = (self.state.flow, self.state.soc);
        self.state.window.reopen(now, soc);
        let levels = &self.state.levels;
        let nothing = Conditions::default();
        let bound = |input| value_of(input, &nothing, levels);
        self.engine.health.bind(&mut self.scratch.health, bound);
        self.health()
    }

    /// Moves the states that go with windows.
    fn advance(&mut self, conditions: &Conditions) {
        let Self { engine, state, scratch, .. } = self;
        let window = &state.window;
        let passed = state.flow.since(&window.start);
        if engine.settings.depth == Depth::Window {
            state.tally.judge(&engine.tested, conditions, passed.efc());
        }
        let levels = &state.levels;
        engine.by_window.program.bind(&mut scratch.by_window, |input| match input {
            Input::Mean(rate) => window.mean(&engine.averaged, rate),
            other => value_of(other, conditions, levels),
        });
        for (place, &at) in engine.by_window.states.iter().enumerate() {
            let course = engine.by_window.course(&scratch.by_window, place);
            let track = &engine.growths[at];
            let dx = passed.on(track.clock);
            state.ages[at] = track.advanced(course, state.ages[at], dx);
        }
    }

    /// Takes the open half cycles as if they ended here, for the levels only.
    fn look_ahead(&mut self) {
        let Self { engine, state, scratch, .. } = self;
        scratch.ahead.copy_from_slice(&state.ages);
        scratch.tally = state.tally;
        let mut wear = Wear {
            engine,
            registers: &mut scratch.by_cycle,
            ages: &mut scratch.ahead,
            levels: &state.levels,
            tally: &mut scratch.tally,
        };
        for cycle in state.counter.provisional() {
            wear.take(&cycle, None, state.capacity);
        }
        for (at, track) in engine.growths.iter().enumerate() {
            let level = track.level(scratch.ahead[at]);
            if level.is_finite() && (level > state.levels[at] || !track.rises()) {
                state.levels[at] = level;
            }
        }
    }

    fn health(&mut self) -> Health<'_> {
        self.scratch.read_health(self.engine);
        let health = Health::of(&self.engine.names, &self.state.flow, &self.scratch.outputs);
        if self.engine.settings.feedback {
            self.state.capacity = health.soh_capacity.max(0.0);
        }
        health
    }
}

/// What a formula reads, where no mean of a rate is meant.
pub(crate) fn value_of(input: Input, conditions: &Conditions, levels: &[f64]) -> f64 {
    match input {
        Input::Stressor(at) => conditions.at(at),
        Input::State(at) => levels[at],
        Input::Mean(_) | Input::Parameter(_) => f64::NAN,
    }
}
