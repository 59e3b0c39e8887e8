//! Places where formulas may jump or bend: where comparisons turn, and the points of tables.

use crate::aging::along::{Along, Condition};
use crate::aging::expression::block::BLOCK;
use crate::aging::expression::function::{Binary, Unary};
use crate::aging::expression::graph::{Graph, Id, Input, Node};
use crate::aging::expression::program::Program;
use crate::aging::stressor::Stressor;

/// Pieces of the range of a condition, in each of which a comparison turns once at most.
const PIECES: usize = 256;
/// After so many halvings a place is known to the last bit.
const HALVINGS: usize = 64;
const MOMENT: [(Input, usize); 2] = [
    (Input::Stressor(Stressor::Temperature as usize), Condition::Temperature as usize),
    (Input::Stressor(Stressor::Soc as usize), Condition::Soc as usize),
];

/// All comparisons in some formulas of the moment.
#[derive(Debug, Clone)]
pub(crate) struct Creases {
    program: Program,
    turns: Vec<Turn>,
}

/// Whether one formula, by its place among the outputs, is below another or below a number.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Formulas(usize, usize),
    Number(usize, f64),
}

impl Creases {
    /// Those of `roots` and of all that they need.
    pub fn of(graph: &Graph, roots: &[Id]) -> Self {
        let (mut outputs, mut turns) = (vec![], vec![]);
        for id in graph.needed(roots) {
            let (compared, numbers) = compared(graph, id);
            let inputs = graph.inputs(&compared);
            if MOMENT.iter().any(|(moment, _)| inputs.contains(moment)) {
                let first = outputs.len();
                if compared.len() == 2 {
                    turns.push(Turn::Formulas(first, first + 1));
                }
                turns.extend(numbers.into_iter().map(|number| Turn::Number(first, number)));
                outputs.extend(compared);
            }
        }
        Self { program: Program::new(graph, &outputs, &MOMENT, None), turns }
    }

    /// The same, where parameters have their values.
    pub fn given(&self, value: impl Fn(Input) -> Option<f64>) -> Self {
        Self { program: self.program.given(value), turns: self.turns.clone() }
    }

    /// Whether parameters that are open may move them.
    pub fn wait(&self) -> bool {
        self.program.binds(|input| matches!(input, Input::Parameter(_)))
    }

    /// Where they lie along `condition`, in order.
    pub fn places(&self, condition: Condition, levels: &[f64]) -> Vec<f64> {
        if self.turns.is_empty() {
            return vec![];
        }
        let resting = condition.other().usual()[1];
        let mut along = Along::new(&self.program, condition, resting, levels);
        let [low, high] = condition.range();
        let point = |at: usize| low + (high - low) * (at as f64 / PIECES as f64);
        let mut found = vec![];
        for start in (0..PIECES).step_by(BLOCK - 1) {
            let points: Vec<f64> = (start..(start + BLOCK).min(PIECES + 1)).map(point).collect();
            along.go_to(&points);
            let turning = self.turning(&along, &points);
            found.extend(turning.into_iter().map(|(turn, ends)| turn.place(&mut along, ends)));
        }
        found.sort_by(f64::total_cmp);
        found.dedup();
        found
    }

    /// Comparisons that turn, and between which two of `points`.
    fn turning(&self, along: &Along, points: &[f64]) -> Vec<(Turn, [f64; 2])> {
        let mut found = vec![];
        for turn in &self.turns {
            let holds: Vec<bool> =
                (0..points.len()).map(|at| turn.holds(along, at, points.len())).collect();
            let pairs = holds.windows(2).zip(points.windows(2));
            let turning = pairs.filter(|(holds, _)| holds[0] != holds[1]);
            found.extend(turning.map(|(_, ends)| (*turn, [ends[0], ends[1]])));
        }
        found
    }
}

impl Turn {
    fn holds(self, along: &Along, at: usize, count: usize) -> bool {
        match self {
            Self::Formulas(a, b) => along.found(a, count).at(at) < along.found(b, count).at(at),
            Self::Number(a, number) => along.found(a, count).at(at) < number,
        }
    }

    /// The first place between two at which it is what it is at the second.
    fn place(self, along: &mut Along, [mut before, mut after]: [f64; 2]) -> f64 {
        along.go_to(&[after]);
        let is_there = self.holds(along, 0, 1);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (before + after);
            along.go_to(&[middle]);
            if self.holds(along, 0, 1) == is_there {
                after = middle;
            } else {
                before = middle;
            }
        }
        after
    }
}

/// What node `id` compares: two formulas, or one with numbers.
fn compared(graph: &Graph, id: Id) -> (Vec<Id>, Vec<f64>) {
    match graph.node(id) {
        Node::Binary(Binary::Below | Binary::Min | Binary::Max, a, b) => (vec![a, b], vec![]),
        Node::Binary(Binary::NotAbove, a, b) => (vec![b, a], vec![]),
        Node::Unary(Unary::Abs, a) => (vec![a], vec![0.0]),
        Node::Curve(curve, a) => (vec![a], graph.curves()[curve].knots().to_vec()),
        Node::Family(family, _, a) => (vec![a], graph.families()[family].knots()),
        _ => (vec![], vec![]),
    }
}
