//! How one state moves along its curve.

use crate::aging::card::Clock;
use crate::aging::expression::graph::{Graph, Id, Input};
use crate::aging::expression::program::Program;
use crate::aging::law::{Course, Law};
use crate::aging::model::Growth;

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

impl Track {
    /// How the state moves that grows so, on curves whose shape these formulas tell.
    pub fn of(growth: &Growth, graph: &Graph, shape: &[Id]) -> Self {
        let form = Program::new(graph, shape, &[], None);
        let waits = form.binds(|input| !matches!(input, Input::Parameter(_)));
        Self {
            law: growth.law.clone(),
            clock: growth.clock,
            x_scale: growth.x_scale,
            start: growth.start,
            shape: None,
            form: (!waits).then_some(form),
        }
    }

    /// The same, where parameters have their values.
    pub fn given(&self, value: impl Fn(Input) -> Option<f64>) -> Self {
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
