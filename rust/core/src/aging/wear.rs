//! What the next charge, discharge or day takes from a cell.

use crate::aging::card::Clock;
use crate::aging::engine::Engine;
use crate::aging::expression::graph::{Id, Input};
use crate::aging::expression::program::Program;
use crate::aging::law::Course;
use crate::aging::model::Model;
use crate::aging::rates::Steady;
use crate::aging::state::AgingState;
use crate::aging::track::Track;
use crate::error::{Error, FRACTION, POSITIVE, all_within, within};

/// Shares of the nominal capacity that are lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wear {
    /// By each capacity charged.
    pub charge: f64,
    /// By each capacity discharged.
    pub discharge: f64,
    /// By each day.
    pub hold: f64,
}

/// How far the wear is looked at: at no age at all the slope of a root has no end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead {
    /// Equivalent full cycles.
    pub efc: f64,
    /// Days.
    pub day: f64,
}

impl Model {
    /// What the next use takes from a cell at `state` under the one case of `steady`, over the
    /// chord from here to `ahead`; `parameters` are those that the model left open. Charging and
    /// discharging share what whole cycles take as each would take it alone.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a number lies outside its bounds; [`Error::BadShape`] if `state` is of
    /// another model.
    pub fn wear(
        &self,
        engine: &Engine,
        parameters: &[f64],
        state: &AgingState,
        steady: Steady,
        ahead: Ahead,
    ) -> Result<Wear, Error> {
        state.fits(engine)?;
        within("next_efc", ahead.efc, POSITIVE)?;
        within("next_day", ahead.day, POSITIVE)?;
        all_within("dod", steady.dod, f64::MIN_POSITIVE..=1.0)?;
        all_within("soc", steady.soc, FRACTION)?;
        let courses = self.courses(parameters, state, steady.checked()?);
        let next = Next { engine, ages: &state.ages, courses };
        let depth = steady.dod.first().copied().unwrap_or(1.0);
        let moved = |way: Clock| {
            move |clock| match clock {
                Clock::Efc => 0.5 * ahead.efc,
                Clock::Cycle => 0.5 * ahead.efc / depth,
                other if other == way => ahead.efc,
                _ => 0.0,
            }
        };
        let whole = |clock| match clock {
            Clock::TimeDay => 0.0,
            Clock::Cycle => ahead.efc / depth,
            _ => ahead.efc,
        };
        let day = |clock| if clock == Clock::TimeDay { ahead.day } else { 0.0 };
        let charge = next.loss(moved(Clock::ChargeThroughput));
        let discharge = next.loss(moved(Clock::DischargeThroughput));
        let apart = charge + discharge;
        let per_efc = if apart == 0.0 { 0.0 } else { next.loss(whole) / apart / ahead.efc };
        Ok(Wear {
            charge: charge * per_efc,
            discharge: discharge * per_efc,
            hold: next.loss(day) / ahead.day,
        })
    }

    /// The course of each state under one case of `steady`.
    fn courses(&self, parameters: &[f64], state: &AgingState, steady: Steady) -> Vec<Course> {
        let roots: Vec<Id> = self.states.iter().flat_map(|growth| growth.of_cycle).collect();
        let program = Program::new(&self.graph, &roots, &[], None);
        let conditions = steady.conditions(0);
        let mut registers = program.registers();
        program.bind(&mut registers, |input| match input {
            Input::Parameter(at) => parameters.get(at).copied().unwrap_or(f64::NAN),
            other => conditions.value(other, &state.levels),
        });
        let course = |state: usize| {
            let part = |part| program.output(&registers, 4 * state + part, 1).at(0);
            Course { k: part(0), p: part(1), limit: part(2), at: part(3) }
        };
        (0..self.states.len()).map(course).collect()
    }
}

/// A cell, and how its states move.
struct Next<'a> {
    engine: &'a Engine,
    ages: &'a [f64],
    courses: Vec<Course>,
}

impl Next<'_> {
    /// Capacity that is lost where so much passes on each clock.
    fn loss(&self, dx: impl Fn(Clock) -> f64) -> f64 {
        self.capacity(|_| 0.0) - self.capacity(dx)
    }

    fn capacity(&self, dx: impl Fn(Clock) -> f64) -> f64 {
        let tracks = self.engine.growths.iter().zip(self.ages).zip(&self.courses);
        let level = |((track, age), course): ((&Track, &f64), &Course)| {
            track.level(track.advanced(*course, *age, dx(track.clock)))
        };
        let levels: Vec<f64> = tracks.map(level).collect();
        self.engine.health_at(&levels).first().copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::card_of;
    use crate::aging::{Duty, Horizon, Settings, predict};

    #[test]
    fn it_is_what_the_next_day_and_the_next_cycle_take() {
        let model = Model::from_toml(card_of("lfp_gr_250ah_prismatic")).unwrap();
        let engine = Engine::new(&model, Settings::default()).unwrap();
        let rest = Duty { soc: &[0.5, 0.5], temperature_celsius: &[25.0], dt_second: &[86_400.0] };
        let horizon = Horizon { years: Some(1.0), ..Horizon::default() };
        let year = predict(&engine, rest, horizon, None, &()).unwrap();
        let next = predict(&engine, rest, Horizon::default(), Some(&year.state), &()).unwrap();
        let steady =
            Steady { temperature_celsius: &[25.0], soc: &[0.5], dod: &[0.8], c_rate: &[0.2] };
        let wear = |efc, state: &AgingState| {
            model.wear(&engine, &[], state, steady, Ahead { efc, day: 1.0 }).unwrap()
        };
        let found = wear(1.0, &year.state);
        let lost = year.run.soh_capacity[364] - next.run.soh_capacity[0];
        assert!((found.hold - lost).abs() < 1e-13);
        assert_eq!(found.charge, found.discharge);
        assert!(wear(1e-6, &year.state).charge > found.charge); // a power below 1 begins steeply
    }
}
