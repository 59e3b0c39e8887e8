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
    let sensitivity = Sensitivity::new(model, &given, parameters, factor);
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
    use crate::aging::{Depth, Duty, Horizon, Settings, predict};

    const DUTY: Duty = Duty {
        soc: &[0.2, 0.9, 0.4, 0.6, 0.1, 0.2],
        temperature_celsius: &[30.0, 20.0, 10.0, 40.0, 20.0, 30.0],
        dt_second: &[20_000.0],
    };

    /// A card with all its parameters open, and what the duty does to it.
    struct Opened {
        model: Model,
        engine: Engine,
        exposure: Exposure,
    }

    impl Opened {
        fn of(text: &str, depth: Depth) -> Self {
            let model = Model::from_toml(text).unwrap();
            let names: Vec<String> = model.card.parameters.keys().cloned().collect();
            let model = model.freed(&names).unwrap();
            let settings = Settings { depth, ..Settings::default() };
            let engine = Engine::new(&model, settings).unwrap();
            let exposure = Exposure::of(&engine, DUTY, 60.0 * 86_400.0, &()).unwrap();
            Self { model, engine, exposure }
        }

        /// What is found where parameters are changed by their places.
        fn followed(&self, changed: impl Fn(usize, f64) -> f64) -> Vec<CheckUp> {
            let values = self.model.card.parameters.values().enumerate();
            let values: Vec<f64> = values.map(|(k, p)| changed(k, *p.value.get_ref())).collect();
            let (time, duties) = ([20.0 * 86_400.0, 60.0 * 86_400.0], &self.exposure);
            let duties = [(duties, &time[..])];
            check_ups(&self.model, &self.engine, (&values, 1.0), &duties, &()).unwrap().remove(0)
        }
    }

    fn each(check: impl Fn(&str, Depth)) {
        for (_, text) in CARDS {
            check(text, Depth::Rainflow);
            check(text, Depth::Window);
        }
    }

    #[test]
    fn health_is_that_of_a_cell_that_ages() {
        each(|text, depth| {
            let found = Opened::of(text, depth).followed(|_, value| value);
            let model = Model::from_toml(text).unwrap();
            let settings = Settings { depth, ..Settings::default() };
            let engine = Engine::new(&model, settings).unwrap();
            let horizon = Horizon { years: Some(60.0 / 365.0), ..Horizon::default() };
            let run = predict(&engine, DUTY, horizon, None, &()).unwrap().run;
            assert!((found[1].soh_capacity.value - run.soh_capacity[59]).abs() < 1e-12);
            assert!((found[0].soh_resistance.value - run.soh_resistance[19]).abs() < 1e-12);
        });
    }

    #[test]
    fn slopes_are_those_of_differences() {
        each(|text, depth| {
            let opened = Opened::of(text, depth);
            let exact = opened.followed(|_, value| value).remove(1).soh_capacity.slopes;
            let card = &opened.model.card;
            for (k, parameter) in card.parameters.values().enumerate() {
                let moved = |by: f64| {
                    let changed = |at, value| if at == k { value * (1.0 + by) } else { value };
                    opened.followed(changed).remove(1).soh_capacity.value
                };
                let here = moved(0.0);
                let sides = [(here - moved(-1e-6)) / 1e-6, (moved(1e-6) - here) / 1e-6];
                let exact = exact[k] * parameter.value.get_ref();
                let near = 1e-5 * exact.abs().max(1e-3); // where a formula bends, between both
                let (low, high) = (sides[0].min(sides[1]) - near, sides[0].max(sides[1]) + near);
                assert!((low..=high).contains(&exact), "{} {k} {sides:?} {exact}", card.key);
            }
        });
    }
}
