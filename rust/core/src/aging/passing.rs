//! Steps of a record, passed one after the other.

use crate::aging::backlog::Backlog;
use crate::aging::duty::{Closed, Duty};
use crate::aging::engine::Engine;
use crate::aging::flow::{Flow, Interval};
use crate::aging::settings::Depth;
use crate::aging::state::AgingState;
use crate::aging::step::Aging;
use crate::aging::steps::Steps;
use crate::aging::swing::{Closing, Stroke};
use crate::cycles::{Cycle, Trail};
use crate::error::Error;
use crate::parallel::KeepGoing;
use std::ops::ControlFlow;

/// Steps between two looks at whoever watches.
const PATIENCE: usize = 16_384;

/// Where the window ends.
enum Border {
    /// Behind all steps that were laid.
    Ahead,
    /// With the last step of the stretch.
    Reached,
    /// Within the step behind the stretch, unless that goes beyond what is left of the duty.
    InNextStep,
}

impl Aging<'_> {
    /// Passes `duty` once, or until `left` seconds have passed or `closed` has enough; gives what
    /// is left then.
    pub(crate) fn pass_once(
        &mut self,
        duty: Duty,
        left: f64,
        closed: &mut impl Closed,
        watch: &dyn KeepGoing,
    ) -> Result<f64, Error> {
        let mut steps = Steps::of(duty, self.state.soc, left);
        while steps.go_on(PATIENCE) {
            if self.pass(&mut steps, closed).is_break() {
                return Ok(0.0);
            }
            watch.keep_going(f64::NAN)?;
        }
        Ok(steps.left)
    }

    /// Passes `duty` again and again until `length` seconds have passed or `closed` has enough;
    /// tells whether the state of charge jumped between two passes.
    pub(crate) fn repeat(
        &mut self,
        duty: Duty,
        length: f64,
        closed: &mut impl Closed,
        watch: &dyn KeepGoing,
    ) -> Result<bool, Error> {
        let first = duty.start();
        let (mut left, mut jumps) = (length, false);
        while left > 0.0 {
            left = self.pass_once(duty, left, closed, watch)?;
            watch.keep_going(1.0 - left / length)?;
            if left > 0.0 && self.state.soc != first {
                self.reseat(first);
                jumps = true;
            }
        }
        Ok(jumps)
    }

    /// Passes `steps`; `closed` is told of each window that ends, and may make it the last.
    pub(crate) fn pass(&mut self, steps: &mut Steps, closed: &mut impl Closed) -> ControlFlow<()> {
        while steps.has_more() {
            let window_second = self.engine.settings.window_second;
            steps.lay(&mut self.stretch, window_second - self.state.window.elapsed);
            let border = self.fit(steps);
            self.pass_stretch(&mut |_| ());
            match border {
                Border::Ahead => self.settle(),
                Border::Reached => self.close_windows(closed)?,
                Border::InNextStep => {
                    self.settle();
                    let step = steps.next();
                    step.map_or(ControlFlow::Continue(()), |step| self.pass_step(step, closed))?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Keeps those of the next `steps` in the stretch that the open window has time for.
    fn fit(&mut self, steps: &mut Steps) -> Border {
        let (window_second, window) = (self.engine.settings.window_second, &mut self.state.window);
        let (mut border, mut fit, mut left) = (Border::Ahead, 0, steps.left);
        for &dt in self.stretch.dt() {
            let ends = window.ends_after(dt, window_second);
            if dt >= left || ends && !window.ends_with(dt, window_second) {
                border = Border::InNextStep;
                break;
            }
            window.elapsed += dt;
            left -= dt;
            fit += 1;
            if ends {
                border = Border::Reached;
                break;
            }
        }
        self.stretch.keep(fit);
        if let Some(last) = self.stretch.intervals().last() {
            steps.pass(fit, &last, left);
        }
        border
    }

    /// Passes one step; `closed` is told of each window that ends within it.
    pub(crate) fn pass_step(
        &mut self,
        mut step: Interval,
        closed: &mut impl Closed,
    ) -> ControlFlow<()> {
        let window_second = self.engine.settings.window_second;
        while self.state.window.ends_after(step.dt, window_second) {
            let (before, after) = step.split(self.state.window.share(&step, window_second));
            self.pass_whole(&before);
            self.close_windows(closed)?;
            let Some(after) = after else { return ControlFlow::Continue(()) };
            step = after;
        }
        self.pass_whole(&step);
        self.settle();
        ControlFlow::Continue(())
    }

    /// Passes one step, which lies in the open window.
    fn pass_whole(&mut self, step: &Interval) {
        self.stretch.hold(step);
        self.state.window.elapsed += step.dt;
        self.pass_stretch(&mut |_| ());
    }

    /// Passes the steps of the stretch, which lie in the open window, whose time they have taken;
    /// `counted` is told of each cycle that closes.
    pub(crate) fn pass_stretch(&mut self, counted: &mut impl FnMut(&Cycle<Flow>)) {
        let Self { engine, state, stretch, .. } = self;
        stretch.work_out(state.capacity, &engine.tested);
        match engine.settings.depth {
            Depth::Rainflow => {
                state.window.sample(stretch, &engine.seams);
                self.follow(counted);
            }
            Depth::Window => {
                state.window.sample_raw(stretch.intervals(), state.capacity);
                state.pass(stretch, 0..stretch.count());
            }
        }
    }

    /// Goes on with the sums of the record, and tells the counter where it turns.
    fn follow(&mut self, counted: &mut impl FnMut(&Cycle<Flow>)) {
        let Self { engine, state, stretch, backlog: Backlog { strokes, .. }, .. } = self;
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
