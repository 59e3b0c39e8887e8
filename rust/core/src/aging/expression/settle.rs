//! Inputs that become numbers once and for all.

use crate::aging::expression::graph::Input;
use crate::aging::expression::program::{Action, Place, Program};

impl Program {
    /// The same, where each input that has a `value` is that number; tables are shared.
    #[must_use]
    pub fn given(&self, value: impl Fn(Input) -> Option<f64>) -> Self {
        let mut program = self.clone();
        program.bound.clear();
        for &(input, at) in &self.bound {
            match value(input) {
                Some(number) => program.constants[at] = number,
                None => program.bound.push((input, at)),
            }
        }
        program.settle();
        program
    }

    /// Computes now what waits for no binding.
    fn settle(&mut self) {
        let mut waits = vec![false; self.constants.len()];
        self.bound.iter().for_each(|(_, at)| waits[*at] = true);
        for (action, to) in std::mem::take(&mut self.once) {
            waits[to] = action.reads().any(|place| matches!(place, Place::Scalar(at) if waits[at]));
            if waits[to] {
                self.once.push((action, to));
            } else {
                self.constants[to] = self.scalar(action, &self.constants);
            }
        }
    }
}

impl Action {
    fn reads(self) -> impl Iterator<Item = Place> {
        let places = match self {
            Self::Unary(_, a) | Self::Curve(_, a) | Self::Table(_, a) => [Some(a), None, None],
            Self::Binary(_, a, b) | Self::Family(_, a, b) => [Some(a), Some(b), None],
            Self::Where(a, b, c) => [Some(a), Some(b), Some(c)],
        };
        places.into_iter().flatten()
    }
}
