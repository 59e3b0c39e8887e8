//! Lets the grid see the moving mean of the net load.

use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, FRACTION, POSITIVE, within};
use crate::trace::MovingMean;

/// Holds the grid power at the mean of the net load over the time that has just passed.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct LoadSmoothing {
    /// The window of the mean. \[s\]
    pub window_second: f64,
    /// The soc that leaves room for swings both ways. \[1\]
    pub target_soc: f64,
    /// Time constant with which the soc is led back there. \[s\]
    pub centering_second: f64,
}

impl Rule for LoadSmoothing {
    type Memory = MovingMean;

    fn check(&self) -> Result<(), Error> {
        within("window_second", self.window_second, POSITIVE)?;
        within("target_soc", self.target_soc, FRACTION)?;
        let centering = f64::MIN_POSITIVE..=f64::INFINITY; // infinite: the soc is left alone
        within("centering_second", self.centering_second, centering).map(|_| ())
    }

    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    fn decide(&self, mean: &mut MovingMean, view: &View<'_>) -> Command {
        let goal = mean.push(view.dt_second, view.net_watt());
        let back = view.centering(self.target_soc, self.centering_second);
        Command::wish(goal - view.net_watt() + back)
    }
}

impl Remembered<LoadSmoothing> for MovingMean {
    fn start(rule: &LoadSmoothing) -> Self {
        Self::new(rule.window_second)
    }

    fn numbers(&self) -> Vec<f64> {
        self.to_numbers()
    }

    fn recall(rule: &LoadSmoothing, numbers: &[f64]) -> Result<Self, Error> {
        Self::from_numbers(rule.window_second, numbers)
    }
}
