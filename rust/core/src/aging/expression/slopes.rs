//! Formulas with their slopes: dual numbers through the steps of a program, forward.

use crate::aging::expression::function::{Binary, Unary};
use crate::aging::expression::graph::Input;
use crate::aging::expression::program::{Action, Place, Program};
use std::f64::consts::FRAC_2_SQRT_PI;

/// Values, and for each its slopes over some parameters.
#[derive(Debug, Clone)]
pub struct Room {
    values: Vec<f64>,
    slopes: Vec<f64>,
    parameters: usize,
}

impl Program {
    /// Room for the values of this program, which reads no columns, and their slopes.
    pub fn room(&self, parameters: usize) -> Room {
        let slopes = vec![0.0; self.constants.len() * parameters];
        Room { values: self.constants.clone(), slopes, parameters }
    }

    /// Computes everything where inputs have their values and, in the room that is handed over,
    /// their slopes.
    pub fn follow(&self, room: &mut Room, mut input: impl FnMut(Input, &mut [f64]) -> f64) {
        let width = room.parameters;
        for &(read, at) in &self.bound {
            let own = room.slopes.get_mut(at * width..(at + 1) * width).unwrap_or(&mut []);
            room.values[at] = input(read, own);
        }
        for &(action, to) in &self.once {
            self.step(room, action, to);
        }
    }

    /// Output number `output`, and its slopes.
    pub fn followed<'a>(&self, room: &'a Room, output: usize) -> (f64, &'a [f64]) {
        let at = slot(self.outputs[output]);
        let width = room.parameters;
        (room.values[at], room.slopes.get(at * width..(at + 1) * width).unwrap_or(&[]))
    }

    fn step(&self, room: &mut Room, action: Action, to: usize) {
        let value = |place| room.values[slot(place)];
        let (found, weights) = match action {
            Action::Unary(function, a) => {
                let x = value(a);
                (function.code()(x), [(a, function.slope(x)), (a, 0.0)])
            }
            Action::Binary(function, a, b) => {
                let (x, y) = (value(a), value(b));
                let [by_a, by_b] = function.slopes(x, y);
                (function.code()(x, y), [(a, by_a), (b, by_b)])
            }
            Action::Where(condition, yes, no) => {
                let chosen = if value(condition) == 0.0 { no } else { yes };
                (value(chosen), [(chosen, 1.0), (chosen, 0.0)])
            }
            Action::Curve(curve, a) => {
                let curve = &self.curves[curve];
                (curve.at(value(a)), [(a, curve.slope(value(a))), (a, 0.0)])
            }
            Action::Family(family, at, a) => {
                let (family, x, y) = (&self.families[family], value(at), value(a));
                let [by_at, by_a] = family.slopes(x, y);
                (family.value(x, y), [(at, by_at), (a, by_a)])
            }
            Action::Table(table, a) => (self.tables[table].at(value(a)), [(a, 0.0); 2]),
        };
        room.values[to] = found;
        let width = room.parameters;
        for k in 0..width {
            let slope = |(place, weight): (Place, f64)| {
                let own = room.slopes[slot(place) * width + k];
                // what does not move counts for nothing, however steep the way from there
                if weight == 0.0 || own == 0.0 { 0.0 } else { weight * own }
            };
            room.slopes[to * width + k] = slope(weights[0]) + slope(weights[1]);
        }
    }
}

/// Where a value stands in a program without columns.
fn slot(place: Place) -> usize {
    match place {
        Place::Scalar(at) | Place::Column(at) => at,
    }
}

impl Unary {
    /// Its slope at `x`.
    fn slope(self, x: f64) -> f64 {
        match self {
            Self::Negate => -1.0,
            Self::Abs => x.signum(),
            Self::Exp => x.exp(),
            Self::Log => x.recip(),
            Self::Sqrt => 0.5 / x.sqrt(),
            Self::Tanh => 1.0 - x.tanh().powi(2),
            Self::Erf => FRAC_2_SQRT_PI * (-x * x).exp(),
        }
    }
}

impl Binary {
    /// Its slopes over both numbers.
    fn slopes(self, x: f64, y: f64) -> [f64; 2] {
        match self {
            Self::Add => [1.0, 1.0],
            Self::Subtract => [1.0, -1.0],
            Self::Multiply => [y, x],
            Self::Divide => [y.recip(), -x / (y * y)],
            Self::Power if x > 0.0 => [y * x.powf(y - 1.0), x.powf(y) * x.ln()],
            Self::Power => [y * x.powf(y - 1.0), 0.0],
            Self::Min if x <= y => [1.0, 0.0],
            Self::Max if x >= y => [1.0, 0.0],
            Self::Min | Self::Max => [0.0, 1.0],
            Self::Below | Self::NotAbove => [0.0, 0.0],
        }
    }
}
