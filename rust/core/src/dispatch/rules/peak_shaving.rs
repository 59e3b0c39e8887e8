//! Keeps the power drawn from the grid under a limit and refills below it.

use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, FRACTION, LIMIT, NOT_NEGATIVE, within};
use crate::soc::Number;

/// Discharges what the net load asks for above a limit; charges from what the limit leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct PeakShaving {
    /// The grid power not to be exceeded. \[W\]
    pub limit_watt: f64,
    /// Largest power of refilling. \[W\]
    pub recharge_power_watt: f64,
    /// The soc to which it refills, at most that of the battery. \[1\]
    pub recharge_soc: f64,
}

impl Rule for PeakShaving {
    type Memory = ();

    fn check(&self) -> Result<(), Error> {
        within("limit_watt", self.limit_watt, NOT_NEGATIVE)?;
        within("recharge_power_watt", self.recharge_power_watt, LIMIT)?;
        within("recharge_soc", self.recharge_soc, FRACTION).map(|_| ())
    }

    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    fn decide(&self, (): &mut (), view: &View<'_>) -> Command {
        let headroom = self.limit_watt - view.net_watt();
        Command { wish_watt: self.wish(headroom, view), upper_watt: headroom, ..Command::FREE }
    }
}

impl PeakShaving {
    fn wish(&self, headroom: f64, view: &View<'_>) -> Option<f64> {
        if headroom <= 0.0 {
            return Some(headroom);
        }
        let goal_wh = self.recharge_soc.lesser(view.equipment.soc_max) * view.capacity_wh;
        let power = headroom.lesser(self.recharge_power_watt);
        (view.stored_wh() < goal_wh).then(|| view.up_to(goal_wh, power))
    }
}
