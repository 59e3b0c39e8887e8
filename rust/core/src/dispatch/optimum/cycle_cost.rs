//! What a cycle costs by its depth.

use crate::error::{Error, FRACTION, all_within, same_length, within};

/// Costs of full cycles at some depths, with straight lines in between.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct CycleCost {
    depth: Vec<f64>,
    cost_per_cycle: Vec<f64>,
    history: Vec<f64>,
}

impl CycleCost {
    /// This cost, if its numbers make sense: depths that rise from 0, costs that rise from 0 and
    /// ever more steeply, so that one deep cycle costs no less than the shallow ones within it.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what does not.
    pub fn checked(self) -> Result<Self, Error> {
        let points = self.depth.len();
        same_length("depth", points, points.max(2))?;
        same_length("cost_per_cycle", self.cost_per_cycle.len(), points)?;
        all_within("depth", &self.depth, FRACTION)?;
        all_within("history", &self.history, FRACTION)?;
        all_within("cost_per_cycle", &self.cost_per_cycle, 0.0..=1e100)?;
        let first = (self.depth.first().copied(), self.cost_per_cycle.first().copied());
        within("depth", first.0.unwrap_or(0.0), 0.0..=0.0).map_err(|error| error.of_element(0))?;
        within("cost_per_cycle", first.1.unwrap_or(0.0), 0.0..=0.0)
            .map_err(|error| error.of_element(0))?;
        let mut steepness = 0.0;
        let ends = self.depth.array_windows().zip(self.cost_per_cycle.array_windows());
        for (index, ([from, to], [low, high])) in ends.enumerate() {
            let named = |error: Error| error.of_element(index + 1);
            within("depth", *to, from.next_up()..=1.0).map_err(named)?;
            let least = low + steepness * (to - from);
            let rounding = 1e-12 * least.abs(); // of points that lie on one line
            within("cost_per_cycle", *high, least - rounding..=f64::MAX).map_err(named)?;
            steepness = (high - low) / (to - from);
        }
        Ok(self)
    }
}
