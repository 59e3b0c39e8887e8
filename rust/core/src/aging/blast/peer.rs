//! A model as BLAST-Lite computes it.

use crate::aging::blast::habits::Habits;
use crate::aging::courses::Courses;
use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::program::Program;
use crate::aging::fault::bad;
use crate::aging::model::{Growth, Model};
use crate::aging::stressor::Stressor;
use crate::error::Error;

/// A model with the parameters and habits that it has in BLAST-Lite.
#[derive(Debug, Clone)]
pub struct Peer {
    /// What grows.
    pub(crate) growths: Vec<Growth>,
    /// Rates to be averaged, over temperature and state of charge of many samples.
    pub(crate) average: Program,
    /// Which rates those are, and whether their samples weigh the same.
    pub(crate) averaged: Vec<(usize, bool)>,
    /// Rates that are not, over the conditions of a sub-step, and which those are.
    pub(crate) others: (Program, Vec<usize>),
    /// Rate constant, exponent and limit of each state.
    pub(crate) courses: Courses,
    /// Capacity and resistance.
    pub(crate) health: Program,
    /// Steps that are cut, by state: the largest one believed, and what replaces it per cycle.
    pub(crate) leaps: Vec<Option<[f64; 2]>>,
    names: Vec<String>,
    rate_names: Vec<String>,
    resistance: bool,
}

impl Peer {
    /// `model` as BLAST-Lite has it.
    ///
    /// # Errors
    /// [`Error::BadCard`] if its card says nothing of BLAST-Lite.
    pub fn new(model: &Model) -> Result<Self, Error> {
        let habits = model.card.blast.as_ref();
        let habits = habits.ok_or_else(|| bad("blast", "BLAST-Lite has no such model"))?;
        let model = understood(model, habits)?;
        let all = (0..model.states.len()).collect();
        let courses = Courses::new(&model, all, |growth| growth.of_window);
        let averaged = averaged(&model, &courses, habits);
        let roots: Vec<Id> = averaged.iter().map(|(rate, _)| model.rates[*rate]).collect();
        let is_other = |rate: &usize| averaged.iter().all(|(known, _)| known != rate);
        let others: Vec<usize> = (0..model.rates.len()).filter(is_other).collect();
        let other_roots: Vec<Id> = others.iter().map(|at| model.rates_of_window[*at]).collect();
        let Model { card, graph, states, outputs, .. } = &model;
        let soc = Input::Stressor(Stressor::Soc as usize);
        let columns = [(Input::Stressor(Stressor::Temperature as usize), 0), (soc, 1)];
        let resistance = card.health.soh_resistance.is_some();
        let health = outputs.get(..=usize::from(resistance)).unwrap_or(outputs);
        Ok(Self {
            average: Program::new(graph, &roots, &columns, Some(soc)),
            averaged,
            others: (Program::new(graph, &other_roots, &[], None), others),
            health: Program::new(graph, health, &[], None),
            leaps: card.states.keys().map(|state| leap(habits, state)).collect(),
            names: card.states.keys().map(|state| name(habits, state)).collect(),
            rate_names: card.rates.keys().cloned().collect(),
            growths: states.clone(),
            courses,
            resistance,
        })
    }

    /// The states, as BLAST-Lite calls them.
    #[must_use]
    pub fn state_names(&self) -> &[String] {
        &self.names
    }

    /// The rates, as the card calls them.
    #[must_use]
    pub fn rate_names(&self) -> &[String] {
        &self.rate_names
    }

    /// Whether the model knows of resistance.
    #[must_use]
    pub fn models_resistance(&self) -> bool {
        self.resistance
    }
}

/// The rates whose means are read, and whether their samples weigh the same.
fn averaged(model: &Model, courses: &Courses, habits: &Habits) -> Vec<(usize, bool)> {
    let weigh_alike = |rate: usize| {
        let name = model.card.rates.keys().nth(rate);
        name.is_some_and(|name| habits.unweighted.contains(name))
    };
    courses.averaged(model).into_iter().map(|rate| (rate, weigh_alike(rate))).collect()
}

/// The model with the parameters that it has in BLAST-Lite.
fn understood(model: &Model, habits: &Habits) -> Result<Model, Error> {
    let mut card = model.card.clone();
    for (name, value) in &habits.parameters {
        let unknown = || bad(&format!("blast.parameters.{name}"), "no such parameter");
        let parameter = card.parameters.get_mut(name).ok_or_else(unknown)?;
        *parameter.value.get_mut() = *value;
    }
    Model::of(card, "", &[])
}

fn leap(habits: &Habits, state: &str) -> Option<[f64; 2]> {
    let leap = habits.leap.as_ref().filter(|leap| leap.state == state);
    leap.map(|leap| [leap.largest, leap.per_efc])
}

fn name(habits: &Habits, state: &str) -> String {
    habits.states.get(state).map_or(state, String::as_str).to_owned()
}
