//! Cells that age, one piece of duty after the other.

use crate::aging::backlog::{Backlog, Span};
use crate::aging::body::Body;
use crate::aging::duty::Closed;
use crate::aging::engine::Engine;
use crate::aging::expression::block::BLOCK;
use crate::aging::flow::{Flow, ICE, Interval};
use crate::aging::health::Health;
use crate::aging::samples::Samples;
use crate::aging::settings::Depth;
use crate::aging::state::{AgingState, Shares, Tally};
use crate::aging::stressor::Conditions;
use crate::aging::stretch::{STEPS, Stretch};
use crate::cycles::{Counter, Cycle};
use std::ops::ControlFlow;

/// A cell that ages; or several that go through the same, and differ in parameters.
#[derive(Debug, Clone)]
pub struct Aging<'e> {
    pub(crate) engine: &'e Engine,
    /// What they go through, which is the same for all.
    pub(crate) state: AgingState,
    bodies: Vec<Body<'e>>,
    /// Steps at work.
    pub(crate) stretch: Box<Stretch>,
    /// What the bodies have not been told of.
    pub(crate) backlog: Backlog,
    /// Windows that may wait to be lived through.
    most: usize,
    /// Sums over the record, with the cycles taken in that were open when the last window closed.
    tally: Tally,
    waits: bool,
    /// Whether their means are the same too.
    alike: bool,
}

impl<'e> Aging<'e> {
    /// A cell that goes on from `state`.
    #[must_use]
    pub fn new(engine: &'e Engine, state: AgingState) -> Self {
        let bodies = vec![Body::of(engine, &state)];
        let waits = engine.averages.wait();
        let (backlog, tally) = (Backlog::default(), Tally::default());
        let stretch = Box::new(Stretch::new());
        Self { engine, state, bodies, stretch, backlog, most: 1, tally, waits, alike: true }
    }

    /// The same, which lives through many windows at once where none acts on those behind it; who
    /// wants to know of each as soon as it closes cannot wait.
    #[must_use]
    pub(crate) fn patient(mut self) -> Self {
        self.most = if self.engine.feeds_back() { 1 } else { BLOCK };
        self
    }

    /// The same, beside another cell that has gone through the same.
    #[must_use]
    pub(crate) fn beside(mut self, engine: &'e Engine, state: &AgingState) -> Self {
        let body = Body::of(engine, state);
        self.alike &= self.bodies.first().is_some_and(|first| body.averages_like(first));
        self.bodies.push(body);
        self
    }

    /// What the cell remembers.
    #[must_use]
    pub fn state(&self) -> AgingState {
        let state = self.state.clone();
        self.bodies.first().map_or_else(|| state.clone(), |body| body.joined(state.clone()))
    }

    /// What each of the cells remembers.
    pub(crate) fn states(&self) -> impl Iterator<Item = AgingState> + '_ {
        self.bodies.iter().map(|body| body.joined(self.state.clone()))
    }

    /// Cycles that are open.
    #[must_use]
    pub fn counter(&self) -> &Counter<Flow> {
        &self.state.counter
    }

    /// How much of the record, up to the last window that closed, the answer does not rest on.
    #[must_use]
    pub fn shares(&self) -> Shares {
        self.tally.shares(&self.state.flow)
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
        let interval = Interval {
            soc: [self.state.soc, soc],
            temperature: temperature_celsius.map(|celsius| celsius + ICE),
            dt: dt_second,
        };
        self.pass_step(interval, &mut |_, health| closed(health))
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
        let steps = soc.len().min(temperature_mean_celsius.len());
        let (soc, temperature_mean_celsius) = (&soc[..steps], &temperature_mean_celsius[..steps]);
        for (soc, celsius) in soc.chunks(STEPS).zip(temperature_mean_celsius.chunks(STEPS)) {
            self.stretch.lay_by_means(self.state.soc, soc, celsius, dt_second);
            self.state.window.elapsed =
                soc.iter().fold(self.state.window.elapsed, |elapsed, _| elapsed + dt_second);
            self.pass_stretch(&mut counted);
        }
        self.settle();
    }

    /// The state of charge becomes `soc` though no charge moves: open cycles end here.
    pub(crate) fn reseat(&mut self, soc: f64) {
        let Self { engine, state, backlog: Backlog { strokes, .. }, .. } = self;
        let (tally, open) = (&mut state.tally, state.counter.provisional());
        strokes.extend(open.filter_map(|cycle| tally.take(engine, &cycle, None, state.capacity)));
        state.counter = Counter::new();
        state.counter.push(soc, state.flow, |_| ());
        state.soc = soc;
        state.window.stretch_to(soc);
    }

    /// Tells the bodies of what has happened, as far as they need not wait for the end of the
    /// window: of its samples always the same blocks, however the record is cut.
    pub(crate) fn settle(&mut self) {
        let samples = &mut self.state.window.samples;
        let settled = if self.waits { 0 } else { samples.count() - samples.count() % BLOCK };
        if settled > 0 {
            let mut samples = std::mem::take(samples);
            self.average(&Conditions::default(), &samples, settled);
            samples.forget_first(settled);
            self.state.window.samples = samples;
        }
        if self.backlog.is_of_open_window() {
            self.live();
        }
    }

    /// Lets the bodies live through what waits.
    fn live(&mut self) {
        self.bodies.iter_mut().for_each(|body| body.live(&self.backlog));
        self.backlog.clear();
    }

    /// Ends the open window here, and tells what is left of the cell.
    pub fn close_window(&mut self) -> Health<'_> {
        self.end_window();
        self.live();
        let passed = self.state.flow;
        let health = match self.bodies.first_mut() {
            Some(body) => body.health(&passed, 0, 1),
            None => Health::of(self.engine.names(), &passed, &[]),
        };
        self.state.feel(self.engine, &health);
        health
    }

    /// Ends the open window here; of windows that need not wait any more, tells what was left of
    /// each cell, by its place.
    pub(crate) fn close_windows(&mut self, closed: &mut impl Closed) -> ControlFlow<()> {
        self.end_window();
        if self.backlog.spans.len() < self.most {
            return ControlFlow::Continue(());
        }
        self.catch_up(closed)
    }

    /// Lives through all windows that wait, and tells what was left of each cell, by its place.
    pub(crate) fn catch_up(&mut self, closed: &mut impl Closed) -> ControlFlow<()> {
        let Self { engine, state, bodies, backlog, .. } = self;
        let mut verdict = ControlFlow::Continue(());
        for (at, body) in bodies.iter_mut().enumerate() {
            body.live(backlog);
            for (window, span) in backlog.spans.iter().enumerate() {
                let health = body.health(&span.end, window, backlog.spans.len());
                state.feel(engine, &health);
                verdict = if verdict.is_break() { verdict } else { closed(at, &health) };
            }
        }
        backlog.clear();
        verdict
    }

    /// Ends the open window, which then waits to be lived through.
    fn end_window(&mut self) {
        self.state.window.end_stay();
        self.settle();
        let conditions = self.state.window.conditions(&self.state.flow, self.engine.settings.depth);
        let end = self.state.flow;
        let passed = end.since(&self.state.window.start);
        if self.engine.settings.depth == Depth::Window {
            self.state.tally.judge(&self.engine.tested, &conditions, passed.efc());
        }
        let samples = std::mem::take(&mut self.state.window.samples);
        self.average(&conditions, &samples, samples.count());
        self.state.window.samples = samples;
        self.bodies.iter_mut().for_each(Body::end_window);
        let closed = self.backlog.strokes.len();
        self.find_open();
        let open = self.backlog.strokes.len();
        self.backlog.spans.push(Span { conditions, passed, end, closed, open });
        self.state.window.reopen(end, self.state.soc);
    }

    /// Adds the rates of the first `count` samples to the sums of the window.
    fn average(&mut self, conditions: &Conditions, samples: &Samples, count: usize) {
        let Some((first, others)) = self.bodies.split_first_mut() else { return };
        first.average(conditions, samples, count);
        for body in others {
            if self.alike {
                body.share_averages(first);
            } else {
                body.average(conditions, samples, count);
            }
        }
    }

    /// Finds the open half cycles, as if they ended here.
    fn find_open(&mut self) {
        let Self { engine, state, tally, backlog, .. } = self;
        *tally = state.tally;
        let halves = state.counter.provisional();
        let strokes = halves.filter_map(|half| tally.take(engine, &half, None, state.capacity));
        backlog.strokes.extend(strokes);
    }
}
