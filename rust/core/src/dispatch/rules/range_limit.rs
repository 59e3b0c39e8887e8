//! Holds the swing of the grid power within any window, as codes for large loads ask.

use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, POSITIVE, within};
use crate::soc::Number;
use crate::trace::RollingExtremes;

/// Bounds how far the grid power may range within any window of time, peak to peak.
///
/// Two steps lie within a window if their starts are no further apart than the window is long.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct RangeLimit {
    /// Largest range of the grid power. \[W\]
    pub range_watt: f64,
    /// Length of the window. \[s\]
    pub window_second: f64,
}

/// The grid power over the window, and how long the step before lasted.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    recent: RollingExtremes,
    dt_before_second: Option<f64>,
}

impl Rule for RangeLimit {
    type Memory = Swing;

    fn check(&self) -> Result<(), Error> {
        within("range_watt", self.range_watt, POSITIVE)?;
        within("window_second", self.window_second, POSITIVE).map(|_| ())
    }

    fn decide(&self, swing: &mut Swing, view: &View<'_>) -> Command {
        let dt_before = swing.dt_before_second.replace(view.dt_second).unwrap_or(view.dt_second);
        let Some(grid_before) = view.grid_before_watt else {
            swing.recent = RollingExtremes::new(self.window_second); // nothing lies before a start
            return Command::FREE;
        };
        let Some((low, high)) = swing.recent.push(dt_before, grid_before) else {
            return Command::FREE;
        };
        let (lower, upper) = (high - self.range_watt, low + self.range_watt);
        let middle = 0.5 * (low + high);
        Command {
            lower_watt: lower.lesser(middle) - view.net_watt(), // a range already passed is not widened
            wish_watt: None,
            upper_watt: upper.greater(middle) - view.net_watt(),
        }
    }
}

impl Remembered<RangeLimit> for Swing {
    fn start(rule: &RangeLimit) -> Self {
        Self { recent: RollingExtremes::new(rule.window_second), dt_before_second: None }
    }

    fn numbers(&self) -> Vec<f64> {
        let dt = self.dt_before_second.into_iter();
        dt.chain(self.recent.to_numbers()).collect()
    }

    fn recall(rule: &RangeLimit, numbers: &[f64]) -> Result<Self, Error> {
        let Some((&dt, recent)) = numbers.split_first() else { return Ok(Self::start(rule)) };
        let dt_before_second = Some(within("memory", dt, POSITIVE)?);
        let recent = RollingExtremes::from_numbers(rule.window_second, recent)?;
        Ok(Self { recent, dt_before_second })
    }
}
