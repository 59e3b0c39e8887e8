//! Peak shaving whose limit is the highest power that the billing period has already seen.

use super::peak_shaving::PeakShaving;
use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Rule, View};
use crate::error::{Error, FRACTION, LIMIT, NOT_NEGATIVE, all_within, within};
use crate::soc::Number;
use crate::tariff::Period;

/// Shaves at a limit that rises to each higher grid power: what has been paid for may be used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LearnedPeakShaving {
    /// Where the limit stands before anything is learned. \[W\]
    pub start_limit_watt: f64,
    /// The billing period with which it begins anew; never if none.
    pub reset: Option<Period>,
    /// Share of the old limit with which it then begins, if that is above the start. \[1\]
    pub keep_share: f64,
    /// Largest power of refilling. \[W\]
    pub recharge_power_watt: f64,
    /// The soc to which it refills, at most that of the battery. \[1\]
    pub recharge_soc: f64,
}

/// What it has learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learned {
    limit_watt: f64,
    /// The billing period that is open, none before the first step.
    period: Option<i64>,
}

impl Rule for LearnedPeakShaving {
    type Memory = Learned;

    fn check(&self) -> Result<(), Error> {
        within("start_limit_watt", self.start_limit_watt, NOT_NEGATIVE)?;
        within("keep_share", self.keep_share, FRACTION)?;
        within("recharge_power_watt", self.recharge_power_watt, LIMIT)?;
        within("recharge_soc", self.recharge_soc, FRACTION).map(|_| ())
    }

    fn decide(&self, learned: &mut Learned, view: &View<'_>) -> Command {
        let period = self.reset.map_or(0, |reset| reset.number(&view.date()));
        if learned.period == Some(period) {
            let seen = view.grid_before_watt.unwrap_or(0.0);
            learned.limit_watt = learned.limit_watt.greater(seen);
        } else {
            let kept = self.keep_share * learned.limit_watt;
            let limit_watt = self.start_limit_watt.greater(kept);
            *learned = Learned { limit_watt, period: Some(period) };
        }
        self.shaving(learned.limit_watt).decide(&mut (), view)
    }
}

impl LearnedPeakShaving {
    fn shaving(&self, limit_watt: f64) -> PeakShaving {
        let Self { recharge_power_watt, recharge_soc, .. } = *self;
        PeakShaving { limit_watt, recharge_power_watt, recharge_soc }
    }
}

impl Remembered<LearnedPeakShaving> for Learned {
    fn start(_rule: &LearnedPeakShaving) -> Self {
        Self { limit_watt: 0.0, period: None }
    }

    fn numbers(&self) -> Vec<f64> {
        self.period.map_or(vec![], |period| vec![self.limit_watt, period as f64])
    }

    fn recall(rule: &LearnedPeakShaving, numbers: &[f64]) -> Result<Self, Error> {
        match *all_within("memory", numbers, NOT_NEGATIVE)? {
            [] => Ok(Self::start(rule)),
            #[expect(clippy::cast_possible_truncation, reason = "saturates")]
            [limit_watt, period] => Ok(Self { limit_watt, period: Some(period as i64) }),
            _ => Err(Error::BadShape { name: "memory", got: vec![numbers.len()], want: vec![2] }),
        }
    }
}
