//! Steps to come as a forecast tells them: what is believed, with an error that grows.

use super::forecast_error::{Drift, ForecastError};
use super::outlook::Believed;
use crate::error::Error;

/// The errors of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Errors {
    /// Of prices: import and export price go astray together.
    pub price: Option<ForecastError>,
    /// Of load.
    pub load: Option<ForecastError>,
    /// Of generation.
    pub generation: Option<ForecastError>,
}

impl Errors {
    /// Nothing, if their numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not.
    pub fn check(&self) -> Result<(), Error> {
        let all = [self.price, self.load, self.generation];
        all.iter().flatten().try_for_each(ForecastError::check)
    }
}

/// A forecast on its way from the present to the horizon.
#[derive(Debug, Clone)]
pub struct Expected {
    price: Option<Drift>,
    load: Option<Drift>,
    generation: Option<Drift>,
}

impl Expected {
    /// One with such errors.
    #[must_use]
    pub fn new(errors: &Errors) -> Self {
        Self {
            price: errors.price.map(Drift::new),
            load: errors.load.map(in_kilowatt).map(Drift::new),
            generation: errors.generation.map(in_kilowatt).map(Drift::new),
        }
    }

    /// Goes to the present, which is `step`.
    pub fn restart(&mut self, step: usize) {
        let all = [&mut self.price, &mut self.load, &mut self.generation];
        all.into_iter().flatten().for_each(|drift| drift.restart(step as u64));
    }

    /// What is told of the step so many steps from now, which follows the one asked about before.
    #[inline]
    pub fn at(&mut self, lead: usize, believed: &Believed) -> Believed {
        let mut told = *believed;
        if let Some(drift) = go_on(&mut self.price, lead, believed) {
            (told.import_price, told.export_price) =
                (drift.of(told.import_price), drift.of(told.export_price));
        }
        if let Some(drift) = go_on(&mut self.load, lead, believed) {
            told.load_kw = drift.of(told.load_kw).max(0.0);
        }
        if let Some(drift) = go_on(&mut self.generation, lead, believed) {
            told.generation_kw = drift.of(told.generation_kw).max(0.0);
        }
        told
    }
}

/// The same error, of a power in kW where that is foretold in W.
fn in_kilowatt(error: ForecastError) -> ForecastError {
    ForecastError { std: if error.relative { error.std } else { error.std / 1e3 }, ..error }
}

#[inline]
fn go_on<'d>(drift: &'d mut Option<Drift>, lead: usize, believed: &Believed) -> Option<&'d Drift> {
    let drift = drift.as_mut()?;
    drift.go_on(lead, believed.hours);
    Some(drift)
}
