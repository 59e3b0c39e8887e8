//! What is charged for the highest import of some steps.

use crate::error::{Error, NOT_NEGATIVE, within};
use crate::soc::Number;
use crate::trace::SAMPLE;
use std::ops::Range;

/// A charge on the highest import of some steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Peaks {
    /// For each kW of it. \[currency/kW\]
    pub price_per_kw: f64,
    /// A peak that is paid in any case. \[kW\]
    pub floor_kw: f64,
    /// The steps.
    pub steps: Vec<Range<usize>>,
}

impl Peaks {
    /// Nothing, if this charge makes sense over so many steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] names what does not.
    pub fn check(&self, steps: usize) -> Result<(), Error> {
        within("price_per_kw", self.price_per_kw, 0.0..=*SAMPLE.end())?;
        within("floor_watt", self.floor_kw, NOT_NEGATIVE)?;
        for range in &self.steps {
            within("steps", range.end as f64, 0.0..=steps as f64)?;
        }
        Ok(())
    }

    /// The highest import over its steps, or its floor. \[kW\]
    #[must_use]
    pub fn highest_kw(&self, import_watt: &[f64]) -> f64 {
        let ranges = self.steps.iter().cloned();
        let imports = ranges.flat_map(|range| import_watt.get(range).unwrap_or_default());
        imports.fold(self.floor_kw, |highest, watt| highest.greater(watt / 1e3))
    }
}
