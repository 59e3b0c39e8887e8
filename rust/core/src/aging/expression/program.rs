//! Formulas as steps over columns of samples.
//!
//! What reads no column is computed once per binding, not once per sample. What reads one chosen
//! column alone, and is dear, is looked up in a table instead.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::expression::block::{BLOCK, Column};
use crate::aging::expression::curve::Curve;
use crate::aging::expression::exponential::exponentials;
use crate::aging::expression::family::Family;
use crate::aging::expression::function::{Binary, Unary};
use crate::aging::expression::graph::Input;
use crate::aging::expression::tabulate::Polynomials;
use std::sync::Arc;

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Scalar(usize),
    Column(usize),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    Unary(Unary, Place),
    Binary(Binary, Place, Place),
    Where(Place, Place, Place),
    Curve(usize, Place),
    Family(usize, Place, Place),
    Table(usize, Place),
}

/// Some formulas of a graph, ready to be evaluated.
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub(super) constants: Vec<f64>,
    pub(super) bound: Vec<(Input, usize)>,
    pub(super) once: Vec<(Action, usize)>,
    pub(super) columns: usize,
    pub(super) each: Vec<(Action, usize)>,
    pub(super) curves: Vec<Curve>,
    pub(super) families: Vec<Family>,
    pub(super) tables: Vec<Arc<Polynomials>>,
    pub(super) outputs: Vec<Place>,
}

/// The values that a program works on.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    scalars: Vec<f64>,
    columns: Vec<Column>,
}

/// A value for all samples, or one for each.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// The same for all.
    All(f64),
    /// One for each.
    Each(&'a [f64]),
}

impl Values<'_> {
    /// The value of sample `k`.
    #[inline]
    pub fn at(&self, k: usize) -> f64 {
        match self {
            Self::All(value) => *value,
            Self::Each(values) => values[k],
        }
    }
}

impl Program {
    /// Registers for this program.
    pub fn registers(&self) -> Registers {
        Registers { scalars: self.constants.clone(), columns: vec![[0.0; BLOCK]; self.columns] }
    }

    /// Whether any output reads an input that `holds`.
    pub fn binds(&self, holds: impl Fn(Input) -> bool) -> bool {
        self.bound.iter().any(|(input, _)| holds(*input))
    }

    /// Whether its constants are those of `other`, bit for bit.
    pub fn has_constants_of(&self, other: &Self) -> bool {
        let bits =
            |program: &Self| program.constants.iter().map(|c| c.to_bits()).collect::<Vec<_>>();
        bits(self) == bits(other)
    }

    /// Sets what is the same for all samples.
    pub fn bind(&self, registers: &mut Registers, value: impl Fn(Input) -> f64) {
        for &(input, at) in &self.bound {
            registers.scalars[at] = value(input);
        }
        for &(action, to) in &self.once {
            registers.scalars[to] = self.scalar(action, &registers.scalars);
        }
    }

    /// Computes the outputs for the first `count` samples of the columns, in the widest vectors of
    /// the processor.
    pub fn run(&self, registers: &mut Registers, count: usize) {
        pulp::Arch::new().dispatch(Run { program: self, registers, count });
    }

    /// How many outputs there are.
    pub fn output_count(&self) -> usize {
        self.outputs.len()
    }

    /// Output number `output` of the first `count` samples.
    pub fn output<'a>(&self, registers: &'a Registers, output: usize, count: usize) -> Values<'a> {
        let place = self.outputs[output];
        read(place, &registers.scalars, &registers.columns, count)
    }

    pub(super) fn scalar(&self, action: Action, scalars: &[f64]) -> f64 {
        let read = |place| read(place, scalars, &[], 1).at(0);
        match action {
            Action::Unary(function, a) => function.code()(read(a)),
            Action::Binary(function, a, b) => function.code()(read(a), read(b)),
            Action::Where(condition, yes, no) => {
                read(if read(condition) == 0.0 { no } else { yes })
            }
            Action::Curve(curve, a) => self.curves[curve].at(read(a)),
            Action::Family(family, at, a) => self.families[family].value(read(at), read(a)),
            Action::Table(table, a) => self.tables[table].at(read(a)),
        }
    }
}

/// A program at work on a block.
struct Run<'a> {
    program: &'a Program,
    registers: &'a mut Registers,
    count: usize,
}

impl pulp::WithSimd for Run<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { program, registers: Registers { scalars, columns }, count } = self;
        for &(action, to) in &program.each {
            let (before, rest) = columns.split_at_mut(to);
            let out = &mut rest[0][..count];
            let read = |place| read(place, scalars, before, count);
            match action {
                Action::Unary(Unary::Exp, Place::Column(a)) => {
                    exponentials(out, &before[a][..count]);
                }
                Action::Unary(function, a) => map(out, read(a), function.code()),
                Action::Binary(function, a, b) => combine(function, out, read(a), read(b)),
                Action::Where(condition, yes, no) => {
                    choose(out, read(condition), read(yes), read(no));
                }
                Action::Curve(curve, a) => map(out, read(a), |x| program.curves[curve].at(x)),
                Action::Family(family, at, a) => {
                    let family = &program.families[family];
                    map_two(out, read(at), read(a), |at, x| family.value(at, x));
                }
                Action::Table(table, Place::Column(a)) => {
                    program.tables[table].at_each(out, &before[a][..count]);
                }
                Action::Table(table, a) => map(out, read(a), |x| program.tables[table].at(x)),
            }
        }
    }
}

impl Registers {
    /// The column that stands at `at`, to be filled.
    pub fn column(&mut self, at: usize) -> &mut Column {
        &mut self.columns[at]
    }
}

fn read<'a>(place: Place, scalars: &[f64], columns: &'a [Column], count: usize) -> Values<'a> {
    match place {
        Place::Scalar(at) => Values::All(scalars[at]),
        Place::Column(at) => Values::Each(&columns[at][..count]),
    }
}

#[inline(always)]
fn map(out: &mut [f64], a: Values, function: impl Fn(f64) -> f64) {
    match a {
        Values::All(a) => out.fill(function(a)),
        Values::Each(a) => {
            for (out, &a) in out.iter_mut().zip(a) {
                *out = function(a);
            }
        }
    }
}

/// The four operations are spelled out so that the compiler turns each into vector code.
#[inline(always)]
fn combine(function: Binary, out: &mut [f64], a: Values, b: Values) {
    match function {
        Binary::Add => map_two(out, a, b, |a, b| a + b),
        Binary::Subtract => map_two(out, a, b, |a, b| a - b),
        Binary::Multiply => map_two(out, a, b, |a, b| a * b),
        Binary::Divide => map_two(out, a, b, |a, b| a / b),
        other => map_two(out, a, b, other.code()),
    }
}

#[inline(always)]
fn map_two(out: &mut [f64], a: Values, b: Values, function: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Values::All(a), b) => map(out, b, |b| function(a, b)),
        (a, Values::All(b)) => map(out, a, |a| function(a, b)),
        (Values::Each(a), Values::Each(b)) => {
            for (out, (&a, &b)) in out.iter_mut().zip(a.iter().zip(b)) {
                *out = function(a, b);
            }
        }
    }
}

fn choose(out: &mut [f64], condition: Values, yes: Values, no: Values) {
    for (k, out) in out.iter_mut().enumerate() {
        let chosen = if condition.at(k) == 0.0 { no } else { yes };
        *out = chosen.at(k);
    }
}
