//! How far a forecast goes astray, and that it does so the same way every time.
//!
//! The error of what is foretold for step k at step s follows e(s, k) = ρ e(s, k-1) + σ √(1-ρ²) z(k)
//! from e(s, s) = 0, where z(k) is a number by lot for the step itself. So it is nothing now, grows
//! with lead time toward σ, and a step that comes nearer is foretold better and better.

use super::draws::Draws;
use crate::aging::draw::Lot;
use crate::error::{Error, LIMIT, within};
use crate::trace::SAMPLE;

/// An error of forecasts that grows with lead time, of first order.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct ForecastError {
    /// Standard deviation of far steps: a share if it is relative, else in the unit of what is
    /// foretold.
    pub std: f64,
    /// Time over which an error falls to 1/e. \[s\]
    pub correlation_second: f64,
    /// Whether it multiplies what is foretold, or is added to it.
    pub relative: bool,
    /// Of the lot.
    pub seed: u64,
}

impl ForecastError {
    /// Nothing, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    pub fn check(&self) -> Result<(), Error> {
        within("std", self.std, 0.0..=*SAMPLE.end())?;
        within("correlation_second", self.correlation_second, LIMIT).map(|_| ())
    }
}

/// The error of one forecast, on its way from the present to the horizon.
#[derive(Debug, Clone)]
pub struct Drift {
    of: ForecastError,
    draws: Draws,
    value: f64,
    hours: f64,
    kept: f64,
    fresh: f64,
}

impl Drift {
    /// That of a forecast which is made now.
    #[must_use]
    pub fn new(of: ForecastError) -> Self {
        let draws = Draws::new(Lot::new(of.seed, "forecast"));
        Self { of, draws, value: 0.0, hours: f64::NAN, kept: 1.0, fresh: 0.0 }
    }

    /// Goes to the present, which is `step`.
    pub fn restart(&mut self, step: u64) {
        self.value = 0.0;
        self.draws.begin(step);
    }

    /// Goes on to the step so many steps from now, which follows the one before by so many hours.
    pub fn go_on(&mut self, lead: usize, hours: f64) {
        if hours != self.hours {
            self.hours = hours;
            self.kept = (-hours * 3600.0 / self.of.correlation_second).exp();
            self.fresh = self.of.std * (1.0 - self.kept * self.kept).sqrt();
        }
        self.value = self.kept * self.value + self.fresh * self.draws.at(lead);
    }

    /// What is foretold where the truth is `value`.
    #[must_use]
    pub fn of(&self, value: f64) -> f64 {
        if self.of.relative { value * (1.0 + self.value).max(0.0) } else { value + self.value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERROR: ForecastError =
        ForecastError { std: 0.2, correlation_second: 7200.0, relative: true, seed: 3 };

    fn error(made_at: u64, lead: usize) -> f64 {
        let mut drift = Drift::new(ERROR);
        drift.restart(made_at);
        (1..=lead).for_each(|lead| drift.go_on(lead, 0.25));
        drift.value
    }

    #[test]
    fn grows_with_lead_time_toward_its_deviation() {
        for (lead, hours) in [(1, 0.25_f64), (8, 2.0), (80, 20.0)] {
            let squares = (0..4000).map(|made_at| error(made_at, lead).powi(2));
            let deviation = (squares.sum::<f64>() / 4000.0).sqrt();
            let expected = 0.2 * (1.0 - (-hours).exp()).sqrt();
            assert!((deviation / expected - 1.0).abs() < 0.1, "{lead}: {deviation} {expected}");
        }
    }

    #[test]
    fn what_a_forecast_tells_anew_is_what_came_to_light_since() {
        let kept = (-0.125_f64).exp();
        let came_to_light = error(10, 1) * kept.powi(9);
        assert!((error(10, 10) - error(11, 9) - came_to_light).abs() < 1e-12);
    }
}
