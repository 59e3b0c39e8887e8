//! Rates under steady conditions, for maps and checks.

use crate::aging::expression::block::BLOCK;
use crate::aging::expression::graph::Input;
use crate::aging::expression::program::Program;
use crate::aging::flow::ICE;
use crate::aging::model::Model;
use crate::aging::stressor::{Conditions, STRESSORS, Stressor};
use crate::error::{Error, FINITE, all_within, same_length};

/// Cycles of one depth around one state of charge, at one temperature and rate, case by case.
#[derive(Debug, Clone, Copy)]
pub struct Steady<'a> {
    /// Temperature of the cell.
    pub temperature_celsius: &'a [f64],
    /// Mean state of charge.
    pub soc: &'a [f64],
    /// Depth of the cycles.
    pub dod: &'a [f64],
    /// Charge moved per hour, in capacities, either way.
    pub c_rate: &'a [f64],
}

impl Model {
    /// Each rate, in the order of [`Model::rate_names`], in each case of `steady`; states are those
    /// of a new cell.
    ///
    /// # Errors
    /// [`Error::BadShape`] if the columns are not equally long; [`Error::BadInput`] if a number is
    /// not finite.
    pub fn rates_at(&self, steady: Steady) -> Result<Vec<Vec<f64>>, Error> {
        let steady = steady.checked()?;
        let places: Vec<_> = (0..STRESSORS.len()).map(|at| (Input::Stressor(at), at)).collect();
        let program = Program::new(&self.graph, &self.rates, &places, None);
        let mut registers = program.registers();
        program.bind(&mut registers, |input| match input {
            Input::State(at) => self.states[at].start,
            _ => f64::NAN,
        });
        let cases = steady.soc.len();
        let mut found = vec![Vec::with_capacity(cases); self.rates.len()];
        for start in (0..cases).step_by(BLOCK) {
            let count = BLOCK.min(cases - start);
            for k in 0..count {
                let conditions = steady.conditions(start + k);
                for at in 0..STRESSORS.len() {
                    registers.column(at)[k] = conditions.at(at);
                }
            }
            program.run(&mut registers, count);
            for (rate, values) in found.iter_mut().enumerate() {
                let output = program.output(&registers, rate, count);
                values.extend((0..count).map(|k| output.at(k)));
            }
        }
        Ok(found)
    }
}

impl Steady<'_> {
    pub(crate) fn checked(self) -> Result<Self, Error> {
        for (name, column) in [
            ("temperature_celsius", self.temperature_celsius),
            ("soc", self.soc),
            ("dod", self.dod),
            ("c_rate", self.c_rate),
        ] {
            same_length(name, column.len(), self.soc.len())?;
            all_within(name, column, FINITE)?;
        }
        Ok(self)
    }

    pub(crate) fn conditions(&self, case: usize) -> Conditions {
        let at = |column: &[f64]| column.get(case).copied().unwrap_or(f64::NAN);
        let temperature = at(self.temperature_celsius) + ICE;
        let (soc, dod, rate) = (at(self.soc), at(self.dod), at(self.c_rate));
        Conditions::default()
            .with(Stressor::Temperature, temperature)
            .with(Stressor::MeanTemperature, temperature)
            .with(Stressor::Soc, soc)
            .with(Stressor::MeanSoc, soc)
            .with(Stressor::LowestSoc, soc - 0.5 * dod)
            .with(Stressor::HighestSoc, soc + 0.5 * dod)
            .with(Stressor::Dod, dod)
            .with(Stressor::CRate, rate)
            .with(Stressor::ChargeCRate, rate)
            .with(Stressor::DischargeCRate, rate)
            .with(Stressor::EfcPerDay, 12.0 * rate) // a capacity moved is half an EFC
    }
}
