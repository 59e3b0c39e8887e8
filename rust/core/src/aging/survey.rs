//! A look over the tested range of a model, for what no cell would do.

use crate::aging::card::TestedRange;
use crate::aging::expression::block::BLOCK;
use crate::aging::expression::graph::Input;
use crate::aging::expression::program::{Program, Registers};
use crate::aging::model::Model;
use crate::aging::rates::Steady;
use crate::aging::stressor::STRESSORS;
use crate::error::Error;
use crate::parallel::KeepGoing;

/// Temperature, state of charge, depth and rate, in that order.
pub type Place = [f64; 4];
const POINTS: [usize; 4] = [9, 21, 11, 6];
/// Where a card tells no range.
const USUAL: [[f64; 2]; 4] = [[0.0, 45.0], [0.0, 1.0], [0.05, 1.0], [0.05, 1.0]];
const DEPTH: usize = 2;
/// A change of so much of the largest value that stays while neighbors draw together is a jump.
const JUMP: f64 = 0.01;
const HALVINGS: usize = 40;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no finite number.
    NotFinite,
    /// It is below zero.
    Negative,
    /// It falls as cycles get deeper.
    FallsWithDepth,
    /// It jumps.
    Jumps,
}

/// What is wrong with a formula of a state, at its worst.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The entry of the card.
    pub entry: String,
    /// What is wrong with it.
    pub fault: Fault,
    /// Where.
    pub place: Place,
    /// The value there; for a fall or a jump its size, as a share of the shallower or largest one.
    pub value: f64,
}

/// What is wrong within the range in which `model` was tested, at the states of a new cell.
///
/// # Errors
/// Those of `watch`.
pub fn survey(model: &Model, watch: &dyn KeepGoing) -> Result<Vec<Finding>, Error> {
    let mut probe = Probe::new(model);
    let axes = axes(&model.card.tested_range);
    let names: Vec<&String> = model.card.states.keys().collect();
    let mut found = vec![];
    for (state, name) in names.iter().enumerate() {
        for (part, of) in ["k", "p", "y_inf"].iter().enumerate() {
            let output = 4 * state + part; // the fourth is the condition of a family
            let values = probe.over(output, &axes);
            let mut scan = Scan { probe: &mut probe, output, axes: &axes, values: &values };
            let faults = if part == 0 { scan.of_rate() } else { vec![scan.not_finite()] };
            let entry = format!("states.{name}.{of}");
            let told = faults.into_iter().flatten();
            found.extend(told.map(|(fault, place, value)| {
                let entry = entry.clone();
                Finding { entry, fault, place, value }
            }));
            watch.keep_going(f64::NAN)?;
        }
    }
    Ok(found)
}

/// The formulas of the states, at one place after the other.
struct Probe {
    program: Program,
    registers: Registers,
}

impl Probe {
    fn new(model: &Model) -> Self {
        let roots: Vec<_> = model.states.iter().flat_map(|state| state.of_cycle).collect();
        let columns: Vec<_> = (0..STRESSORS.len()).map(|at| (Input::Stressor(at), at)).collect();
        let program = Program::new(&model.graph, &roots, &columns, None);
        let mut registers = program.registers();
        program.bind(&mut registers, |input| match input {
            Input::State(at) => model.states[at].start,
            _ => f64::NAN,
        });
        Self { program, registers }
    }

    fn at(&mut self, output: usize, places: &[Place]) -> Vec<f64> {
        let mut found = Vec::with_capacity(places.len());
        for block in places.chunks(BLOCK) {
            for (k, place) in block.iter().enumerate() {
                let [temperature, soc, dod, c_rate] = place.map(|value| [value]);
                let steady = Steady {
                    temperature_celsius: &temperature,
                    soc: &soc,
                    dod: &dod,
                    c_rate: &c_rate,
                };
                let conditions = steady.conditions(0);
                for at in 0..STRESSORS.len() {
                    self.registers.column(at)[k] = conditions.at(at);
                }
            }
            self.program.run(&mut self.registers, block.len());
            let values = self.program.output(&self.registers, output, block.len());
            found.extend((0..block.len()).map(|k| values.at(k)));
        }
        found
    }

    fn over(&mut self, output: usize, axes: &[Vec<f64>; 4]) -> Vec<f64> {
        let count = axes.iter().map(Vec::len).product();
        let places: Vec<Place> = (0..count).map(|at| place_of(axes, at)).collect();
        self.at(output, &places)
    }
}

/// One formula over the whole grid.
struct Scan<'a> {
    probe: &'a mut Probe,
    output: usize,
    axes: &'a [Vec<f64>; 4],
    values: &'a [f64],
}

type Told = Option<(Fault, Place, f64)>;

impl Scan<'_> {
    fn of_rate(&mut self) -> Vec<Told> {
        vec![self.not_finite(), self.negative(), self.falls_with_depth(), self.jumps()]
    }

    fn not_finite(&self) -> Told {
        let at = self.values.iter().position(|value| !value.is_finite())?;
        Some((Fault::NotFinite, place_of(self.axes, at), self.values[at]))
    }

    fn negative(&self) -> Told {
        let (at, value) = self.values.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
        (*value < 0.0).then(|| (Fault::Negative, place_of(self.axes, at), *value))
    }

    fn falls_with_depth(&self) -> Told {
        let lost = |(shallow, deep): (usize, usize)| 1.0 - self.values[deep] / self.values[shallow];
        let pairs = self.pairs(DEPTH).filter(|(shallow, _)| self.values[*shallow] > 0.0);
        let worst = pairs.map(|pair| (lost(pair), pair.1)).max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (lost, deep) = worst;
        (lost > 1e-9).then(|| (Fault::FallsWithDepth, place_of(self.axes, deep), lost))
    }

    fn jumps(&mut self) -> Told {
        let finite = self.values.iter().filter(|value| value.is_finite());
        let largest = finite.fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let mut worst: Told = None;
        for axis in 0..4 {
            for (before, after) in self.pairs(axis).collect::<Vec<_>>() {
                let ends = [before, after].map(|at| (place_of(self.axes, at), self.values[at]));
                let Some((place, size)) = self.jump_between(axis, ends, largest) else { continue };
                if worst.is_none_or(|(_, _, known)| size > known) {
                    worst = Some((Fault::Jumps, place, size));
                }
            }
        }
        worst
    }

    /// Halves the way, always keeping the half that changes more; a smooth change gets smaller.
    fn jump_between(
        &mut self,
        axis: usize,
        [mut low, mut high]: [(Place, f64); 2],
        largest: f64,
    ) -> Option<(Place, f64)> {
        let change = |a: f64, b: f64| (b - a).abs() / largest;
        let mut size = change(low.1, high.1);
        for _ in 0..HALVINGS {
            if size.is_nan() || size < JUMP {
                return None;
            }
            let mut middle = low.0;
            middle[axis] = 0.5 * (low.0[axis] + high.0[axis]);
            let value = *self.probe.at(self.output, &[middle]).first()?;
            let sides = [change(low.1, value), change(value, high.1)];
            if sides[0] >= sides[1] {
                high = (middle, value);
            } else {
                low = (middle, value);
            }
            size = sides[0].max(sides[1]);
        }
        (size >= JUMP).then_some((high.0, size))
    }

    /// Neighbors along `axis`.
    fn pairs(&self, axis: usize) -> impl Iterator<Item = (usize, usize)> + use<'_> {
        let step: usize = self.axes[axis + 1..].iter().map(Vec::len).product();
        let length = self.axes[axis].len();
        let inner = move |at: &usize| (at / step) % length + 1 < length;
        (0..self.values.len()).filter(inner).map(move |at| (at, at + step))
    }
}

fn axes(tested: &TestedRange) -> [Vec<f64>; 4] {
    let rates = [tested.charge_c_rate, tested.discharge_c_rate].into_iter().flatten();
    let rate = rates.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
    let told = [tested.temperature_celsius, tested.soc, tested.dod, rate];
    std::array::from_fn(|axis| {
        let [low, high] = told[axis].unwrap_or(USUAL[axis]);
        let last = (POINTS[axis] - 1) as f64;
        let point = |at: usize| low + (high - low) * (at as f64 / last);
        (0..if low < high { POINTS[axis] } else { 1 }).map(point).collect()
    })
}

fn place_of(axes: &[Vec<f64>; 4], at: usize) -> Place {
    let mut rest = at;
    let mut place = [0.0; 4];
    for (axis, points) in axes.iter().enumerate().rev() {
        place[axis] = points[rest % points.len()];
        rest /= points.len();
    }
    place
}
