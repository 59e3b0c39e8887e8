//! Cells that begin with a past: as their states are known, or as their health was measured.

use crate::aging::engine::Engine;
use crate::aging::expression::graph::Input;
use crate::aging::health::Health;
use crate::aging::model::Model;
use crate::aging::state::AgingState;
use crate::aging::stressor::Conditions;
use crate::error::{Error, all_within, same_length, within};
use std::ops::RangeInclusive;

/// Values that a state of a model may be given.
const LEVEL: RangeInclusive<f64> = 0.0..=1e6;
/// A factor on a past is doubled at most this often, and then found to the last bit.
const DOUBLINGS: usize = 60;
const HALVINGS: usize = 120;

impl Engine {
    /// Capacity, resistance if the model knows it, losses and gains, where states stand at `levels`.
    pub fn health_at(&self, levels: &[f64]) -> Vec<f64> {
        let mut registers = self.health.registers();
        let nothing = Conditions::default();
        self.health.run(&mut registers, 1, |_, input| nothing.value(input, levels));
        (0..self.health.output_count())
            .map(|at| self.health.output(&registers, at, 1).at(0))
            .collect()
    }

    /// The same, of a cell, with what it has gone through.
    pub fn health_of<'a>(&self, state: &AgingState, outputs: &'a [f64]) -> Health<'a> {
        Health::of(&self.names, &state.flow, outputs)
    }

    /// A cell at `soc` whose states stand at `levels`.
    ///
    /// # Errors
    /// [`Error::BadShape`] if the model has more or fewer states; [`Error::BadInput`] if a number
    /// is none that it may have.
    pub fn cell_at(&self, soc: f64, levels: &[f64]) -> Result<AgingState, Error> {
        within("soc", soc, 0.0..=1.0)?;
        same_length("levels", levels.len(), self.growths.len())?;
        all_within("levels", levels, LEVEL)?;
        let mut state = AgingState::new(self, soc);
        state.stand_at(self, levels);
        Ok(state)
    }

    /// The values of a new cell.
    pub fn starting_levels(&self) -> Vec<f64> {
        self.growths.iter().map(|track| track.start).collect()
    }
}

impl AgingState {
    fn stand_at(&mut self, engine: &Engine, levels: &[f64]) {
        self.ages =
            engine.growths.iter().zip(levels).map(|(track, at)| track.age_at(*at)).collect();
        self.levels = levels.to_vec();
        if engine.settings.feedback {
            self.capacity = engine.health_at(levels).first().map_or(1.0, |soh| soh.max(0.0));
        }
    }

    /// The same cell with the health that was measured: what every state has grown by is scaled,
    /// by one factor for those that take capacity and one for those that take resistance alone.
    ///
    /// # Errors
    /// [`Error::BadInput`] if no factor leads there, as for a cell that has no past.
    pub fn handed_over(
        &self,
        model: &Model,
        engine: &Engine,
        soh_capacity: Option<f64>,
        soh_resistance: Option<f64>,
    ) -> Result<Self, Error> {
        self.fits(engine)?;
        let of_capacity = reads(model, 0);
        let mut levels = self.levels.clone();
        if let Some(wanted) = soh_capacity {
            levels = scaled(engine, &levels, &of_capacity, ("soh_capacity", 0, wanted))?;
        }
        if let Some(wanted) = soh_resistance {
            if !engine.names.resistance {
                within("soh_resistance", wanted, 1.0..=1.0)?;
            }
            let alone = reads(model, 1).into_iter().filter(|at| !of_capacity.contains(at));
            let alone: Vec<usize> = alone.collect();
            levels = scaled(engine, &levels, &alone, ("soh_resistance", 1, wanted))?;
        }
        let mut state = self.clone();
        state.stand_at(engine, &levels);
        Ok(state)
    }
}

/// The states that output number `output` of a model depends on.
fn reads(model: &Model, output: usize) -> Vec<usize> {
    let root = model.outputs.get(output).copied();
    let inputs = root.map_or(vec![], |root| model.graph.inputs(&[root]));
    inputs
        .into_iter()
        .filter_map(|input| match input {
            Input::State(at) => Some(at),
            _ => None,
        })
        .collect()
}

/// `levels` of which those of `group` have grown by so much more or less that the health at
/// place `output`, called `name`, is what is `wanted`.
fn scaled(
    engine: &Engine,
    levels: &[f64],
    group: &[usize],
    (name, output, wanted): (&'static str, usize, f64),
) -> Result<Vec<f64>, Error> {
    let starts = engine.starting_levels();
    let at = |factor: f64| {
        let mut grown = levels.to_vec();
        for &state in group {
            grown[state] = starts[state] + factor * (levels[state] - starts[state]);
        }
        grown
    };
    let health = |factor| engine.health_at(&at(factor)).get(output).copied().unwrap_or(1.0);
    let fresh = health(0.0);
    let is_there = |factor| (health(factor) - fresh).abs() >= (wanted - fresh).abs();
    let mut high = 1.0;
    for _ in 0..DOUBLINGS {
        high *= if is_there(high) { 1.0 } else { 2.0 };
    }
    let farthest = health(high);
    within(name, wanted, fresh.min(farthest)..=fresh.max(farthest))?;
    let mut low = 0.0;
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if is_there(middle) { high = middle } else { low = middle }
    }
    Ok(at(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::card_of;
    use crate::aging::{Duty, Horizon, Settings, predict};

    #[test]
    fn a_cell_with_a_past_takes_on_the_health_that_was_measured() {
        let model = Model::from_toml(card_of("nmc111_gr_kokam_75ah")).unwrap();
        let engine = Engine::new(&model, Settings::default()).unwrap();
        let duty = Duty { soc: &[0.1, 0.9], temperature_celsius: &[25.0], dt_second: &[40_000.0] };
        let horizon = Horizon { years: Some(3.0), ..Horizon::default() };
        let past = predict(&engine, duty, horizon, None, &()).unwrap().state;
        let found = past.handed_over(&model, &engine, Some(0.7), Some(1.5)).unwrap();
        let health = engine.health_at(&found.levels);
        assert!((health[0] - 0.7).abs() < 1e-12 && (health[1] - 1.5).abs() < 1e-12);
        assert_eq!(found.flow, past.flow);
        let fresh = AgingState::new(&engine, 0.5);
        assert!(fresh.handed_over(&model, &engine, Some(0.7), None).is_err());
        assert!(past.handed_over(&model, &engine, Some(1.1), None).is_err());
    }
}
