//! All formulas of a card as one graph, in which nothing stands twice.
//!
//! Nodes come after what they need, constants are folded on the way in, a product of exponentials
//! becomes one exponential of a sum and a sum of quotients one quotient, which halves the price of
//! most rates.

use crate::aging::expression::curve::Curve;
use crate::aging::expression::family::Family;
use crate::aging::expression::function::{Binary, Unary};
use std::collections::HashMap;

/// Place of a node in its graph.
pub type Id = usize;

/// What a formula may read beyond the parameters of its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Input {
    /// A condition that the cell is under, by its place among the stressors.
    Stressor(usize),
    /// The mean of a rate over a window, by its place among the rates.
    Mean(usize),
    /// A state of the cell, by its place among the states.
    State(usize),
    /// A parameter that is not yet a number, by its place among those.
    Parameter(usize),
}

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// A number, by its bits.
    Constant(u64),
    /// A value from outside.
    Input(Input),
    /// A function of one node.
    Unary(Unary, Id),
    /// A function of two nodes.
    Binary(Binary, Id, Id),
    /// The second where the first is not 0, else the third.
    Where(Id, Id, Id),
    /// A curve of the card, by its place among them, at a node.
    Curve(usize, Id),
    /// A family of curves, by its place among them, at a condition and a node.
    Family(usize, Id, Id),
}

/// Formulas that share what they have in common.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    places: HashMap<Node, Id>,
    curves: Vec<Curve>,
    families: Vec<Family>,
}

impl Graph {
    /// The node at `id`.
    pub fn node(&self, id: Id) -> Node {
        self.nodes[id]
    }

    /// The curves that nodes speak of.
    pub fn curves(&self) -> &[Curve] {
        &self.curves
    }

    /// Takes a curve in, and gives its place.
    pub fn add_curve(&mut self, curve: Curve) -> usize {
        self.curves.push(curve);
        self.curves.len() - 1
    }

    /// The families of curves that nodes speak of.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// Takes a family of curves in, and gives its place.
    pub fn add_family(&mut self, family: Family) -> usize {
        self.families.push(family);
        self.families.len() - 1
    }

    /// A number.
    pub fn constant(&mut self, value: f64) -> Id {
        self.place(Node::Constant(value.to_bits()))
    }

    /// A value from outside.
    pub fn input(&mut self, input: Input) -> Id {
        self.place(Node::Input(input))
    }

    /// The number that stands at `id`, if one does.
    pub fn number(&self, id: Id) -> Option<f64> {
        match self.nodes[id] {
            Node::Constant(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    /// `function` of `a`.
    pub fn unary(&mut self, function: Unary, a: Id) -> Id {
        match self.number(a) {
            Some(a) => self.constant(function.code()(a)),
            None => self.place(Node::Unary(function, a)),
        }
    }

    /// `function` of `a` and `b`.
    pub fn binary(&mut self, function: Binary, a: Id, b: Id) -> Id {
        match (function, self.number(a), self.number(b)) {
            (_, Some(a), Some(b)) => self.constant(function.code()(a, b)),
            (Binary::Power, None, Some(exponent)) => self.power(a, b, exponent),
            (Binary::Multiply, ..) => self.product(a, b),
            (Binary::Add, ..) => self.sum(a, b),
            _ => self.place(Node::Binary(function, a, b)),
        }
    }

    /// `yes` where `condition` is not 0, else `no`.
    pub fn choice(&mut self, condition: Id, yes: Id, no: Id) -> Id {
        match self.number(condition) {
            Some(condition) => [yes, no][usize::from(condition == 0.0)],
            None => self.place(Node::Where(condition, yes, no)),
        }
    }

    /// Curve number `curve` at `a`.
    pub fn curve(&mut self, curve: usize, a: Id) -> Id {
        match self.number(a) {
            Some(a) => self.constant(self.curves[curve].at(a)),
            None => self.place(Node::Curve(curve, a)),
        }
    }

    /// Family number `family` at condition `at` and `a`.
    pub fn family(&mut self, family: usize, at: Id, a: Id) -> Id {
        match (self.number(at), self.number(a)) {
            (Some(at), Some(a)) => self.constant(self.families[family].value(at, a)),
            _ => self.place(Node::Family(family, at, a)),
        }
    }

    /// `id` as a product: the factor that parameters alone decide, if there is one, and the rest.
    pub fn factored(&self, id: Id) -> (Option<Id>, Id) {
        let is_settled = |id| {
            let mut inputs = self.inputs(&[id]).into_iter();
            inputs.all(|input| matches!(input, Input::Parameter(_)))
        };
        match self.nodes[id] {
            Node::Binary(Binary::Multiply, front, rest) if is_settled(front) => (Some(front), rest),
            _ => (None, id),
        }
    }

    /// The nodes that `id` reads directly.
    pub fn sources(&self, id: Id) -> Vec<Id> {
        match self.nodes[id] {
            Node::Constant(_) | Node::Input(_) => vec![],
            Node::Unary(_, a) | Node::Curve(_, a) => vec![a],
            Node::Binary(_, a, b) | Node::Family(_, a, b) => vec![a, b],
            Node::Where(a, b, c) => vec![a, b, c],
        }
    }

    /// The nodes that `roots` need, themselves included, each after what it needs.
    pub fn needed(&self, roots: &[Id]) -> Vec<Id> {
        let mut wanted = vec![false; self.nodes.len()];
        for &root in roots {
            wanted[root] = true;
        }
        for id in (0..self.nodes.len()).rev() {
            if wanted[id] {
                for source in self.sources(id) {
                    wanted[source] = true;
                }
            }
        }
        (0..self.nodes.len()).filter(|id| wanted[*id]).collect()
    }

    /// The inputs that `roots` read.
    pub fn inputs(&self, roots: &[Id]) -> Vec<Input> {
        let needed = self.needed(roots).into_iter();
        needed
            .filter_map(|id| match self.nodes[id] {
                Node::Input(input) => Some(input),
                _ => None,
            })
            .collect()
    }

    fn power(&mut self, base: Id, written: Id, exponent: f64) -> Id {
        if exponent == 1.0 {
            return base;
        }
        if exponent == 0.5 {
            return self.unary(Unary::Sqrt, base);
        }
        if exponent == 2.0 {
            return self.product(base, base);
        }
        if exponent == 3.0 {
            let square = self.product(base, base);
            return self.product(square, base);
        }
        self.place(Node::Binary(Binary::Power, base, written))
    }

    /// a + b, where u / c + v / c is written as (u + v) / c: a division costs as much as ten sums.
    fn sum(&mut self, a: Id, b: Id) -> Id {
        match (self.nodes[a], self.nodes[b]) {
            (Node::Binary(Binary::Divide, u, c), Node::Binary(Binary::Divide, v, d)) if c == d => {
                let sum = self.binary(Binary::Add, u, v);
                self.binary(Binary::Divide, sum, c)
            }
            _ => self.place(Node::Binary(Binary::Add, a, b)),
        }
    }

    /// a · b, where e^u · e^v is written as e^(u + v), also behind a factor.
    fn product(&mut self, a: Id, b: Id) -> Id {
        let (Some((front, u)), Node::Unary(Unary::Exp, v)) = (self.exponential(a), self.nodes[b])
        else {
            return self.place(Node::Binary(Binary::Multiply, a, b));
        };
        let sum = self.binary(Binary::Add, u, v);
        let joint = self.unary(Unary::Exp, sum);
        match front {
            None => joint,
            Some(front) => self.binary(Binary::Multiply, front, joint),
        }
    }

    /// The factor before an exponential, if there is one, and its exponent.
    fn exponential(&self, id: Id) -> Option<(Option<Id>, Id)> {
        match self.nodes[id] {
            Node::Unary(Unary::Exp, u) => Some((None, u)),
            Node::Binary(Binary::Multiply, front, last) => match self.nodes[last] {
                Node::Unary(Unary::Exp, u) => Some((Some(front), u)),
                _ => None,
            },
            _ => None,
        }
    }

    fn place(&mut self, node: Node) -> Id {
        *self.places.entry(node).or_insert_with(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_of_exponentials_is_one_exponential() {
        let mut graph = Graph::default();
        let x = graph.input(Input::Stressor(0));
        let y = graph.input(Input::Stressor(1));
        let (ex, ey) = (graph.unary(Unary::Exp, x), graph.unary(Unary::Exp, y));
        let front = graph.binary(Binary::Multiply, y, ex);
        let all = graph.binary(Binary::Multiply, front, ey);
        let sum = graph.binary(Binary::Add, x, y);
        let joint = graph.unary(Unary::Exp, sum);
        assert_eq!(graph.node(all), Node::Binary(Binary::Multiply, y, joint));
    }

    #[test]
    fn a_sum_of_quotients_is_one_quotient() {
        let mut graph = Graph::default();
        let [x, y, t] = [0, 1, 2].map(|at| graph.input(Input::Stressor(at)));
        let (first, second) =
            (graph.binary(Binary::Divide, x, t), graph.binary(Binary::Divide, y, t));
        let all = graph.binary(Binary::Add, first, second);
        let sum = graph.binary(Binary::Add, x, y);
        assert_eq!(graph.node(all), Node::Binary(Binary::Divide, sum, t));
    }

    #[test]
    fn equal_formulas_share_a_node_and_constants_are_folded() {
        let mut graph = Graph::default();
        let x = graph.input(Input::State(0));
        let two = graph.constant(2.0);
        let first = graph.binary(Binary::Add, x, two);
        let second = graph.binary(Binary::Add, x, two);
        assert_eq!(first, second);
        let four = graph.binary(Binary::Multiply, two, two);
        assert_eq!(graph.number(four), Some(4.0));
    }
}
