//! A stretch of a trace: what one battery is asked for, and where its answers go.

use super::rule::Rule;
use crate::error::{Error, FINITE, within};

/// Wishes and the places for the answers, sample by sample.
#[derive(Debug, Default)]
pub struct Strip<'a> {
    /// Power wished for. \[W\]
    pub power_watt: &'a [f64],
    /// Takes the state of charge at the end of each sample.
    pub soc: &'a mut [f64],
    /// Takes the power really delivered; empty if nobody wants it. \[W\]
    pub delivered_watt: &'a mut [f64],
}

impl Strip<'_> {
    /// Cuts the first `samples` off, or all if there are fewer.
    #[inline(always)]
    pub(super) fn cut(&mut self, samples: usize) -> Self {
        let up_to = |len: usize| samples.min(len);
        Self {
            power_watt: self
                .power_watt
                .split_off(..up_to(self.power_watt.len()))
                .unwrap_or_default(),
            soc: self.soc.split_off_mut(..up_to(self.soc.len())).unwrap_or_default(),
            delivered_watt: self
                .delivered_watt
                .split_off_mut(..up_to(self.delivered_watt.len()))
                .unwrap_or_default(),
        }
    }

    /// Nothing, if every wish is finite.
    #[inline(always)]
    pub(super) fn checked(&self) -> Result<(), Error> {
        let finite = |good, wish: &f64| good & (wish.abs() <= f64::MAX);
        if self.power_watt.iter().fold(true, finite) {
            return Ok(());
        }
        within("power_watt", f64::NAN, FINITE).map(|_| ())
    }

    /// Steps through the whole strip, sample by sample, and returns the state at its end.
    #[inline(always)]
    pub(super) fn run(self, mut soc: f64, rules: impl Iterator<Item = Rule>) -> f64 {
        let mut delivered = self.delivered_watt.iter_mut();
        for ((&wish, state), rule) in self.power_watt.iter().zip(self.soc).zip(rules) {
            let step = rule.step(soc, wish);
            soc = step.soc;
            *state = soc;
            if let Some(delivered) = delivered.next() {
                *delivered = step.power_watt;
            }
        }
        soc
    }
}
