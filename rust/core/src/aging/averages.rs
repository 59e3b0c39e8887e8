//! Rates that are averaged over the samples of a window.
//!
//! A factor that parameters alone decide stays out of the mean: cells that differ in it alone share
//! what costs most.

use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::program::Program;
use crate::aging::model::Model;
use crate::aging::stressor::Stressor;

/// Rates to be averaged, over temperature and state of charge of many samples.
#[derive(Debug, Clone)]
pub(crate) struct Averages {
    /// What of each rate is averaged.
    pub program: Program,
    /// Which rates those are.
    rates: Vec<usize>,
    /// Formulas of the factors that stay out.
    fronts: Vec<Option<Program>>,
    /// These factors.
    factors: Vec<f64>,
}

impl Averages {
    /// Means of `rates` of `model`.
    pub fn new(model: &Model, rates: Vec<usize>) -> Self {
        let graph = &model.graph;
        let factored = rates.iter().map(|rate| graph.factored(model.rates[*rate]));
        let (fronts, roots): (Vec<Option<Id>>, Vec<Id>) = factored.unzip();
        let soc = Input::Stressor(Stressor::Soc as usize);
        let columns = [(Input::Stressor(Stressor::Temperature as usize), 0), (soc, 1)];
        let front = |id: Option<Id>| id.map(|id| Program::new(graph, &[id], &[], None));
        Self {
            program: Program::new(graph, &roots, &columns, Some(soc)),
            factors: vec![1.0; rates.len()],
            rates,
            fronts: fronts.into_iter().map(front).collect(),
        }
    }

    /// The same, where parameters have their values.
    pub fn given(&self, value: impl Fn(Input) -> Option<f64>) -> Self {
        let factor = |front: &Option<Program>| {
            front.as_ref().map_or(1.0, |front| {
                let settled = front.given(&value);
                settled.output(&settled.registers(), 0, 1).at(0)
            })
        };
        Self {
            program: self.program.given(&value),
            rates: self.rates.clone(),
            factors: self.fronts.iter().map(factor).collect(),
            fronts: self.fronts.clone(),
        }
    }

    /// Which rates those are.
    pub fn rates(&self) -> &[usize] {
        &self.rates
    }

    /// The means, from the sums over the samples and their weight.
    pub fn means(&self, sums: &[f64], weight: f64) -> impl Iterator<Item = f64> {
        self.factors.iter().zip(sums).map(move |(factor, sum)| factor * (sum / weight))
    }

    /// The mean of `rate` of the model over one window of those whose `means` these are.
    pub fn mean(&self, rate: usize, means: &[f64], window: usize) -> f64 {
        let place = self.rates.iter().position(|averaged| *averaged == rate);
        place.map_or(f64::NAN, |at| means[window * self.rates.len() + at])
    }

    /// Whether they must wait for the conditions of the whole window.
    pub fn wait(&self) -> bool {
        self.program.binds(|input| matches!(input, Input::Stressor(_)))
    }

    /// Whether they are those of `other`, another choice of parameters of the same model, in any
    /// window.
    pub fn are_those_of(&self, other: &Self) -> bool {
        !self.program.binds(|input| matches!(input, Input::State(_)))
            && self.program.has_constants_of(&other.program)
    }
}
