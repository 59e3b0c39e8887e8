//! What a duty does to any cell of a kind, apart from how the cell takes it.
//!
//! The same windows, samples and cycles as those of a cell that ages, kept to be gone through
//! again with other parameters.

use crate::aging::duty::Duty;
use crate::aging::engine::Engine;
use crate::aging::flow::{Flow, ICE, Interval};
use crate::aging::samples::Samples;
use crate::aging::settings::{Depth, Settings};
use crate::aging::stressor::Conditions;
use crate::aging::stretch::Stretch;
use crate::aging::swing::{Closing, Stroke};
use crate::aging::window::Window;
use crate::cycles::{Counter, Cycle};
use crate::error::{Error, within};
use crate::parallel::KeepGoing;
use std::iter::once;
use std::sync::Arc;

/// A window that has closed.
#[derive(Debug, Clone)]
pub(crate) struct Spell {
    /// Its end, in seconds.
    pub end: f64,
    pub passed: Flow,
    pub conditions: Conditions,
    /// Shared with the window before, if that had the same.
    pub samples: Arc<Samples>,
    /// Cycles that closed in it.
    pub closed: Vec<Stroke>,
    /// Cycles that were open at its end, as halves.
    pub open: Vec<Stroke>,
}

/// All windows of a duty.
#[derive(Debug, Clone)]
pub struct Exposure {
    pub(crate) spells: Vec<Spell>,
}

impl Exposure {
    /// What `duty`, repeated until `second` have passed, does to cells that `engine` knows.
    ///
    /// # Errors
    /// As [`Duty::checked`]; those of `watch`.
    pub fn of(
        engine: &Engine,
        duty: Duty,
        second: f64,
        watch: &dyn KeepGoing,
    ) -> Result<Self, Error> {
        let duty = duty.checked()?;
        within("time_second", second, 0.0..=1000.0 * 365.0 * 86_400.0)?;
        let mut recorder = Recorder::new(engine, duty.start());
        let mut left = second;
        while left > 0.0 {
            for interval in duty.intervals() {
                let share = (left / interval.dt).min(1.0);
                recorder.pass(interval.split(share).0);
                left -= interval.dt;
                if left <= 0.0 {
                    break;
                }
            }
            recorder.reseat(duty.start());
            watch.keep_going(1.0 - left / second)?;
        }
        Ok(recorder.done())
    }
}

struct Recorder<'e> {
    settings: Settings,
    engine: &'e Engine,
    soc: f64,
    flow: Flow,
    stretch: Box<Stretch>,
    window: Window,
    counter: Counter<Flow>,
    closed: Vec<Stroke>,
    spells: Vec<Spell>,
}

impl<'e> Recorder<'e> {
    fn new(engine: &'e Engine, soc: f64) -> Self {
        let flow = Flow::default();
        let mut counter = Counter::new();
        counter.push(soc, flow, |_| ());
        let window = Window::open(flow, soc, 0);
        let (stretch, closed, spells) = (Box::new(Stretch::new()), vec![], vec![]);
        let settings = engine.settings;
        Self { settings, engine, soc, flow, stretch, window, counter, closed, spells }
    }

    fn pass(&mut self, whole: Interval) {
        let mut rest = Some(whole);
        while let Some(interval) = rest {
            let left = self.settings.window_second - self.window.elapsed;
            let ends = interval.dt >= left - 1e-6 * interval.dt;
            let near = (interval.dt - left).abs() <= 1e-6 * interval.dt;
            let share = if ends && !near { (left / interval.dt).max(0.0) } else { 1.0 };
            let (before, after) = interval.split(share);
            self.take(&before);
            if ends {
                self.close();
            }
            rest = after;
        }
    }

    fn take(&mut self, interval: &Interval) {
        self.flow.pass(interval, 1.0);
        self.soc = interval.soc[1];
        if self.settings.depth == Depth::Window {
            self.window.elapsed += interval.dt;
            self.window.sample_raw(once(*interval), 1.0);
            return;
        }
        self.stretch.hold(interval);
        self.stretch.work_out(1.0, &self.engine.tested);
        self.window.stretch(interval);
        self.window.sample(&self.stretch, &self.engine.seams);
        let (now, mut found) = (self.flow, vec![]);
        self.counter.push(self.soc, now, |cycle| found.push(cycle));
        let closing = Closing { step: interval, end: &now };
        let strokes = found.iter().filter_map(|cycle| self.stroke(cycle, Some(closing)));
        let strokes: Vec<Stroke> = strokes.collect();
        self.closed.extend(strokes);
    }

    fn stroke(&self, cycle: &Cycle<Flow>, closing: Option<Closing>) -> Option<Stroke> {
        let smallest = self.engine.tested.smallest_dod;
        let depth = self.settings.aging_depth(cycle.range(), smallest)?;
        Some(Stroke::of(cycle, closing, 1.0).at_depth(depth))
    }

    fn close(&mut self) {
        self.window.end_stay();
        let samples = std::mem::take(&mut self.window.samples);
        let before = self.spells.last().map(|spell| &spell.samples);
        let same = before.filter(|before| ***before == samples).map(Arc::clone);
        self.spells.push(Spell {
            end: self.flow.time(),
            passed: self.flow.since(&self.window.start),
            conditions: self.window.conditions(&self.flow, self.settings.depth),
            samples: same.unwrap_or_else(|| Arc::new(samples)),
            closed: std::mem::take(&mut self.closed),
            open: self
                .counter
                .provisional()
                .filter_map(|cycle| self.stroke(&cycle, None))
                .collect(),
        });
        self.window.reopen(self.flow, self.soc);
    }

    fn reseat(&mut self, soc: f64) {
        if soc == self.soc {
            return;
        }
        let open = self.counter.provisional().filter_map(|cycle| self.stroke(&cycle, None));
        let open: Vec<Stroke> = open.collect();
        self.closed.extend(open);
        self.counter = Counter::new();
        self.counter.push(soc, self.flow, |_| ());
        self.soc = soc;
        self.window.stretch_to(soc);
    }

    fn done(mut self) -> Exposure {
        if self.window.elapsed > 0.0 {
            self.close();
        }
        Exposure { spells: self.spells }
    }
}

impl Duty<'_> {
    fn intervals(&self) -> impl Iterator<Item = Interval> + use<'_> {
        let points = self.soc.iter().zip(self.soc.iter().skip(1)).enumerate();
        points.map(|(step, (from, to))| Interval {
            soc: [*from, *to],
            temperature: [self.temperature(step) + ICE, self.temperature(step + 1) + ICE],
            dt: self.dt(step),
        })
    }
}
