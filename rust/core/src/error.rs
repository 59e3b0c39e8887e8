//! What can be wrong with an input: which argument, which index, which value, which bound.

use std::ops::RangeInclusive;

/// The reasons for which a kernel gives no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A number lies outside its bounds; NaN lies outside all of them.
    #[error("{} = {} lies outside [{}, {}]", at(name, *index), short(*value), short(*low), short(*high))]
    BadInput {
        /// The argument, as its caller spells it.
        name: &'static str,
        /// The first offending sample, if the argument is a series.
        index: Option<usize>,
        /// What stood there.
        value: f64,
        /// The smallest value that would have been taken.
        low: f64,
        /// The largest value that would have been taken.
        high: f64,
    },
    /// An array does not have the length or shape that goes with the others.
    #[error("{name} has shape {got:?}, expected {want:?}")]
    BadShape {
        /// The argument, as its caller spells it.
        name: &'static str,
        /// The shape that came.
        got: Vec<usize>,
        /// The shape that fits.
        want: Vec<usize>,
    },
    /// A card that describes a model cannot be read.
    #[error("{}: {message}", standing(place, *line, *column))]
    BadCard {
        /// The entry at fault, as the card names it.
        place: String,
        /// Its line in the card, counted from 1.
        line: Option<usize>,
        /// The first character at fault, counted from 1: of the formula, if the entry is one,
        /// else of the line.
        column: Option<usize>,
        /// What is wrong.
        message: String,
    },
    /// No schedule keeps within all limits.
    #[error("no schedule keeps within {limit}: step {step} lacks {} {unit}{}", short(*shortfall), ways_out(relaxations))]
    Infeasible {
        /// The limit that the first impossible step misses.
        limit: &'static str,
        /// That step.
        step: usize,
        /// How much is missing there.
        shortfall: f64,
        /// Its unit, W or Wh.
        unit: &'static str,
        /// Limits whose change alone makes a schedule possible, and the least such change.
        relaxations: Vec<(&'static str, f64)>,
    },
    /// The caller asked a long kernel to stop.
    #[error("interrupted")]
    Interrupted,
}

impl Error {
    /// The same, told of the element `index` of an array whose elements were looked at one by one.
    #[must_use]
    pub fn of_element(mut self, element: usize) -> Self {
        if let Self::BadInput { index, .. } = &mut self {
            *index = Some(element);
        }
        self
    }

    /// The same, told of an array of which a part that starts at `start` was looked at.
    #[must_use]
    pub fn later_by(mut self, start: usize) -> Self {
        if let Self::BadInput { index: Some(index), .. } = &mut self {
            *index += start;
        }
        self
    }
}

/// Values looked at together, without a branch for each.
const CHUNK: usize = 64;

/// Every finite number.
pub const FINITE: RangeInclusive<f64> = f64::MIN..=f64::MAX;
/// Every finite number above zero.
pub const POSITIVE: RangeInclusive<f64> = f64::MIN_POSITIVE..=f64::MAX;
/// Every finite number from zero up.
pub const NOT_NEGATIVE: RangeInclusive<f64> = 0.0..=f64::MAX;
/// Every number from zero up, infinity included: a limit that may be absent.
pub const LIMIT: RangeInclusive<f64> = 0.0..=f64::INFINITY;
/// A share of one.
pub const FRACTION: RangeInclusive<f64> = 0.0..=1.0;

/// `value`, if it lies within `bounds`.
///
/// # Errors
/// [`Error::BadInput`] if it does not.
pub fn within(name: &'static str, value: f64, bounds: RangeInclusive<f64>) -> Result<f64, Error> {
    if bounds.contains(&value) {
        return Ok(value);
    }
    Err(outside(name, None, value, &bounds))
}

/// `values`, if each lies within `bounds`.
///
/// # Errors
/// [`Error::BadInput`] with the first index that does not.
#[expect(clippy::needless_bitwise_bool, reason = "no branch for each")]
pub fn all_within<'a>(
    name: &'static str,
    values: &'a [f64],
    bounds: RangeInclusive<f64>,
) -> Result<&'a [f64], Error> {
    let (low, high) = (*bounds.start(), *bounds.end());
    let is_bad = |value: &f64| !((low <= *value) & (*value <= high));
    let holds_bad = |chunk: &[f64]| chunk.iter().fold(false, |found, value| found | is_bad(value));
    let chunk = values.chunks(CHUNK).position(holds_bad);
    let suspects = chunk.map_or(&[][..], |chunk| &values[chunk * CHUNK..]);
    match suspects.iter().position(is_bad) {
        None => Ok(values),
        Some(place) => {
            let index = values.len() - suspects.len() + place;
            Err(outside(name, Some(index), suspects[place], &bounds))
        }
    }
}

/// Nothing, if `got` samples are as many as `want`.
///
/// # Errors
/// [`Error::BadShape`] if they are not.
pub fn same_length(name: &'static str, got: usize, want: usize) -> Result<(), Error> {
    if got == want {
        return Ok(());
    }
    Err(Error::BadShape { name, got: vec![got], want: vec![want] })
}

/// Nothing, if there is a sample at all.
///
/// # Errors
/// [`Error::BadShape`] if there is none.
pub fn not_empty(name: &'static str, values: &[f64]) -> Result<(), Error> {
    same_length(name, values.len().min(1), 1)
}

fn outside(
    name: &'static str,
    index: Option<usize>,
    value: f64,
    bounds: &RangeInclusive<f64>,
) -> Error {
    Error::BadInput { name, index, value, low: *bounds.start(), high: *bounds.end() }
}

/// A number as people write it: without three hundred digits.
fn short(value: f64) -> String {
    let plain = value == 0.0 || !value.is_finite() || (1e-5..1e16).contains(&value.abs());
    if plain { value.to_string() } else { format!("{value:e}") }
}

fn at(name: &str, index: Option<usize>) -> String {
    index.map_or_else(|| name.to_owned(), |index| format!("{name}[{index}]"))
}

fn standing(place: &str, line: Option<usize>, column: Option<usize>) -> String {
    let line = line.map_or_else(String::new, |line| format!(", line {line}"));
    let column = column.map_or_else(String::new, |column| format!(", column {column}"));
    format!("{place}{line}{column}")
}

fn ways_out(relaxations: &[(&str, f64)]) -> String {
    let ways = relaxations.iter().map(|(limit, by)| {
        let unit = if limit.ends_with("watt") { "W" } else { "Wh" };
        format!("{limit} by {} {unit}", short(*by))
    });
    let ways: Vec<String> = ways.collect();
    if ways.is_empty() { String::new() } else { format!("; enough: {}", ways.join(", or ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_argument_the_place_the_value_and_the_bound() {
        let error = all_within("soc", &[0.5, 50.0], FRACTION).unwrap_err();
        assert_eq!(error.to_string(), "soc[1] = 50 lies outside [0, 1]");
    }

    #[test]
    fn spares_the_reader_three_hundred_digits() {
        let error = within("dt_second", 0.0, POSITIVE).unwrap_err();
        let text = "dt_second = 0 lies outside [2.2250738585072014e-308, 1.7976931348623157e308]";
        assert_eq!(error.to_string(), text);
    }

    #[test]
    fn nan_lies_outside_every_bound() {
        assert!(within("dt_second", f64::NAN, f64::NEG_INFINITY..=f64::INFINITY).is_err());
    }
}
