//! A record of duty in, the course of health out.

use crate::aging::duty::Duty;
use crate::aging::engine::Engine;
use crate::aging::health::Health;
use crate::aging::run::Run;
use crate::aging::state::{AgingState, Shares};
use crate::aging::step::Aging;
use crate::error::{Error, within};
use crate::parallel::KeepGoing;
use std::ops::{ControlFlow, RangeInclusive};

/// Years that a duty may be repeated for.
const YEARS: RangeInclusive<f64> = 1e-9..=1000.0;
/// Capacities at which a life may end.
const UNTIL: RangeInclusive<f64> = 0.0..=2.0;
const YEAR_SECOND: f64 = 365.0 * 86_400.0;

/// How far a cell is followed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Horizon {
    /// The duty is repeated until so many years of 365 days have passed; None: it passes once.
    pub years: Option<f64>,
    /// The share of capacity at which the cell is given up, when a window ends.
    pub until: Option<f64>,
    /// Windows that one row of the result stands for.
    pub windows_per_row: usize,
}

/// What `predict` finds.
#[derive(Debug, Clone)]
pub struct Prediction {
    /// The course of health.
    pub run: Run,
    /// How much of the duty it does not rest on.
    pub shares: Shares,
    /// The cell at the end.
    pub state: AgingState,
    /// Whether the record was repeated though it does not end where it began.
    pub jumps: bool,
}

/// Ages a cell by `duty`; the cell goes on from `state`, or is new.
///
/// # Errors
/// [`Error::BadInput`] if a number lies outside its bounds; [`Error::BadShape`] if the series of
/// `duty` do not go together, or `state` is of another model.
pub fn predict(
    engine: &Engine,
    duty: Duty,
    horizon: Horizon,
    state: Option<&AgingState>,
    watch: &dyn KeepGoing,
) -> Result<Prediction, Error> {
    let found = predict_together(std::slice::from_ref(engine), duty, horizon, state, watch)?;
    found.into_iter().next().ok_or(Error::Interrupted)
}

/// The same for cells that go through the same, one for each of `engines`, which differ in their
/// parameters alone; several cells have no `until`, and no feedback on their duty.
///
/// # Errors
/// As [`predict`].
pub(crate) fn predict_together(
    engines: &[Engine],
    duty: Duty,
    horizon: Horizon,
    state: Option<&AgingState>,
    watch: &dyn KeepGoing,
) -> Result<Vec<Prediction>, Error> {
    let duty = duty.checked()?;
    let horizon = horizon.checked()?;
    let mut cells = cells_at(engines, state, duty.start())?;
    if horizon.until.is_none() {
        cells = cells.patient();
    }
    let mut runs: Vec<Run> = engines.iter().map(Run::of).collect();
    let mut closed = |at: usize, health: &Health| {
        runs[at].take(health, horizon.windows_per_row);
        horizon.verdict(health)
    };
    let jumps = match horizon.years {
        None => {
            cells.pass_once(duty, f64::INFINITY, &mut closed, watch)?;
            false
        }
        Some(years) => cells.repeat(duty, years * YEAR_SECOND, &mut closed, watch)?,
    };
    if cells.state.window.elapsed > 0.0 {
        let _ = cells.close_windows(&mut closed);
    }
    let _ = cells.catch_up(&mut closed);
    let shares = cells.shares();
    let found = runs.into_iter().zip(cells.states());
    Ok(found.map(|(run, state)| Prediction { run, shares, state, jumps }).collect())
}

/// Ages a cell by `duty`, and leaves its last window open.
///
/// # Errors
/// As [`predict`].
pub fn advance(
    engine: &Engine,
    duty: Duty,
    state: &AgingState,
    watch: &dyn KeepGoing,
) -> Result<AgingState, Error> {
    let duty = duty.checked()?;
    let mut cell = cells_at(std::slice::from_ref(engine), Some(state), duty.start())?;
    let mut closed = |_: usize, _: &Health| ControlFlow::Continue(());
    cell.pass_once(duty, f64::INFINITY, &mut closed, watch)?;
    Ok(cell.state())
}

/// A cell for each of `engines` that goes on from `state`, or is new.
fn cells_at<'e>(
    engines: &'e [Engine],
    state: Option<&AgingState>,
    soc: f64,
) -> Result<Aging<'e>, Error> {
    let state_of = |engine| state.cloned().unwrap_or_else(|| AgingState::new(engine, soc));
    let (first, others) = engines.split_first().ok_or(Error::Interrupted)?;
    let state = state_of(first);
    state.fits(first)?;
    let mut cells = Aging::new(first, state);
    for other in others {
        cells = cells.beside(other, &state_of(other));
    }
    if cells.state.soc != soc {
        cells.reseat(soc);
    }
    Ok(cells)
}

impl Default for Horizon {
    fn default() -> Self {
        Self { years: None, until: None, windows_per_row: 1 }
    }
}

impl Horizon {
    /// This horizon, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] if one lies outside its bounds.
    pub fn checked(self) -> Result<Self, Error> {
        self.years.map_or(Ok(0.0), |years| within("years", years, YEARS))?;
        self.until.map_or(Ok(0.0), |until| within("until", until, UNTIL))?;
        within("windows_per_row", self.windows_per_row as f64, 1.0..=1e9)?;
        Ok(self)
    }

    fn verdict(&self, health: &Health) -> ControlFlow<()> {
        match self.until {
            Some(until) if health.soh_capacity <= until => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::CARDS;
    use crate::aging::{Model, Settings};

    #[test]
    fn ten_years_of_daily_cycles_leave_less_of_every_cell() {
        let soc: Vec<f64> =
            (0..=24_i32).map(|h| 0.1 + 0.8 * f64::from(12 - (h - 12).abs()) / 12.0).collect();
        let duty = Duty { soc: &soc, temperature_celsius: &[25.0], dt_second: &[3600.0] };
        let horizon = Horizon { years: Some(10.0), ..Horizon::default() };
        for &(key, text) in CARDS {
            let model = Model::from_toml(text).unwrap();
            let engine = Engine::new(&model, Settings::default()).unwrap();
            let found = predict(&engine, duty, horizon, None, &()).unwrap();
            assert_eq!(found.run.time_second.len(), 3650);
            let last = found.run.soh_capacity[3649];
            assert!((0.0..1.0).contains(&last), "{key} {last}");
        }
    }
}
