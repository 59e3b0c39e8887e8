//! What is asked of the stored energy.

use crate::error::{Error, FRACTION, NOT_NEGATIVE, all_within, not_empty, same_length, within};
use crate::trace::{PerStep, SAMPLE};
use std::ops::Range;

/// What is asked of the stored energy, beside the limits of the battery.
#[derive(Debug, Clone, PartialEq)]
pub struct Wishes<'a> {
    /// State of charge before the first step. \[1\]
    pub soc_start: f64,
    /// The state of charge to end at, if there is one. \[1\]
    pub soc_end: Option<f64>,
    /// The lowest one to end at, if there is one. \[1\]
    pub soc_end_min: Option<f64>,
    /// What a kWh is worth that is left at the end, inside the battery. \[currency/kWh\]
    pub end_value_per_kwh: f64,
    /// Lowest state of charge at the end of each step. \[1\]
    pub soc_floor: PerStep<'a>,
    /// Highest state of charge at the end of each step. \[1\]
    pub soc_ceiling: PerStep<'a>,
    /// What holding energy costs, if it costs anything.
    pub holding: Option<Holding<'a>>,
    /// What a kWh more at the end of each step costs beside that, of either sign.
    /// \[currency/kWh\]
    pub stored_price_per_kwh: PerStep<'a>,
    /// Whether charging and discharging at once is ruled out, even where it pays.
    pub is_exclusive: bool,
}

/// A price of holding energy that grows with the state of charge, as calendar aging has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holding<'a> {
    /// From which state of charge on each price holds, ascending; the first from below all. \[1\]
    pub soc: &'a [f64],
    /// What a stored kWh more costs in an hour, ascending. \[currency/kWh/h\]
    pub price_per_kwh_hour: &'a [f64],
    /// A factor at each step, as a warm one makes all of it dearer. \[1\]
    pub weight: PerStep<'a>,
}

impl<'a> Wishes<'a> {
    /// What of them belongs to some of the steps.
    #[must_use]
    pub fn part(&self, steps: Range<usize>) -> Wishes<'a> {
        let part = |values: &PerStep<'a>| values.part(steps.clone());
        Wishes {
            soc_floor: part(&self.soc_floor),
            soc_ceiling: part(&self.soc_ceiling),
            holding: self
                .holding
                .map(|holding| Holding { weight: part(&holding.weight), ..holding }),
            stored_price_per_kwh: part(&self.stored_price_per_kwh),
            ..self.clone()
        }
    }

    /// Nothing, if these wishes make sense over so many steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what does not.
    pub fn check(&self, steps: usize) -> Result<(), Error> {
        within("soc_start", self.soc_start, FRACTION)?;
        within("soc_end", self.soc_end.unwrap_or(0.0), FRACTION)?;
        within("soc_end_min", self.soc_end_min.unwrap_or(0.0), FRACTION)?;
        within("end_value_per_kwh", self.end_value_per_kwh, SAMPLE)?;
        self.soc_floor.check("soc_floor", steps, FRACTION)?;
        self.soc_ceiling.check("soc_ceiling", steps, FRACTION)?;
        self.stored_price_per_kwh.check("stored_price_per_kwh", steps, SAMPLE)?;
        self.holding.map_or(Ok(()), |holding| holding.check(steps))
    }

    /// Whether holding energy costs anything.
    #[inline]
    #[must_use]
    pub fn has_holding(&self) -> bool {
        self.holding.is_some() || self.stored_price_per_kwh != PerStep::Same(0.0)
    }

    /// Marginal costs of holding energy over a step of so many hours: from which energy on, and how
    /// much. \[kWh, currency/kWh\]
    pub fn holding(&self, step: usize, hours: f64, capacity_kwh: f64, into: &mut Vec<(f64, f64)>) {
        let stored = self.stored_price_per_kwh.at(step);
        into.clear();
        let Some(holding) = &self.holding else { return into.push((0.0, stored)) };
        let hours = hours * holding.weight.at(step);
        let prices = holding.soc.iter().zip(holding.price_per_kwh_hour);
        into.extend(prices.map(|(soc, price)| (soc * capacity_kwh, price * hours + stored)));
    }
}

impl Holding<'_> {
    /// Nothing, if this price makes sense beside so many steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what does not.
    pub fn check(&self, steps: usize) -> Result<(), Error> {
        not_empty("soc", self.soc)?;
        same_length("price_per_kwh_hour", self.price_per_kwh_hour.len(), self.soc.len())?;
        all_within("soc", self.soc, FRACTION)?;
        all_within("price_per_kwh_hour", self.price_per_kwh_hour, SAMPLE)?;
        ascending("soc", self.soc)?;
        ascending("price_per_kwh_hour", self.price_per_kwh_hour)?;
        self.weight.check("weight", steps, NOT_NEGATIVE)
    }
}

/// Nothing, if at no step `low` is higher than `high`.
pub fn no_higher(
    name: &'static str,
    low: PerStep<'_>,
    high: PerStep<'_>,
    steps: usize,
) -> Result<(), Error> {
    let wrong = match (low, high) {
        (PerStep::Same(low), PerStep::Same(high)) => (low > high).then_some(0),
        (PerStep::Each(low), PerStep::Each(high)) => {
            low.iter().zip(high).position(|(low, high)| low > high)
        }
        _ => (0..steps).position(|step| low.at(step) > high.at(step)),
    };
    let Some(step) = wrong else { return Ok(()) };
    let (value, high) = (low.at(step), high.at(step));
    within(name, value, f64::MIN..=high).map_err(|error| error.of_element(step)).map(|_| ())
}

fn ascending(name: &'static str, values: &[f64]) -> Result<(), Error> {
    for (index, [before, value]) in values.array_windows().enumerate() {
        within(name, *value, *before..=f64::MAX).map_err(|error| error.of_element(index + 1))?;
    }
    Ok(())
}
