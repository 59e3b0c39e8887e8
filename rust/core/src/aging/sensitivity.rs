//! Health at check-ups, and how it turns with the parameters that a model left open.

use crate::aging::card::Clock;
use crate::aging::dual::Dual;
use crate::aging::engine::Engine;
use crate::aging::exposure::{Exposure, Spell};
use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::program::Program;
use crate::aging::expression::slopes::Room;
use crate::aging::law::Course;
use crate::aging::model::{Growth, Model};
use crate::aging::samples::Samples;
use crate::aging::stressor::{Conditions, Stressor};
use std::sync::Arc;

/// Health at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckUp {
    /// Present over nominal capacity.
    pub soh_capacity: Dual,
    /// Present over nominal resistance.
    pub soh_resistance: Dual,
}

/// A model with open parameters, ready to be followed with its slopes.
#[derive(Debug)]
pub struct Sensitivity<'a> {
    model: &'a Model,
    /// Rates of which means are read.
    averaged: &'a [usize],
    rates: Program,
    /// Whether these rates read nothing but the sample that they are taken at.
    of_samples_alone: bool,
    courses: [Program; 2],
    health: Program,
    parameters: Vec<f64>,
    factor: f64,
}

impl<'a> Sensitivity<'a> {
    /// The model of `engine` at `parameters`, aging by `factor` as fast.
    pub fn new(model: &'a Model, engine: &'a Engine, parameters: &[f64], factor: f64) -> Self {
        let program = |roots: &[Id]| Program::new(&model.graph, roots, &[], None);
        let courses = |ids: fn(&Growth) -> [Id; 4]| {
            program(&model.states.iter().flat_map(ids).collect::<Vec<_>>())
        };
        let averaged = engine.averages.rates();
        let rates = program(&averaged.iter().map(|rate| model.rates[*rate]).collect::<Vec<_>>());
        let [temperature, soc] = [Stressor::Temperature, Stressor::Soc].map(|of| of as usize);
        let of_samples_alone = !rates.binds(|input| match input {
            Input::Stressor(at) => at != temperature && at != soc,
            Input::Parameter(_) => false,
            Input::Mean(_) | Input::State(_) => true,
        });
        Self {
            model,
            averaged,
            rates,
            of_samples_alone,
            courses: [courses(|growth| growth.of_window), courses(|growth| growth.of_cycle)],
            health: program(&model.outputs),
            parameters: parameters.to_vec(),
            factor,
        }
    }

    /// Health at `time_second`, straight between the ends of windows.
    pub fn at(&self, engine: &Engine, exposure: &Exposure, time_second: &[f64]) -> Vec<CheckUp> {
        let mut walk = Walk::new(self, engine);
        let mut ends = vec![(0.0, walk.health())];
        for spell in &exposure.spells {
            walk.live(spell);
            ends.push((spell.end, walk.health()));
        }
        time_second.iter().filter_map(|time| between(&ends, *time)).collect()
    }

    fn width(&self) -> usize {
        self.parameters.len() + 1
    }

    fn zero(&self, value: f64) -> Dual {
        Dual { value, slopes: vec![0.0; self.width()] }
    }
}

/// A cell on its way.
struct Walk<'a> {
    of: &'a Sensitivity<'a>,
    engine: &'a Engine,
    room: [Room; 4],
    ages: Vec<Dual>,
    levels: Vec<Dual>,
    means: Vec<Dual>,
    /// Samples that `means` are those of.
    seen: Option<Arc<Samples>>,
}

impl<'a> Walk<'a> {
    fn new(of: &'a Sensitivity<'a>, engine: &'a Engine) -> Self {
        let growths = &engine.growths;
        let room = [&of.rates, &of.courses[0], &of.courses[1], &of.health];
        let mut walk = Self {
            of,
            engine,
            room: room.map(|program| program.room(of.width())),
            ages: growths.iter().map(|track| of.zero(track.starting_age())).collect(),
            levels: growths.iter().map(|track| of.zero(track.start)).collect(),
            means: of.model.rates.iter().map(|_| of.zero(0.0)).collect(),
            seen: None,
        };
        walk.turn_starts();
        walk
    }

    /// A new cell has a value, and the shape of its curve says at which age.
    fn turn_starts(&mut self) {
        self.follow(1, &Conditions::default());
        self.follow(2, &Conditions::default());
        for at in 0..self.ages.len() {
            let (by_age, by_shape) = self.level_slopes(at);
            if self.engine.growths[at].shape.is_some() && by_age > 0.0 {
                self.ages[at].slopes = by_shape.iter().map(|slope| -slope / by_age).collect();
            }
        }
    }

    fn live(&mut self, spell: &Spell) {
        for stroke in &spell.closed {
            self.advance(1, &stroke.conditions, |clock| stroke.on(clock));
        }
        self.average(spell);
        self.advance(0, &spell.conditions, |clock| spell.passed.on(clock));
        let settled = self.ages.clone();
        for stroke in &spell.open {
            self.advance(1, &stroke.conditions, |clock| stroke.on(clock));
        }
        for at in 0..self.ages.len() {
            let level = self.level(at);
            let track = &self.engine.growths[at];
            let moves = level.value > self.levels[at].value || !track.rises();
            if level.value.is_finite() && moves {
                self.levels[at] = level;
            }
        }
        self.ages = settled;
    }

    /// Means of the rates over the samples of a window, often those of the window before.
    fn average(&mut self, spell: &Spell) {
        let seen = self.seen.replace(Arc::clone(&spell.samples));
        let again = seen.is_some_and(|samples| Arc::ptr_eq(&samples, &spell.samples));
        if again && self.of.of_samples_alone {
            return;
        }
        let weight: f64 = spell.samples.weight().iter().sum();
        let mut means: Vec<Dual> = self.means.iter().map(|_| self.of.zero(0.0)).collect();
        for sample in spell.samples.iter() {
            let conditions = spell
                .conditions
                .with(Stressor::Temperature, sample.temperature)
                .with(Stressor::Soc, sample.soc);
            self.follow(0, &conditions);
            for (place, rate) in self.of.averaged.iter().enumerate() {
                let (value, slopes) = self.of.rates.followed(&self.room[0], place);
                means[*rate].add(sample.weight / weight, value, slopes);
            }
        }
        self.means = means;
    }

    /// Moves the states that go with windows (0) or with cycles (1).
    fn advance(&mut self, by: usize, conditions: &Conditions, dx: impl Fn(Clock) -> f64) {
        self.follow(1 + by, conditions);
        for at in 0..self.ages.len() {
            if self.moved_by(at) != by {
                continue;
            }
            let track = &self.engine.growths[at];
            let way = dx(track.clock) * track.x_scale;
            let (course, slopes) = self.course(by, at);
            let speed = track.law.speed(course);
            let [by_k, by_p] = track.law.speed_slopes(course);
            let mut step = self.of.zero(speed * way * self.of.factor);
            for (k, slope) in step.slopes.iter_mut().enumerate() {
                *slope = (by_k * slopes[0][k] + by_p * slopes[1][k]) * way * self.of.factor;
            }
            if let Some(last) = step.slopes.last_mut() {
                *last += speed * way;
            }
            self.move_on(at, course, &slopes, &step);
        }
    }

    /// Adds `step` to the age; where conditions change the curve, by way of its value.
    fn move_on(&mut self, at: usize, course: Course, slopes: &[Vec<f64>; 4], step: &Dual) {
        let track = &self.engine.growths[at];
        if track.shape.is_some() {
            self.ages[at].add(1.0, step.value, &step.slopes);
            return;
        }
        let level = &self.ages[at];
        let next = track.law.advanced(course, level.value, step.value / track.law.speed(course));
        let Some(age) = track.law.age(course, level.value).filter(|_| next > level.value) else {
            return;
        };
        let [before, after] =
            [age, age + step.value].map(|age| track.law.level_slopes(course, age));
        let turned = |k: usize| {
            let shaped = |by: [f64; 4]| (1..4).map(|part| by[part] * slopes[part][k]).sum::<f64>();
            let held = shaped(before);
            let age = if before[0] > 0.0 { (level.slopes[k] - held) / before[0] } else { 0.0 };
            after[0] * (age + step.slopes[k]) + shaped(after)
        };
        let slopes = (0..level.slopes.len()).map(turned).collect();
        self.ages[at] = Dual { value: next, slopes };
    }

    /// What sets the course of a state, and the slopes of each.
    fn course(&self, by: usize, state: usize) -> (Course, [Vec<f64>; 4]) {
        let part = |part| self.of.courses[by].followed(&self.room[1 + by], 4 * state + part);
        let [(k, of_k), (p, of_p), (limit, of_limit), (at, of_at)] = [0, 1, 2, 3].map(part);
        (Course { k, p, limit, at }, [of_k, of_p, of_limit, of_at].map(<[f64]>::to_vec))
    }

    /// The value of a state at its age.
    fn level(&self, at: usize) -> Dual {
        let (track, age) = (&self.engine.growths[at], &self.ages[at]);
        let Some(shape) = track.shape else { return age.clone() };
        let (by_age, by_shape) = self.level_slopes(at);
        let turned = age.slopes.iter().zip(by_shape).map(|(slope, shaped)| by_age * slope + shaped);
        Dual { value: track.law.level(shape, age.value), slopes: turned.collect() }
    }

    /// Slope of the value of a state over its age, and over all that is open by way of its curve.
    fn level_slopes(&self, at: usize) -> (f64, Vec<f64>) {
        let (course, slopes) = self.course(self.moved_by(at), at);
        let age = &self.ages[at];
        let by = self.engine.growths[at].law.level_slopes(course, age.value);
        let shaped = |k: usize| (1..4).map(|part| by[part] * slopes[part][k]).sum();
        (by[0], (0..age.slopes.len()).map(shaped).collect())
    }

    /// Whether windows (0) or cycles (1) move a state.
    fn moved_by(&self, at: usize) -> usize {
        usize::from(!self.engine.by_window.states.contains(&at))
    }

    fn health(&mut self) -> CheckUp {
        self.follow(3, &Conditions::default());
        let output = |at| {
            let (value, slopes) = self.of.health.followed(&self.room[3], at);
            Dual { value, slopes: slopes.to_vec() }
        };
        let knows = self.of.model.card.health.soh_resistance.is_some();
        let soh_resistance = if knows { output(1) } else { self.of.zero(1.0) };
        CheckUp { soh_capacity: output(0), soh_resistance }
    }

    /// Computes one of the programs where the cell is.
    fn follow(&mut self, which: usize, conditions: &Conditions) {
        let Self { of, room, levels, means, .. } = self;
        let programs = [&of.rates, &of.courses[0], &of.courses[1], &of.health];
        programs[which].follow(&mut room[which], |input, slopes| match input {
            Input::Stressor(at) => conditions.at(at),
            Input::Parameter(at) => {
                slopes[at] = 1.0;
                of.parameters[at]
            }
            Input::Mean(at) => means[at].put(slopes),
            Input::State(at) => levels[at].put(slopes),
        });
    }
}

fn between(ends: &[(f64, CheckUp)], time: f64) -> Option<CheckUp> {
    let right = ends.partition_point(|(end, _)| *end < time).min(ends.len() - 1);
    let (after, late) = ends.get(right)?;
    let (before, early) = ends.get(right.saturating_sub(1))?;
    let share = if after > before { (time - before) / (after - before) } else { 1.0 };
    let share = share.clamp(0.0, 1.0);
    Some(CheckUp {
        soh_capacity: early.soh_capacity.between(&late.soh_capacity, share),
        soh_resistance: early.soh_resistance.between(&late.soh_resistance, share),
    })
}
