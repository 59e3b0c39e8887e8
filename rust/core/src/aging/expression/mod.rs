//! Formulas of a card: read once, folded, and evaluated over columns of samples.
//!
//! Text becomes a tree ([`parser`]), trees become one graph without repetition ([`graph`]), and
//! what a caller asks of the graph becomes a list of steps over columns ([`compile`], [`program`]).

pub mod compile;
pub mod curve;
pub mod exponential;
pub mod block;
pub mod family;
pub mod function;
pub mod graph;
pub mod lexer;
pub mod parser;
pub mod power;
pub mod program;
pub mod settle;
pub mod sheet;
pub mod slopes;
pub mod tabulate;

/// What is wrong with a formula, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The first character at fault, counted from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl Fault {
    pub(crate) fn new(column: usize, message: impl Into<String>) -> Self {
        Self { column, message: message.into() }
    }
}
