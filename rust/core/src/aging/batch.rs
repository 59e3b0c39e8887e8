//! Many cells side by side, each with its duty, its parameters and its past.

use crate::aging::duty::Duty;
use crate::aging::engine::Engine;
use crate::aging::predict::{Horizon, Prediction, predict};
use crate::aging::state::AgingState;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each};

/// What sets cells of one model apart.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// What it goes through.
    pub duty: Duty<'a>,
    /// The parameters that the model left open.
    pub parameters: &'a [f64],
    /// Where it goes on from; None: it is new.
    pub state: Option<&'a AgingState>,
}

/// Ages each of `cells`.
///
/// # Errors
/// Those of the first cell that cannot be aged, as [`predict`].
pub fn predict_many(
    engine: &Engine,
    cells: &[Cell],
    horizon: Horizon,
    watch: &dyn KeepGoing,
) -> Result<Vec<Prediction>, Error> {
    if let [cell] = cells {
        return Ok(vec![cell.aged(engine, horizon, watch)?]);
    }
    let mut found: Vec<Option<Prediction>> = vec![None; cells.len()];
    for_each(cells.iter().zip(&mut found).collect(), watch, |(cell, slot)| {
        *slot = Some(cell.aged(engine, horizon, &())?);
        Ok(())
    })?;
    Ok(found.into_iter().flatten().collect())
}

impl Cell<'_> {
    fn aged(
        &self,
        engine: &Engine,
        horizon: Horizon,
        watch: &dyn KeepGoing,
    ) -> Result<Prediction, Error> {
        predict(&engine.given(self.parameters)?, self.duty, horizon, self.state.cloned(), watch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::card_of;
    use crate::aging::{Model, Settings};

    #[test]
    fn a_parameter_that_was_left_open_means_what_it_means_in_the_card() {
        let text = card_of("lfp_gr_250ah_prismatic");
        let other = text.replace("value = 0.526", "value = 0.6").replace("83700.0", "90000.0");
        let duty = Duty {
            soc: &[0.2, 0.9, 0.1, 0.2],
            temperature_celsius: &[30.0, 20.0, 10.0, 30.0],
            dt_second: &[30_000.0],
        };
        let horizon = Horizon { years: Some(1.0), ..Horizon::default() };
        let card = Model::from_toml(&other).unwrap();
        let engine = Engine::new(&card, Settings::default()).unwrap();
        let written = predict(&engine, duty, horizon, None, &()).unwrap();
        let open = ["pcal".to_owned(), "p1".to_owned()];
        let model = Model::from_toml(text).unwrap().freed(&open).unwrap();
        let engine = Engine::new(&model, Settings::default()).unwrap();
        let cell = Cell { duty, parameters: &[0.6, 90_000.0], state: None };
        let found = predict_many(&engine, &[cell, cell], horizon, &()).unwrap();
        for (mine, theirs) in found[1].run.soh_capacity.iter().zip(&written.run.soh_capacity) {
            assert!((mine - theirs).abs() < 1e-13);
        }
    }
}
