//! A model, compiled for one reading of duty.

use crate::aging::averages::Averages;
use crate::aging::card::Clock;
use crate::aging::courses::Courses;
use crate::aging::creases::Creases;
use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::sheet::Sheet;
use crate::aging::health::Names;
use crate::aging::model::{Growth, Model};
use crate::aging::seams::Seams;
use crate::aging::settings::{Depth, Settings};
use crate::aging::tested::Tested;
use crate::aging::track::Track;
use crate::error::{Error, FINITE, all_within, same_length};

/// Everything that stays the same while a cell ages.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(crate) settings: Settings,
    pub(crate) tested: Tested,
    /// What grows.
    pub(crate) growths: Vec<Track>,
    /// Rates that states read as means over a window.
    pub(crate) averages: Averages,
    /// Where these jump or bend.
    pub(crate) seams: Seams,
    creases: Creases,
    /// States that advance when a window closes.
    pub(crate) by_window: Courses,
    /// States that advance with each cycle.
    pub(crate) by_cycle: Courses,
    /// Capacity, resistance, losses and gains.
    pub(crate) health: Sheet,
    pub(crate) names: Names,
    /// What the card says of the parameters that the model left open.
    nominal: Vec<f64>,
}

impl Engine {
    /// `model`, ready to read duty by `settings`.
    ///
    /// # Errors
    /// As [`Settings::checked`].
    pub fn new(model: &Model, settings: Settings) -> Result<Self, Error> {
        let settings = settings.checked()?;
        let is_by_window =
            |growth: &Growth| growth.clock == Clock::TimeDay || settings.depth == Depth::Window;
        let (by_window, by_cycle): (Vec<usize>, Vec<usize>) =
            (0..model.states.len()).partition(|at| is_by_window(&model.states[*at]));
        let by_window = Courses::new(model, by_window, |growth| growth.of_window);
        let averages = Averages::new(model, by_window.averaged(model));
        let averaged: Vec<Id> = averages.rates().iter().map(|rate| model.rates[*rate]).collect();
        let engine = Self {
            settings,
            tested: Tested::of(&model.card.tested_range),
            growths: tracks(model, &by_window),
            averages,
            seams: Seams::default(),
            creases: Creases::of(&model.graph, &averaged),
            by_window,
            by_cycle: Courses::new(model, by_cycle, |growth| growth.of_cycle),
            health: Sheet::new(&model.graph, &model.outputs),
            names: Names::of(model),
            nominal: model.nominal.clone(),
        };
        let seams = engine.settled(&model.nominal).found_seams();
        Ok(Self { seams, ..engine.settled(&[]) })
    }

    /// The same, where the parameters that the model left open have their `values`, in that order.
    ///
    /// # Errors
    /// [`Error::BadShape`] if there are more or fewer; [`Error::BadInput`] if one is not finite.
    pub fn given(&self, values: &[f64]) -> Result<Self, Error> {
        same_length("parameters", values.len(), self.nominal.len())?;
        all_within("parameters", values, FINITE)?;
        let engine = self.settled(values);
        if self.creases.wait() {
            return Ok(Self { seams: engine.found_seams(), ..engine });
        }
        Ok(engine)
    }

    fn settled(&self, values: &[f64]) -> Self {
        let value = |input| match input {
            Input::Parameter(at) => values.get(at).copied(),
            _ => None,
        };
        Self {
            settings: self.settings,
            tested: self.tested,
            growths: self.growths.iter().map(|track| track.given(value)).collect(),
            averages: self.averages.given(value),
            seams: self.seams.clone(),
            creases: self.creases.given(value),
            by_window: self.by_window.given(value),
            by_cycle: self.by_cycle.given(value),
            health: self.health.given(value),
            names: self.names.clone(),
            nominal: self.nominal.clone(),
        }
    }

    fn found_seams(&self) -> Seams {
        if self.settings.depth == Depth::Window || self.averages.rates().is_empty() {
            return Seams::default(); // nothing is sampled between the points of a record
        }
        let levels: Vec<f64> = self.growths.iter().map(|track| track.start).collect();
        Seams::of(&self.averages.program, &self.creases, &levels)
    }

    /// Whether what is left of a cell acts on what it goes through, or on how fast that ages it.
    pub(crate) fn feeds_back(&self) -> bool {
        let is_state = |input: Input| matches!(input, Input::State(_));
        let reads = [&self.by_window, &self.by_cycle].map(|courses| courses.sheet.reads());
        self.settings.feedback
            || self.averages.program.binds(is_state)
            || reads.concat().into_iter().any(is_state)
    }

    /// What the outputs are called.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }
}

/// How each state of `model` moves: those of `by_window` with windows, the others with cycles.
fn tracks(model: &Model, by_window: &Courses) -> Vec<Track> {
    let track = |(at, growth): (usize, &Growth)| {
        let ids = if by_window.states.contains(&at) { growth.of_window } else { growth.of_cycle };
        Track::of(growth, &model.graph, &ids[1..])
    };
    model.states.iter().enumerate().map(track).collect()
}
