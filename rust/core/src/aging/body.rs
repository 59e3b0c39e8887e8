//! How a cell takes what it goes through: where its states are on their curves.

use crate::aging::engine::{Courses, Engine, Scratch};
use crate::aging::expression::block::BLOCK;
use crate::aging::expression::graph::Input;
use crate::aging::expression::program::{Registers, Values};
use crate::aging::flow::Flow;
use crate::aging::health::Health;
use crate::aging::samples::{Samples, weighted};
use crate::aging::state::AgingState;
use crate::aging::stressor::Conditions;
use crate::aging::swing::Stroke;

/// What is a cell's own, where others go through the same.
#[derive(Debug, Clone)]
pub(crate) struct Body<'e> {
    pub engine: &'e Engine,
    ages: Vec<f64>,
    levels: Vec<f64>,
    /// Rate times weight over the open window, by rate, and the weight.
    sums: Vec<f64>,
    weight: f64,
    scratch: Scratch,
}

impl<'e> Body<'e> {
    /// The body of the cell at `state`.
    pub fn of(engine: &'e Engine, state: &AgingState) -> Self {
        Self {
            engine,
            ages: state.ages.clone(),
            levels: state.levels.clone(),
            sums: state.window.sums.clone(),
            weight: state.window.weight,
            scratch: engine.scratch(),
        }
    }

    /// `state`, of which this is the body.
    pub fn joined(&self, mut state: AgingState) -> AgingState {
        state.ages.clone_from(&self.ages);
        state.levels.clone_from(&self.levels);
        state.window.sums.clone_from(&self.sums);
        state.window.weight = self.weight;
        state
    }

    /// Adds the rates of the first `count` samples to the sums of the window.
    pub fn average(&mut self, conditions: &Conditions, samples: &Samples, count: usize) {
        let (program, registers) = (&self.engine.averages.program, &mut self.scratch.average);
        let levels = &self.levels;
        program.bind(registers, |input| value_of(input, conditions, levels));
        for start in (0..count).step_by(BLOCK) {
            let block = start..count.min(start + BLOCK);
            registers.column(0)[..block.len()]
                .copy_from_slice(&samples.temperature()[block.clone()]);
            registers.column(1)[..block.len()].copy_from_slice(&samples.soc()[block.clone()]);
            program.run(registers, block.len());
            let weights = &samples.weight()[block];
            for (rate, sum) in self.sums.iter_mut().enumerate() {
                *sum += weighted(weights, program.output(registers, rate, weights.len()));
            }
            self.weight += weighted(weights, Values::All(1.0));
        }
    }

    /// Whether its means are those of `other` in any window.
    pub fn averages_like(&self, other: &Self) -> bool {
        self.engine.averages.are_those_of(&other.engine.averages)
    }

    /// Takes the sums over of a cell whose means are the same.
    pub fn share_averages(&mut self, other: &Self) {
        self.sums.copy_from_slice(&other.sums);
        self.weight = other.weight;
    }

    /// Ages by cycles.
    pub fn wear(&mut self, strokes: &[Stroke]) {
        let Self { engine, ages, levels, scratch, .. } = self;
        for stroke in strokes {
            strike(engine, &mut scratch.by_cycle, ages, levels, stroke);
        }
    }

    /// Moves the states that go with windows, by one in which so much `passed`.
    pub fn advance(&mut self, conditions: &Conditions, passed: &Flow) {
        let Self { engine, ages, levels, sums, weight, scratch } = self;
        let Courses { program, states } = &engine.by_window;
        program.bind(&mut scratch.by_window, |input| match input {
            Input::Mean(rate) => engine.averages.mean(rate, sums, *weight),
            other => value_of(other, conditions, levels),
        });
        for (place, &at) in states.iter().enumerate() {
            let course = engine.by_window.course(&scratch.by_window, place);
            let track = &engine.growths[at];
            ages[at] = track.advanced(course, ages[at], passed.on(track.clock));
        }
        sums.fill(0.0);
        *weight = 0.0;
    }

    /// Takes cycles that are still `open` as if they ended here, for the levels only.
    pub fn look_ahead(&mut self, open: &[Stroke]) {
        let Self { engine, ages, levels, scratch, .. } = self;
        scratch.ahead.copy_from_slice(ages);
        for stroke in open {
            strike(engine, &mut scratch.by_cycle, &mut scratch.ahead, levels, stroke);
        }
        for (at, track) in engine.growths.iter().enumerate() {
            let level = track.level(scratch.ahead[at]);
            if level.is_finite() && (level > levels[at] || !track.rises()) {
                levels[at] = level;
            }
        }
    }

    /// What is left of the cell, after all that `passed`.
    pub fn health(&mut self, passed: &Flow) -> Health<'_> {
        let (levels, nothing) = (&self.levels, Conditions::default());
        let registers = &mut self.scratch.health;
        self.engine.health.bind(registers, |input| value_of(input, &nothing, levels));
        self.scratch.read_health(self.engine);
        Health::of(&self.engine.names, passed, &self.scratch.outputs)
    }
}

/// Ages by one cycle.
fn strike(
    engine: &Engine,
    registers: &mut Registers,
    ages: &mut [f64],
    levels: &[f64],
    stroke: &Stroke,
) {
    let courses = &engine.by_cycle;
    courses.program.bind(registers, |input| value_of(input, &stroke.conditions, levels));
    for (place, &at) in courses.states.iter().enumerate() {
        let track = &engine.growths[at];
        let course = courses.course(registers, place);
        ages[at] = track.advanced(course, ages[at], stroke.on(track.clock));
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
