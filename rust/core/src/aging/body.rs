//! How a cell takes what it goes through: where its states are on their curves.

use crate::aging::backlog::Backlog;
use crate::aging::engine::Engine;
use crate::aging::expression::block::BLOCK;
use crate::aging::expression::graph::Input;
use crate::aging::expression::program::Values;
use crate::aging::flow::Flow;
use crate::aging::health::Health;
use crate::aging::samples::{Samples, weighted};
use crate::aging::scratch::Scratch;
use crate::aging::state::AgingState;
use crate::aging::stressor::Conditions;

/// What is a cell's own, where others go through the same.
#[derive(Debug, Clone)]
pub(crate) struct Body<'e> {
    pub engine: &'e Engine,
    ages: Vec<f64>,
    levels: Vec<f64>,
    /// Rate times weight over the open window, by rate, and the weight.
    sums: Vec<f64>,
    weight: f64,
    /// Means of rates over windows that are still to be lived through, window by window.
    means: Vec<f64>,
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
            means: vec![],
            scratch: Scratch::of(engine),
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
        program.bind(registers, |input| conditions.value(input, levels));
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

    /// Ends the open window: its means wait to be lived through.
    pub fn end_window(&mut self) {
        self.means.extend(self.engine.averages.means(&self.sums, self.weight));
        self.sums.fill(0.0);
        self.weight = 0.0;
    }

    /// Lives through what waits: ages by it, and finds the health at the end of each window.
    pub fn live(&mut self, past: &Backlog) {
        self.find_moves(past);
        for at in 0..self.ages.len() {
            self.grow(at, past);
        }
        self.means.clear();
        let (Scratch { health, risen, .. }, nothing) = (&mut self.scratch, Conditions::default());
        self.engine.health.run(health, past.spans.len(), |window, input| match input {
            Input::State(at) => risen[at][window],
            other => nothing.value(other, &[]),
        });
    }

    /// Health at the end of one of the `windows` that were lived through just now, when so much had
    /// `passed`.
    pub fn health(&mut self, passed: &Flow, window: usize, windows: usize) -> Health<'_> {
        self.scratch.read_health(self.engine, window, windows);
        Health::of(&self.engine.names, passed, &self.scratch.outputs)
    }

    /// Finds how far each state moves with each window and each stroke.
    fn find_moves(&mut self, past: &Backlog) {
        let Self { engine, levels, means, scratch, .. } = self;
        let Scratch { by_window, by_cycle, moves, .. } = scratch;
        let tracks = &engine.growths;
        let Backlog { spans, strokes } = past;
        let of_span = |window: usize, input| match input {
            Input::Mean(rate) => engine.averages.mean(rate, means, window),
            other => spans[window].conditions.value(other, levels),
        };
        let of_stroke = |at: usize, input| strokes[at].conditions.value(input, levels);
        engine.by_window.follow(tracks, spans, by_window, of_span, moves);
        engine.by_cycle.follow(tracks, strokes, by_cycle, of_stroke, moves);
    }

    /// Moves one state, and finds its level at the end of each window: the highest so far.
    ///
    /// Cycles that are open there count as if they ended there, for the level only.
    fn grow(&mut self, at: usize, past: &Backlog) {
        let (engine, by_window) = (self.engine, &self.engine.by_window.states);
        let (track, age) = (&engine.growths[at], &mut self.ages[at]);
        let Scratch { moves, ahead, risen, .. } = &mut self.scratch;
        let (moves, levels) = (&moves[at], &mut risen[at]);
        ahead.clear();
        if by_window.contains(&at) {
            ahead.extend((0..past.spans.len()).map(|window| {
                *age = moves.on(track, window, *age);
                *age
            }));
        } else {
            grow_by_strokes(past, age, ahead, |stroke, age| moves.on(track, stroke, age));
        }
        track.levels(ahead, levels);
        let highest = &mut self.levels[at];
        for level in levels {
            if level.is_finite() && (*level > *highest || !track.rises()) {
                *highest = *level;
            }
            *level = *highest;
        }
    }
}

fn grow_by_strokes(
    past: &Backlog,
    age: &mut f64,
    ahead: &mut Vec<f64>,
    moved: impl Fn(usize, f64) -> f64,
) {
    let mut start = 0;
    for span in &past.spans {
        *age = (start..span.closed).fold(*age, |age, stroke| moved(stroke, age));
        ahead.push((span.closed..span.open).fold(*age, |age, stroke| moved(stroke, age)));
        start = span.open;
    }
    *age = (start..past.strokes.len()).fold(*age, |age, stroke| moved(stroke, age));
}
