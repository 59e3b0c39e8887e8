//! Lets the grid see the moving mean of the load.

use super::{Command, Rule, View};
use crate::error::{Error, FRACTION, POSITIVE, within};
use crate::soc::Number;
use crate::trace::MovingMean;

/// Holds the grid power at the mean of the load over the time that has just passed.
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

    fn start(&self) -> Self::Memory {
        MovingMean::new(self.window_second)
    }

    #[inline]
    fn decide(&self, mean: &mut MovingMean, view: &View<'_>) -> Command {
        let goal = mean.push(view.dt_second, view.load_watt);
        let watt_per_soc =
            view.capacity_wh * 3600.0 / self.centering_second.greater(view.dt_second);
        let back = (self.target_soc - view.soc) * watt_per_soc;
        Command { wish_watt: Some(goal - view.load_watt + back), ..Command::FREE }
    }
}
