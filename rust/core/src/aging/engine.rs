//! A model, compiled for one reading of duty.

use crate::aging::averages::Averages;
use crate::aging::card::Clock;
use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::program::{Program, Registers};
use crate::aging::law::{Course, Law};
use crate::aging::model::{Growth, Model};
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
    /// States that advance when a window closes.
    pub(crate) by_window: Courses,
    /// States that advance with each cycle.
    pub(crate) by_cycle: Courses,
    /// Capacity, resistance, losses and gains.
    pub(crate) health: Program,
    pub(crate) names: Names,
    /// How many parameters the model left open.
    open: usize,
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

/// Rate constants and shapes of some of the states.
#[derive(Debug, Clone, Default)]
pub(crate) struct Courses {
    pub program: Program,
    pub states: Vec<usize>,
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
    /// Ages by state, with the open half cycles taken in.
    pub ahead: Vec<f64>,
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
        let engine = Self {
            settings,
            tested: Tested::of(&model.card.tested_range),
            growths: tracks(model, &by_window),
            averages,
            by_window,
            by_cycle: Courses::new(model, by_cycle, |growth| growth.of_cycle),
            health: Program::new(&model.graph, &model.outputs, &[], None),
            names: Names::of(model),
            open: model.open,
        };
        Ok(engine.settled(&[]))
    }

    /// The same, where the parameters that the model left open have their `values`, in that order.
    ///
    /// # Errors
    /// [`Error::BadShape`] if there are more or fewer; [`Error::BadInput`] if one is not finite.
    pub fn given(&self, values: &[f64]) -> Result<Self, Error> {
        same_length("parameters", values.len(), self.open)?;
        all_within("parameters", values, FINITE)?;
        Ok(self.settled(values))
    }

    fn settled(&self, values: &[f64]) -> Self {
        let value = |input| match input {
            Input::Parameter(at) => values.get(at).copied(),
            _ => None,
        };
        let courses =
            |of: &Courses| Courses { program: of.program.given(value), states: of.states.clone() };
        Self {
            settings: self.settings,
            tested: self.tested,
            growths: self.growths.iter().map(|track| track.given(value)).collect(),
            averages: self.averages.given(value),
            by_window: courses(&self.by_window),
            by_cycle: courses(&self.by_cycle),
            health: self.health.given(value),
            names: self.names.clone(),
            open: self.open,
        }
    }

    /// What the outputs are called.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn scratch(&self) -> Scratch {
        Scratch {
            average: self.averages.program.registers(),
            by_window: self.by_window.program.registers(),
            by_cycle: self.by_cycle.program.registers(),
            health: self.health.registers(),
            ahead: vec![0.0; self.growths.len()],
            outputs: Vec::new(),
        }
    }
}

impl Scratch {
    /// Reads what the formulas of health have computed.
    pub fn read_health(&mut self, engine: &Engine) {
        let count = engine.health.output_count();
        let outputs = (0..count).map(|at| engine.health.output(&self.health, at, 1).at(0));
        self.outputs.clear();
        self.outputs.extend(outputs);
        if let Some(capacity) = self.outputs.first_mut().filter(|capacity| **capacity < 0.0) {
            *capacity = 0.0; // laws may say more of a dead cell than there is
        }
    }
}

impl Courses {
    /// Those of `states`, from the formulas that `ids` chooses.
    pub fn new(model: &Model, states: Vec<usize>, ids: impl Fn(&Growth) -> [Id; 4]) -> Self {
        let roots: Vec<Id> = states.iter().flat_map(|at| ids(&model.states[*at])).collect();
        Self { program: Program::new(&model.graph, &roots, &[], None), states }
    }

    /// The course of the state that stands at `place` among these.
    pub fn course(&self, registers: &Registers, place: usize) -> Course {
        let output = |at| self.program.output(registers, 4 * place + at, 1).at(0);
        Course { k: output(0), p: output(1), limit: output(2), at: output(3) }
    }

    /// The rates whose means these read.
    pub fn averaged(&self, model: &Model) -> Vec<usize> {
        let reads = |at: &usize| self.program.binds(|input| input == Input::Mean(*at));
        (0..model.rates.len()).filter(reads).collect()
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
