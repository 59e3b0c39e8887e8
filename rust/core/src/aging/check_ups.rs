//! Check-ups of many cells, side by side.

use crate::aging::engine::Engine;
use crate::aging::exposure::Exposure;
use crate::aging::model::Model;
use crate::aging::sensitivity::{CheckUp, Sensitivity};
use crate::error::{Error, FINITE, NOT_NEGATIVE, all_within, within};
use crate::parallel::{KeepGoing, for_each};

/// Health of cells at their check-ups, and its slopes, where the parameters that `model` left
/// open have values and all that passes counts `factor` times.
///
/// # Errors
/// [`Error::BadInput`] if a number is not finite; as [`Engine::given`].
pub fn check_ups(
    model: &Model,
    engine: &Engine,
    (parameters, factor): (&[f64], f64),
    cells: &[(&Exposure, &[f64])],
    watch: &dyn KeepGoing,
) -> Result<Vec<Vec<CheckUp>>, Error> {
    let given = engine.given(parameters)?;
    within("factor", factor, NOT_NEGATIVE)?;
    for (_, time_second) in cells {
        all_within("time_second", time_second, FINITE)?;
    }
    let sensitivity = Sensitivity::new(model, parameters, factor);
    let mut found = vec![vec![]; cells.len()];
    for_each(cells.iter().zip(&mut found).collect(), watch, |((exposure, time_second), slot)| {
        *slot = sensitivity.at(&given, exposure, time_second);
        Ok(())
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::CARDS;
    use crate::aging::{Duty, Horizon, Settings, predict};

    const DUTY: Duty = Duty {
        soc: &[0.2, 0.9, 0.4, 0.6, 0.1, 0.2],
        temperature_celsius: &[30.0, 20.0, 10.0, 40.0, 20.0, 30.0],
        dt_second: &[20_000.0],
    };

    #[test]
    fn health_is_that_of_a_cell_that_ages_and_slopes_are_those_of_differences() {
        for (_, text) in CARDS {
            let model = Model::from_toml(text).unwrap();
            let names: Vec<String> = model.card.parameters.keys().cloned().collect();
            let values: Vec<f64> = model.card.parameters.values().map(|p| p.value).collect();
            let open = model.freed(&names).unwrap();
            let engine = Engine::new(&open, Settings::default()).unwrap();
            let exposure = Exposure::of(&engine, DUTY, 200.0 * 86_400.0, &()).unwrap();
            let time = [50.0 * 86_400.0, 200.0 * 86_400.0];
            let cells = [(&exposure, &time[..])];
            let at = |values: &[f64]| {
                check_ups(&open, &engine, (values, 1.0), &cells, &()).unwrap().remove(0)
            };
            let horizon = Horizon { years: Some(200.0 / 365.0), ..Horizon::default() };
            let run = predict(&engine.given(&values).unwrap(), DUTY, horizon, None, &()).unwrap();
            let found = at(&values);
            assert!((found[1].soh_capacity.value - run.run.soh_capacity[199]).abs() < 1e-12);
            assert!((found[0].soh_resistance.value - run.run.soh_resistance[49]).abs() < 1e-12);
            for (k, value) in values.iter().enumerate() {
                let step = 1e-6 * value;
                let moved = |by: f64| {
                    let mut other = values.clone();
                    other[k] += by;
                    at(&other)[1].soh_capacity.value
                };
                let slope = (moved(step) - moved(-step)) / (2.0 * step);
                let exact = found[1].soh_capacity.slopes[k];
                let scale = (exact * value).abs().max(1e-3);
                assert!(
                    ((slope - exact) * value).abs() < 1e-6 * scale,
                    "{} {slope} {exact}",
                    names[k]
                );
            }
        }
    }
}
