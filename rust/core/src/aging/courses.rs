//! How states move through many cases at once.

use crate::aging::card::Clock;
use crate::aging::expression::block::{BLOCK, Column};
use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::program::Registers;
use crate::aging::expression::sheet::Sheet;
use crate::aging::law::Course;
use crate::aging::model::{Growth, Model};
use crate::aging::track::Track;

/// Rate constants and shapes of some of the states.
#[derive(Debug, Clone, Default)]
pub(crate) struct Courses {
    pub sheet: Sheet,
    pub states: Vec<usize>,
}

/// How one state moves in each case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moves {
    /// How far its age runs; what passes, where the shape of the curve changes.
    ways: Vec<f64>,
    /// Where it changes: the curves.
    courses: Vec<Course>,
}

/// What ages a cell.
pub(crate) trait Case {
    /// What passed on a clock.
    fn on(&self, clock: Clock) -> f64;
}

impl Courses {
    /// Those of `states`, from the formulas that `ids` chooses.
    pub fn new(model: &Model, states: Vec<usize>, ids: impl Fn(&Growth) -> [Id; 4]) -> Self {
        let roots: Vec<Id> = states.iter().flat_map(|at| ids(&model.states[*at])).collect();
        Self { sheet: Sheet::new(&model.graph, &roots), states }
    }

    /// The same, where parameters have their values.
    pub fn given(&self, value: impl Fn(Input) -> Option<f64>) -> Self {
        Self { sheet: self.sheet.given(value), states: self.states.clone() }
    }

    /// The course of the state that stands at `place` among these, in one of `count` cases.
    pub fn course(&self, registers: &Registers, place: usize, case: usize, count: usize) -> Course {
        let output = |at| self.sheet.output(registers, 4 * place + at, count).at(case);
        Course { k: output(0), p: output(1), limit: output(2), at: output(3) }
    }

    /// The rates whose means these read.
    pub fn averaged(&self, model: &Model) -> Vec<usize> {
        let reads = |at: &usize| self.sheet.reads().contains(&Input::Mean(*at));
        (0..model.rates.len()).filter(reads).collect()
    }

    /// Finds the `moves` of each of the states, all of which are `tracks`, in each of `cases`;
    /// `value` tells an input of a case.
    pub fn follow(
        &self,
        tracks: &[Track],
        cases: &[impl Case],
        registers: &mut Registers,
        value: impl Fn(usize, Input) -> f64,
        moves: &mut [Moves],
    ) {
        self.states.iter().for_each(|at| moves[*at].clear());
        for (block, cases) in cases.chunks(BLOCK).enumerate() {
            let count = cases.len();
            self.sheet.run(registers, count, |case, input| value(block * BLOCK + case, input));
            for (place, &at) in self.states.iter().enumerate() {
                let (track, moves) = (&tracks[at], &mut moves[at]);
                let passed = cases.iter().map(|case| case.on(track.clock) * track.x_scale);
                if let Some(shape) = track.shape {
                    let speeds = self.speeds(track, shape, registers, place, count);
                    moves.ways.extend(passed.zip(speeds).map(|(dx, speed)| speed * dx));
                } else {
                    let course = |case| self.course(registers, place, case, count);
                    moves.ways.extend(passed);
                    moves.courses.extend((0..count).map(course));
                }
            }
        }
    }

    /// How fast the age of the state at `place` runs in each case, on a curve of such a `shape`.
    fn speeds(
        &self,
        track: &Track,
        shape: Course,
        registers: &Registers,
        place: usize,
        count: usize,
    ) -> Column {
        let k = self.sheet.output(registers, 4 * place, count);
        let (mut ks, mut speeds) = ([0.0; BLOCK], [0.0; BLOCK]);
        ks[..count].iter_mut().enumerate().for_each(|(case, place)| *place = k.at(case));
        track.law.speeds(shape, &ks[..count], &mut speeds[..count]);
        speeds
    }
}

impl Moves {
    fn clear(&mut self) {
        self.ways.clear();
        self.courses.clear();
    }

    /// Where `age` of `track` is after `case`.
    #[inline]
    pub fn on(&self, track: &Track, case: usize, age: f64) -> f64 {
        match self.courses.get(case) {
            None => age + self.ways[case],
            Some(course) => track.law.advanced(*course, age, self.ways[case]),
        }
    }
}
