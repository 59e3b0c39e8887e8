//! Rates at given conditions, for maps and checks.

use crate::aging::expression::graph::Input;
use crate::aging::expression::program::{BLOCK, Program};
use crate::aging::model::Model;
use crate::aging::stressor::STRESSORS;
use crate::error::{Error, FINITE, all_within, same_length};

impl Model {
    /// Each rate, in the order of [`Model::rate_names`], at each of the conditions whose
    /// stressors stand in `columns`, in the order of [`STRESSORS`]; states are those of a new cell.
    ///
    /// # Errors
    /// [`Error::BadShape`] if the columns are not as many as stressors or not equally long;
    /// [`Error::BadInput`] if a number is not finite.
    pub fn rates_at(&self, columns: &[&[f64]]) -> Result<Vec<Vec<f64>>, Error> {
        same_length("stressors", columns.len(), STRESSORS.len())?;
        let length = columns.first().map_or(0, |column| column.len());
        for ((name, _), column) in STRESSORS.iter().zip(columns) {
            same_length(name, column.len(), length)?;
            all_within(name, column, FINITE)?;
        }
        let places: Vec<_> = (0..STRESSORS.len()).map(|at| (Input::Stressor(at), at)).collect();
        let program = Program::new(&self.graph, &self.rates, &places, None);
        let mut registers = program.registers();
        program.bind(&mut registers, |input| match input {
            Input::State(at) => self.states[at].start,
            _ => f64::NAN,
        });
        let mut found = vec![Vec::with_capacity(length); self.rates.len()];
        for start in (0..length).step_by(BLOCK) {
            let count = BLOCK.min(length - start);
            for (at, column) in columns.iter().enumerate() {
                registers.column(at)[..count].copy_from_slice(&column[start..start + count]);
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
