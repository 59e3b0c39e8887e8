//! A record of duty in, the course of health out.

use crate::aging::engine::{Engine, Names};
use crate::aging::flow::Interval;
use crate::aging::health::Health;
use crate::aging::model::Model;
use crate::aging::settings::Settings;
use crate::aging::state::{AgingState, Shares};
use crate::aging::step::Aging;
use crate::error::{Error, FRACTION, all_within, same_length, within};
use crate::parallel::KeepGoing;
use std::ops::RangeInclusive;

/// Temperatures that a cell may have; 298 K is none of them.
pub const TEMPERATURE_CELSIUS: RangeInclusive<f64> = -60.0..=150.0;
/// Lengths that a step may have: windows within it are closed one by one.
const STEP_SECOND: RangeInclusive<f64> = f64::MIN_POSITIVE..=1e8;
/// Years that a duty may be repeated for.
const YEARS: RangeInclusive<f64> = 1e-9..=1000.0;
const YEAR_SECOND: f64 = 365.0 * 86_400.0;
/// Steps between two looks at whoever watches.
const PATIENCE: usize = 16_384;

/// What a cell goes through: straight lines between points.
#[derive(Debug, Clone, Copy)]
pub struct Duty<'a> {
    /// State of charge at each point, one more than there are steps.
    pub soc: &'a [f64],
    /// Temperature at each point, or one for all.
    pub temperature_celsius: &'a [f64],
    /// Length of each step, or one for all.
    pub dt_second: &'a [f64],
}

/// The course of health, a row for each window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// End of the window.
    pub time_second: Vec<f64>,
    /// Equivalent full cycles so far.
    pub efc: Vec<f64>,
    /// Present over nominal capacity.
    pub soh_capacity: Vec<f64>,
    /// Present over nominal resistance.
    pub soh_resistance: Vec<f64>,
    /// Shares of capacity lost, by cause.
    pub losses: Vec<Vec<f64>>,
    /// Shares of resistance gained, by cause.
    pub gains: Vec<Vec<f64>>,
}

/// What `predict` finds.
#[derive(Debug, Clone)]
pub struct Prediction {
    /// The course of health.
    pub run: Run,
    /// What its columns are called.
    pub names: Names,
    /// How much of the duty it does not rest on.
    pub shares: Shares,
    /// The cell at the end.
    pub state: AgingState,
    /// Whether the record was repeated though it does not end where it began.
    pub jumps: bool,
}

/// Ages a cell of `model` by `duty`, repeated until `years` of 365 days have passed, if that is given;
/// the cell goes on from `state`, or is new.
///
/// # Errors
/// [`Error::BadInput`] if a number lies outside its bounds; [`Error::BadShape`] if the series of
/// `duty` do not go together, or `state` is of another model.
pub fn predict(
    model: &Model,
    duty: Duty,
    years: Option<f64>,
    settings: Settings,
    state: Option<AgingState>,
    watch: &dyn KeepGoing,
) -> Result<Prediction, Error> {
    let duty = duty.checked()?;
    let engine = Engine::new(model, settings)?;
    let start = duty.soc.first().copied().unwrap_or(0.5);
    let state = state.unwrap_or_else(|| AgingState::new(&engine, start));
    state.fits(&engine)?;
    let mut cell = Aging::new(&engine, state);
    if cell.state().soc != start {
        cell.reseat(start);
    }
    let mut run = Run::of(&engine);
    let jumps = match years {
        None => duty.pass_once(&mut cell, f64::INFINITY, &mut run, watch).map(|_| false)?,
        Some(years) => {
            let length = within("years", years, YEARS)? * YEAR_SECOND;
            duty.repeat(&mut cell, length, &mut run, watch)?
        }
    };
    if cell.state().window.elapsed > 0.0 {
        run.take(&cell.close_window());
    }
    Ok(Prediction {
        run,
        names: engine.names().clone(),
        shares: cell.shares(),
        state: cell.into_state(),
        jumps,
    })
}

impl Duty<'_> {
    /// This duty, if it makes sense.
    ///
    /// # Errors
    /// As [`predict`].
    pub fn checked(self) -> Result<Self, Error> {
        let points = self.soc.len();
        same_length("soc", points, points.max(2))?;
        all_within("soc", self.soc, FRACTION)?;
        if self.temperature_celsius.len() != 1 {
            same_length("temperature_celsius", self.temperature_celsius.len(), points)?;
        }
        all_within("temperature_celsius", self.temperature_celsius, TEMPERATURE_CELSIUS)?;
        if self.dt_second.len() != 1 {
            same_length("dt_second", self.dt_second.len(), points - 1)?;
        }
        all_within("dt_second", self.dt_second, STEP_SECOND)?;
        Ok(self)
    }

    /// Passes once, or until `left` seconds have passed; gives what is left then.
    fn pass_once(
        &self,
        cell: &mut Aging,
        mut left: f64,
        run: &mut Run,
        watch: &dyn KeepGoing,
    ) -> Result<f64, Error> {
        let mut since_look = 0;
        for (step, &soc) in self.soc.iter().enumerate().skip(1) {
            let temperature = [self.temperature(step - 1), self.temperature(step)];
            let dt = self.dt(step - 1);
            if dt >= left {
                self.pass_part(cell, step, left / dt, run);
                return Ok(0.0);
            }
            cell.record(soc, temperature, dt, |health| run.take(health));
            left -= dt;
            since_look += 1;
            if since_look == PATIENCE {
                since_look = 0;
                watch.keep_going(f64::NAN)?;
            }
        }
        Ok(left)
    }

    fn pass_part(&self, cell: &mut Aging, step: usize, share: f64, run: &mut Run) {
        let whole = Interval {
            soc: [cell.state().soc, self.soc.get(step).copied().unwrap_or(cell.state().soc)],
            temperature: [self.temperature(step - 1), self.temperature(step)],
            dt: self.dt(step - 1),
        };
        let (part, _) = whole.split(share);
        cell.record(part.soc[1], part.temperature, part.dt, |health| run.take(health));
    }

    fn repeat(
        &self,
        cell: &mut Aging,
        length: f64,
        run: &mut Run,
        watch: &dyn KeepGoing,
    ) -> Result<bool, Error> {
        let first = self.soc.first().copied().unwrap_or(0.5);
        let (mut left, mut jumps) = (length, false);
        while left > 0.0 {
            left = self.pass_once(cell, left, run, watch)?;
            watch.keep_going(1.0 - left / length)?;
            if left > 0.0 && cell.state().soc != first {
                cell.reseat(first);
                jumps = true;
            }
        }
        Ok(jumps)
    }

    #[inline]
    fn temperature(&self, point: usize) -> f64 {
        one_or_each(self.temperature_celsius, point)
    }

    #[inline]
    fn dt(&self, step: usize) -> f64 {
        one_or_each(self.dt_second, step)
    }
}

#[inline]
fn one_or_each(values: &[f64], at: usize) -> f64 {
    match values {
        [only] => *only,
        _ => values.get(at).copied().unwrap_or(f64::NAN),
    }
}

impl Run {
    fn of(engine: &Engine) -> Self {
        Self {
            losses: vec![vec![]; engine.names().losses.len()],
            gains: vec![vec![]; engine.names().gains.len()],
            ..Self::default()
        }
    }

    fn take(&mut self, health: &Health) {
        self.time_second.push(health.time_second);
        self.efc.push(health.efc);
        self.soh_capacity.push(health.soh_capacity);
        self.soh_resistance.push(health.soh_resistance);
        for (column, value) in self.losses.iter_mut().zip(health.losses) {
            column.push(*value);
        }
        for (column, value) in self.gains.iter_mut().zip(health.gains) {
            column.push(*value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::CARDS;

    #[test]
    fn ten_years_of_daily_cycles_leave_less_of_every_cell() {
        let soc: Vec<f64> =
            (0..=24_i32).map(|h| 0.1 + 0.8 * f64::from(12 - (h - 12).abs()) / 12.0).collect();
        let duty = Duty { soc: &soc, temperature_celsius: &[25.0], dt_second: &[3600.0] };
        for &(key, text) in CARDS {
            let model = Model::from_toml(text).unwrap();
            let found = predict(&model, duty, Some(10.0), Settings::default(), None, &()).unwrap();
            assert_eq!(found.run.time_second.len(), 3650);
            let last = found.run.soh_capacity[3649];
            assert!((0.0..1.0).contains(&last), "{key} {last}");
        }
    }
}
