//! A cell that ages as in BLAST-Lite, one sub-step after the other.

use crate::aging::blast::explicit::increment;
use crate::aging::blast::peer::Peer;
use crate::aging::blast::span::{Sample, Span};
use crate::aging::card::Clock;
use crate::aging::expression::block::{BLOCK, Column};
use crate::aging::expression::graph::Input;
use crate::aging::expression::program::Registers;
use crate::aging::law::Course;
use crate::aging::stressor::Conditions;
use crate::error::{Error, FINITE, all_within, same_length};

/// Numbers of a state that are not levels: days and equivalent full cycles.
const CLOCKS: usize = 2;

/// A cell that ages.
#[derive(Debug, Clone)]
pub struct Cell<'p> {
    peer: &'p Peer,
    /// Factor on every step.
    scalar: f64,
    /// Whether steps follow the curve to their end, rather than its slope at their start.
    exact: bool,
    day: f64,
    efc: f64,
    levels: Vec<f64>,
    health: [f64; 2],
    sub_steps: usize,
    /// The first sub-step in which a state had no number, by state.
    held: Vec<Option<usize>>,
    conditions: Conditions,
    means: Vec<f64>,
    rates: Vec<f64>,
    courses: Vec<Course>,
    dx: [f64; 2],
    average: Registers,
    other: Registers,
    course: Registers,
    output: Registers,
}

impl<'p> Cell<'p> {
    /// A cell that goes on from `state`, or is new; each of its steps is `scalar` times as long.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if `state` is not one of this model.
    pub fn new(peer: &'p Peer, state: Option<&[f64]>, scalar: f64) -> Result<Self, Error> {
        let mut cell = Self::whole(peer, scalar);
        if let Some(state) = state {
            (cell.day, cell.efc, cell.levels) = parts(state, peer.growths.len())?;
            cell.refresh_health();
        }
        Ok(cell)
    }

    /// A new cell, which is whole whatever its states start with.
    fn whole(peer: &'p Peer, scalar: f64) -> Self {
        Self {
            peer,
            scalar,
            exact: false,
            day: 0.0,
            efc: 0.0,
            levels: peer.growths.iter().map(|growth| growth.start).collect(),
            health: [1.0, 1.0],
            sub_steps: 0,
            held: vec![None; peer.growths.len()],
            conditions: Conditions::default(),
            means: vec![],
            rates: vec![f64::NAN; peer.rate_names().len()],
            courses: vec![],
            dx: [0.0; 2],
            average: peer.average.registers(),
            other: peer.others.0.registers(),
            course: peer.courses.sheet.registers(),
            output: peer.health.registers(),
        }
    }

    /// The same cell, with steps that follow the curves exactly.
    #[must_use]
    pub fn exactly(self) -> Self {
        Self { exact: true, ..self }
    }

    /// Days lived.
    #[must_use]
    pub fn day(&self) -> f64 {
        self.day
    }

    /// Equivalent full cycles so far.
    #[must_use]
    pub fn efc(&self) -> f64 {
        self.efc
    }

    /// Capacity and resistance, present over nominal.
    #[must_use]
    pub fn health(&self) -> [f64; 2] {
        self.health
    }

    /// The states.
    #[must_use]
    pub fn levels(&self) -> &[f64] {
        &self.levels
    }

    /// The conditions of the last sub-step.
    #[must_use]
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// The rates in it.
    #[must_use]
    pub fn rates(&self) -> &[f64] {
        &self.rates
    }

    /// The first sub-step, from 1 on, in which a state had no number and was held, by state.
    #[must_use]
    pub fn held(&self) -> &[Option<usize>] {
        &self.held
    }

    /// All that the cell remembers.
    #[must_use]
    pub fn state(&self) -> Vec<f64> {
        [&[self.day, self.efc], self.levels.as_slice()].concat()
    }

    /// Lives through one sub-step.
    pub fn update(&mut self, span: &Span) {
        let capacity = self.health[0];
        let conditions = span.conditions(capacity);
        self.average_rates(span, &conditions);
        self.set_rates(&conditions);
        self.conditions = conditions;
        self.dx = [span.day(), span.efc() * capacity];
        self.advance(1.0);
    }

    /// Lives through the last sub-step once more, with the same rates; `logged` is the share of its
    /// charge that is counted, though all of it ages the cell.
    pub fn repeat(&mut self, logged: f64) {
        self.advance(logged);
    }

    fn average_rates(&mut self, span: &Span, conditions: &Conditions) {
        let Self { peer, means, average, levels, .. } = self;
        peer.average.bind(average, |input| conditions.value(input, levels));
        means.clear();
        means.resize(peer.averaged.len(), 0.0);
        let mut samples = span.samples();
        loop {
            let (weights, count) = fill(average, &mut samples);
            if count == 0 {
                break;
            }
            peer.average.run(average, count);
            for (rate, (mean, (_, alike))) in means.iter_mut().zip(&peer.averaged).enumerate() {
                let values = peer.average.output(average, rate, count);
                let weight = |k: usize| if *alike { 1.0 } else { weights[k] };
                *mean += (0..count).map(|k| values.at(k) * weight(k)).sum::<f64>();
            }
        }
        for (mean, (_, alike)) in means.iter_mut().zip(&peer.averaged) {
            *mean /= if *alike { span.soc.len() as f64 } else { span.second() };
        }
    }

    fn set_rates(&mut self, conditions: &Conditions) {
        let Self { peer, means, rates, other, course, courses, levels, .. } = self;
        let bound = |input| match input {
            Input::Mean(rate) => {
                let place = peer.averaged.iter().position(|(at, _)| *at == rate);
                place.and_then(|at| means.get(at)).copied().unwrap_or(f64::NAN)
            }
            input => conditions.value(input, levels),
        };
        let (program, others) = &peer.others;
        program.bind(other, bound);
        for (place, rate) in others.iter().enumerate() {
            rates[*rate] = program.output(other, place, 1).at(0);
        }
        for ((rate, _), mean) in peer.averaged.iter().zip(means.iter()) {
            rates[*rate] = *mean;
        }
        peer.courses.sheet.run(course, 1, |_, input| bound(input));
        courses.clear();
        let states = 0..peer.growths.len();
        courses.extend(states.map(|state| peer.courses.course(course, state, 0, 1)));
    }

    fn advance(&mut self, logged: f64) {
        self.sub_steps += 1;
        let [day, efc] = self.dx;
        let courses = self.courses.iter().zip(&self.peer.growths).zip(&self.peer.leaps);
        let states = self.levels.iter_mut().zip(&mut self.held);
        for ((level, held), ((course, growth), leap)) in states.zip(courses) {
            let dx = growth.x_scale * if growth.clock == Clock::TimeDay { day } else { efc };
            let step = if self.exact {
                self.scalar * (growth.law.advanced(*course, *level, dx) - *level)
            } else {
                cut(self.scalar * increment(&growth.law, *course, *level, dx), *leap, efc)
            };
            if (*level + step).is_finite() {
                *level += step;
            } else {
                held.get_or_insert(self.sub_steps);
            }
        }
        self.day += day;
        self.efc += efc * logged;
        self.refresh_health();
    }

    fn refresh_health(&mut self) {
        let Self { peer, output, levels, health, .. } = self;
        let nothing = Conditions::default();
        peer.health.bind(output, |input| nothing.value(input, levels));
        for (at, health) in health.iter_mut().take(peer.health.output_count()).enumerate() {
            let value = peer.health.output(output, at, 1).at(0);
            if value.is_finite() {
                *health = value;
            }
        }
    }
}

/// Puts the next samples into the columns; gives their weights, and how many they are.
fn fill(registers: &mut Registers, samples: impl Iterator<Item = Sample>) -> (Column, usize) {
    let mut weights = [0.0; BLOCK];
    let mut count = 0;
    for (weight, sample) in weights.iter_mut().zip(samples) {
        registers.column(0)[count] = sample.temperature;
        registers.column(1)[count] = sample.soc;
        *weight = sample.weight;
        count += 1;
    }
    (weights, count)
}

/// `step`, or what replaces it if it is too long to be believed.
fn cut(step: f64, leap: Option<[f64; 2]>, efc: f64) -> f64 {
    match leap {
        Some([largest, per_efc]) if step > largest => per_efc * efc,
        _ => step,
    }
}

/// Days, equivalent full cycles and levels.
fn parts(state: &[f64], levels: usize) -> Result<(f64, f64, Vec<f64>), Error> {
    all_within("state", state, FINITE)?;
    same_length("state", state.len(), CLOCKS + levels)?;
    let at = |place: usize| state.get(place).copied().unwrap_or(0.0);
    Ok((at(0), at(1), state.iter().skip(CLOCKS).copied().collect()))
}
