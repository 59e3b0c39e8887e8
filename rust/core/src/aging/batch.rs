//! Many cells side by side, each with its duty, its parameters and its past.

use crate::aging::duty::Duty;
use crate::aging::engine::Engine;
use crate::aging::predict::{Horizon, Prediction, predict_together};
use crate::aging::state::AgingState;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each, threads};

/// Cells that go through a duty together: what they work on stays in the cache.
const MOST: usize = 32;

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
/// Those of the first cell that cannot be aged, as [`predict`](crate::aging::predict).
pub fn predict_many(
    engine: &Engine,
    cells: &[Cell],
    horizon: Horizon,
    watch: &dyn KeepGoing,
) -> Result<Vec<Prediction>, Error> {
    let herds = herds(engine, cells, horizon);
    if let [herd] = herds[..] {
        return aged(engine, herd, horizon, watch);
    }
    let mut found: Vec<Vec<Prediction>> = vec![vec![]; herds.len()];
    for_each(herds.iter().zip(&mut found).collect(), watch, |(herd, slot)| {
        *slot = aged(engine, herd, horizon, &())?;
        Ok(())
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// Cells side by side that go through the same, as many as leave work for every thread.
///
/// A cell that may be given up, or that acts back on its duty, goes alone.
fn herds<'c>(engine: &Engine, cells: &'c [Cell<'c>], horizon: Horizon) -> Vec<&'c [Cell<'c>]> {
    let alone = horizon.until.is_some() || engine.settings.feedback;
    let fair = cells.len().div_ceil(4 * threads()).clamp(1, MOST);
    let size = if alone { 1 } else { fair };
    cells.chunk_by(Cell::goes_with).flat_map(|herd| herd.chunks(size)).collect()
}

fn aged(
    engine: &Engine,
    herd: &[Cell],
    horizon: Horizon,
    watch: &dyn KeepGoing,
) -> Result<Vec<Prediction>, Error> {
    let engines = herd.iter().map(|cell| engine.given(cell.parameters));
    let engines = engines.collect::<Result<Vec<_>, _>>()?;
    let Some(first) = herd.first() else { return Ok(vec![]) };
    let together = engines.chunk_by(|one, next| one.seams == next.seams);
    let found =
        together.map(|engines| predict_together(engines, first.duty, horizon, first.state, watch));
    Ok(found.collect::<Result<Vec<_>, _>>()?.concat())
}

impl Cell<'_> {
    /// Whether `other` goes through the same from the same past.
    fn goes_with(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.duty, &other.duty);
        let states = [self.state, other.state].map(|state| state.map(std::ptr::from_ref));
        std::ptr::eq(mine.soc, theirs.soc)
            && std::ptr::eq(mine.temperature_celsius, theirs.temperature_celsius)
            && std::ptr::eq(mine.dt_second, theirs.dt_second)
            && states[0] == states[1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::card_of;
    use crate::aging::{Model, Settings, predict};

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
