//! Formulas over many cases at once: a column for each input that they read.

use crate::aging::expression::block::BLOCK;
use crate::aging::expression::graph::{Graph, Id, Input};
use crate::aging::expression::program::{Program, Registers, Values};

/// Formulas whose inputs are columns; parameters alone are the same in all cases.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    program: Program,
    /// What stands in each of the first columns.
    reads: Vec<Input>,
}

impl Sheet {
    /// The sheet that computes `roots`.
    pub fn new(graph: &Graph, roots: &[Id]) -> Self {
        let mut reads = graph.inputs(roots);
        reads.retain(|input| !matches!(input, Input::Parameter(_)));
        let columns: Vec<(Input, usize)> = reads.iter().copied().zip(0..).collect();
        Self { program: Program::new(graph, roots, &columns, None), reads }
    }

    /// The same, where parameters have their values.
    #[must_use]
    pub fn given(&self, value: impl Fn(Input) -> Option<f64>) -> Self {
        Self { program: self.program.given(value), reads: self.reads.clone() }
    }

    /// Registers for this sheet.
    pub fn registers(&self) -> Registers {
        self.program.registers()
    }

    /// What the formulas read, apart from parameters.
    pub fn reads(&self) -> &[Input] {
        &self.reads
    }

    /// How many outputs there are.
    pub fn output_count(&self) -> usize {
        self.program.output_count()
    }

    /// Computes the outputs of `count` cases, a block at most; `value` tells an input of a case.
    pub fn run(
        &self,
        registers: &mut Registers,
        count: usize,
        value: impl Fn(usize, Input) -> f64,
    ) {
        let count = count.min(BLOCK);
        for (at, &input) in self.reads.iter().enumerate() {
            for (case, place) in registers.column(at)[..count].iter_mut().enumerate() {
                *place = value(case, input);
            }
        }
        self.program.run(registers, count);
    }

    /// Output number `output` of the first `count` cases.
    pub fn output<'a>(&self, registers: &'a Registers, output: usize, count: usize) -> Values<'a> {
        self.program.output(registers, output, count)
    }
}
