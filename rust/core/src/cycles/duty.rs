//! A state of charge on a clock, and the legs of its way.

use crate::cycles::integrals::Leg;
use crate::cycles::series::{Series, for_each_fraction};
use crate::error::{Error, POSITIVE};
use crate::thermal::TEMPERATURE_CELSIUS;
use crate::trace::PerStep;

/// What the time from sample to sample is called.
pub const STEP: &str = "dt_second";

/// A state of charge on a clock, with the temperature that went along.
///
/// Where a state of charge is passed over, so is the temperature beside it: time goes on, and both
/// follow a straight line to the next sample that is taken.
#[derive(Clone, Copy)]
pub struct Duty<'a> {
    /// State of charge at the ends of all steps, and before the first.
    pub soc: Series<'a>,
    /// Time from each sample to the next, one fewer than samples. \[s\]
    pub dt_second: PerStep<'a>,
    /// Temperature at each sample. \[degC\]
    pub temperature_celsius: PerStep<'a>,
}

impl<'a> Duty<'a> {
    /// Nothing, if samples, steps and temperatures make sense and fit.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if not.
    pub fn check(&self) -> Result<(), Error> {
        for_each_fraction(self.soc, |_| ())?;
        let samples = self.soc.count();
        self.dt_second.check(STEP, samples.saturating_sub(1), POSITIVE)?;
        self.temperature_celsius.check("temperature_celsius", samples, TEMPERATURE_CELSIUS)
    }

    /// The legs from the sample `at`, where the state of charge is `soc`, up to before `end`.
    #[inline]
    pub fn legs(self, at: usize, soc: f64, end: usize) -> Legs<'a> {
        let celsius = self.temperature_celsius.at(at);
        Legs { duty: self, soc, celsius, end, next: at.saturating_add(1) }
    }
}

/// Legs of a duty, one after the other, each with the sample that it leads to.
pub struct Legs<'a> {
    duty: Duty<'a>,
    soc: f64,
    celsius: f64,
    end: usize,
    next: usize,
}

impl Iterator for Legs<'_> {
    type Item = (usize, Leg);

    #[inline]
    fn next(&mut self) -> Option<(usize, Leg)> {
        let mut second = 0.0;
        while self.next < self.end {
            let at = self.next;
            self.next += 1;
            second += self.duty.dt_second.at(at - 1);
            if let Some(soc) = self.duty.soc.taken(at, self.soc) {
                let celsius = self.duty.temperature_celsius.at(at);
                let leg = Leg { soc: [self.soc, soc], celsius: [self.celsius, celsius], second };
                (self.soc, self.celsius) = (soc, celsius);
                return Some((at, leg));
            }
        }
        None
    }
}
