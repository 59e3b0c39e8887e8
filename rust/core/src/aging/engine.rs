//! A model, compiled for one reading of duty.

use crate::aging::averages::Averages;
use crate::aging::card::Clock;
use crate::aging::courses::{Courses, Moves};
use crate::aging::creases::Creases;
use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::program::{Program, Registers};
use crate::aging::expression::sheet::Sheet;
use crate::aging::law::{Course, Law};
use crate::aging::model::{Growth, Model};
use crate::aging::seams::Seams;
use crate::aging::settings::{Depth, Settings};
use crate::aging::tested::Tested;
use crate::error::{Error, FINITE, all_within, same_length};

/// Everything that stays the same while a cell ages.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(crate) settings: Settings,
    pub(crate) tested: Tested,
    /// What grows.
    pub(crate) growths: Vec<Track>,
    /// Rates that states read as means over a window.
    pub(crate) averages: Averages,
    /// Where these jump or bend.
    pub(crate) seams: Seams,
    creases: Creases,
    /// States that advance when a window closes.
    pub(crate) by_window: Courses,
    /// States that advance with each cycle.
    pub(crate) by_cycle: Courses,
    /// Capacity, resistance, losses and gains.
    pub(crate) health: Sheet,
    pub(crate) names: Names,
    /// What the card says of the parameters that the model left open.
    nominal: Vec<f64>,
}

/// How one state moves.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    pub law: Law,
    pub clock: Clock,
    pub x_scale: f64,
    pub start: f64,
    /// The shape of its curve, if conditions do not change it.
    pub shape: Option<Course>,
    /// Formulas of that shape, if parameters alone decide it.
    form: Option<Program>,
}

/// What the outputs are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Whether the model knows of resistance.
    pub resistance: bool,
    /// Causes of lost capacity.
    pub losses: Vec<String>,
    /// Causes of gained resistance.
    pub gains: Vec<String>,
}

/// Values that programs work on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub average: Registers,
    pub by_window: Registers,
    pub by_cycle: Registers,
    pub health: Registers,
    /// How each state moves.
    pub moves: Vec<Moves>,
    /// Ages of a state, with the open half cycles taken in.
    pub ahead: Vec<f64>,
    /// Levels by state and window.
    pub risen: Vec<Vec<f64>>,
    /// Capacity, resistance, losses and gains.
    pub outputs: Vec<f64>,
}

impl Engine {
    /// `model`, ready to read duty by `settings`.
    ///
    /// # Errors
    /// As [`Settings::checked`].
    pub fn new(model: &Model, settings: Settings) -> Result<Self, Error> {
        let settings = settings.checked()?;
        let is_by_window =
            |growth: &Growth| growth.clock == Clock::TimeDay || settings.depth == Depth::Window;
        let (by_window, by_cycle): (Vec<usize>, Vec<usize>) =
            (0..model.states.len()).partition(|at| is_by_window(&model.states[*at]));
        let by_window = Courses::new(model, by_window, |growth| growth.of_window);
        let averages = Averages::new(model, by_window.averaged(model));
        let averaged: Vec<Id> = averages.rates().iter().map(|rate| model.rates[*rate]).collect();
        let engine = Self {
            settings,
            tested: Tested::of(&model.card.tested_range),
            growths: tracks(model, &by_window),
            averages,
            seams: Seams::default(),
            creases: Creases::of(&model.graph, &averaged),
            by_window,
            by_cycle: Courses::new(model, by_cycle, |growth| growth.of_cycle),
            health: Sheet::new(&model.graph, &model.outputs),
            names: Names::of(model),
            nominal: model.nominal.clone(),
        };
        let seams = engine.settled(&model.nominal).found_seams();
        Ok(Self { seams, ..engine.settled(&[]) })
    }

    /// The same, where the parameters that the model left open have their `values`, in that order.
    ///
    /// # Errors
    /// [`Error::BadShape`] if there are more or fewer; [`Error::BadInput`] if one is not finite.
    pub fn given(&self, values: &[f64]) -> Result<Self, Error> {
        same_length("parameters", values.len(), self.nominal.len())?;
        all_within("parameters", values, FINITE)?;
        let engine = self.settled(values);
        if self.creases.wait() {
            return Ok(Self { seams: engine.found_seams(), ..engine });
        }
        Ok(engine)
    }

    fn settled(&self, values: &[f64]) -> Self {
        let value = |input| match input {
            Input::Parameter(at) => values.get(at).copied(),
            _ => None,
        };
        Self {
            settings: self.settings,
            tested: self.tested,
            growths: self.growths.iter().map(|track| track.given(value)).collect(),
            averages: self.averages.given(value),
            seams: self.seams.clone(),
            creases: self.creases.given(value),
            by_window: self.by_window.given(value),
            by_cycle: self.by_cycle.given(value),
            health: self.health.given(value),
            names: self.names.clone(),
            nominal: self.nominal.clone(),
        }
    }

    fn found_seams(&self) -> Seams {
        if self.settings.depth == Depth::Window || self.averages.rates().is_empty() {
            return Seams::default(); // nothing is sampled between the points of a record
        }
        let levels: Vec<f64> = self.growths.iter().map(|track| track.start).collect();
        Seams::of(&self.averages.program, &self.creases, &levels)
    }

    /// Whether what is left of a cell acts on what it goes through, or on how fast that ages it.
    pub(crate) fn feeds_back(&self) -> bool {
        let is_state = |input: Input| matches!(input, Input::State(_));
        let reads = [&self.by_window, &self.by_cycle].map(|courses| courses.sheet.reads());
        self.settings.feedback
            || self.averages.program.binds(is_state)
            || reads.concat().into_iter().any(is_state)
    }

    /// What the outputs are called.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn scratch(&self) -> Scratch {
        Scratch {
            average: self.averages.program.registers(),
            by_window: self.by_window.sheet.registers(),
            by_cycle: self.by_cycle.sheet.registers(),
            health: self.health.registers(),
            moves: vec![Moves::default(); self.growths.len()],
            ahead: vec![],
            risen: vec![vec![]; self.growths.len()],
            outputs: Vec::new(),
        }
    }
}

impl Scratch {
    /// Reads what the formulas of health have computed for one of `windows`.
    pub fn read_health(&mut self, engine: &Engine, window: usize, windows: usize) {
        let read = |at| engine.health.output(&self.health, at, windows).at(window);
        let outputs = (0..engine.health.output_count()).map(read);
        self.outputs.clear();
        self.outputs.extend(outputs);
        if let Some(capacity) = self.outputs.first_mut().filter(|capacity| **capacity < 0.0) {
            *capacity = 0.0; // laws may say more of a dead cell than there is
        }
    }
}

impl Names {
    fn of(model: &Model) -> Self {
        Self {
            resistance: model.card.health.soh_resistance.is_some(),
            losses: model.card.losses.keys().cloned().collect(),
            gains: model.card.gains.keys().cloned().collect(),
        }
    }
}

fn tracks(model: &Model, by_window: &Courses) -> Vec<Track> {
    let track = |(at, growth): (usize, &Growth)| {
        let ids = if by_window.states.contains(&at) { growth.of_window } else { growth.of_cycle };
        let form = Program::new(&model.graph, &ids[1..], &[], None);
        let waits = form.binds(|input| !matches!(input, Input::Parameter(_)));
        Track {
            law: growth.law.clone(),
            clock: growth.clock,
            x_scale: growth.x_scale,
            start: growth.start,
            shape: None,
            form: (!waits).then_some(form),
        }
    };
    model.states.iter().enumerate().map(track).collect()
}

impl Track {
    /// The same, where parameters have their values.
    fn given(&self, value: impl Fn(Input) -> Option<f64>) -> Self {
        let shape = self.form.as_ref().map(|form| {
            let settled = form.given(value);
            let registers = settled.registers();
            let number = |at| settled.output(&registers, at, 1).at(0);
            Course { k: f64::NAN, p: number(0), limit: number(1), at: number(2) }
        });
        Self { shape, ..self.clone() }
    }

    /// The age of a new cell; where the shape of the curve changes, its value.
    pub fn starting_age(&self) -> f64 {
        self.age_at(self.start)
    }

    /// The age at which the state stands at `level`; where the shape of the curve changes, `level`.
    pub fn age_at(&self, level: f64) -> f64 {
        let age = self.shape.map(|shape| self.law.age(shape, level));
        age.map_or(level, |age| age.unwrap_or(f64::MAX))
    }

    /// The value of the state at each of `ages`.
    pub fn levels(&self, ages: &[f64], levels: &mut Vec<f64>) {
        levels.clear();
        levels.extend_from_slice(ages);
        if let Some(shape) = self.shape {
            self.law.levels(shape, ages, levels);
        }
    }

    /// Where `age` is after `dx` on `course`.
    pub fn advanced(&self, course: Course, age: f64, dx: f64) -> f64 {
        let dx = dx * self.x_scale;
        match self.shape {
            Some(_) => age + self.law.speed(course) * dx,
            None => self.law.advanced(course, age, dx),
        }
    }

    /// The value of the state at `age`.
    pub fn level(&self, age: f64) -> f64 {
        self.shape.map_or(age, |shape| self.law.level(shape, age))
    }

    /// Whether the value may only rise.
    pub fn rises(&self) -> bool {
        self.shape.is_none_or(|shape| self.law.rises(shape))
    }
}
