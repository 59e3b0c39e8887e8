//! Formulas of the moment along one of its conditions, while all others rest.

use crate::aging::expression::block::BLOCK;
use crate::aging::expression::program::{Program, Registers, Values};
use crate::aging::flow::ICE;
use crate::aging::rates::Steady;

/// What changes from one moment to the next, by its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Temperature = 0,
    Soc = 1,
}

/// A cell that is cycled moderately, while formulas are looked at.
const MODERATE: Steady =
    Steady { temperature_celsius: &[25.0], soc: &[0.5], dod: &[0.5], c_rate: &[0.5] };

/// A program of such formulas at work.
pub(crate) struct Along<'a> {
    program: &'a Program,
    registers: Registers,
    moving: Condition,
}

impl<'a> Along<'a> {
    /// `program` along `moving`, where the other condition is `resting`; states have these `levels`.
    pub fn new(program: &'a Program, moving: Condition, resting: f64, levels: &[f64]) -> Self {
        let mut registers = program.registers();
        let conditions = MODERATE.conditions(0);
        program.bind(&mut registers, |input| conditions.value(input, levels));
        registers.column(1 - moving as usize).fill(resting);
        Self { program, registers, moving }
    }

    /// Evaluates all formulas at `places`, a block at most.
    pub fn go_to(&mut self, places: &[f64]) {
        let count = places.len().min(BLOCK);
        self.registers.column(self.moving as usize)[..count].copy_from_slice(&places[..count]);
        self.program.run(&mut self.registers, count);
    }

    /// What formula number `output` was worth at the first `count` of these places.
    pub fn found(&self, output: usize, count: usize) -> Values<'_> {
        self.program.output(&self.registers, output, count)
    }

    /// How many formulas there are.
    pub fn formulas(&self) -> usize {
        self.program.output_count()
    }
}

impl Condition {
    /// From where to where rates are looked at: a fraction, or kelvin.
    pub fn range(self) -> [f64; 2] {
        match self {
            Self::Temperature => [ICE - 40.0, ICE + 80.0],
            Self::Soc => [0.0, 1.0],
        }
    }

    /// How far it goes while rates bend as much as over all states of charge.
    pub fn unit(self) -> f64 {
        match self {
            Self::Temperature => 64.0,
            Self::Soc => 1.0,
        }
    }

    /// Values at which it is met while the other one moves.
    pub fn usual(self) -> [f64; 3] {
        match self {
            Self::Temperature => [ICE, ICE + 25.0, ICE + 45.0],
            Self::Soc => [0.1, 0.5, 0.9],
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Temperature => Self::Soc,
            Self::Soc => Self::Temperature,
        }
    }
}
