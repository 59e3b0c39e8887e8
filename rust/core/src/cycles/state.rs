//! What a stored counter must look like to be one.

use crate::cycles::COUNTABLE;
use crate::cycles::point::Point;
use crate::error::{Error, all_within};

/// Nothing, if `points` can be what a counter holds open after `samples` samples.
///
/// # Errors
/// [`Error::BadInput`] if a value is beyond [`COUNTABLE`] or not strictly between the two before
/// it, or if indices do not rise, up to `samples`.
pub fn can_be_open<A: Copy>(points: &[Point<A>], samples: u64) -> Result<(), Error> {
    let values: Vec<f64> = points.iter().map(|point| point.value).collect();
    all_within("value", &values, COUNTABLE)?;
    nested(&values)?;
    rising(points, samples)
}

/// Nothing, if each of `values` lies strictly between the two before it.
fn nested(values: &[f64]) -> Result<(), Error> {
    for (index, &value) in values.iter().enumerate().skip(1) {
        let before = values[index - 1];
        let earlier = index.checked_sub(2).map(|index| values[index]);
        let (low, high) = match earlier {
            Some(earlier) => (before.min(earlier).next_up(), before.max(earlier).next_down()),
            None if value < before => (f64::MIN, before.next_down()),
            None => (before.next_up(), f64::MAX),
        };
        if !(low..=high).contains(&value) {
            return Err(misplaced("value", index, value, low, high));
        }
    }
    Ok(())
}

/// Nothing, if the indices of `points` rise and stay below `samples`.
fn rising<A>(points: &[Point<A>], samples: u64) -> Result<(), Error> {
    let mut free = 0;
    for (at, point) in points.iter().enumerate() {
        if !(free..samples).contains(&point.index) {
            let high = samples.saturating_sub(1) as f64;
            return Err(misplaced("index", at, point.index as f64, free as f64, high));
        }
        free = point.index + 1;
    }
    if points.is_empty() && samples > 0 {
        return Err(misplaced("index", 0, f64::NAN, 0.0, samples as f64));
    }
    Ok(())
}

fn misplaced(name: &'static str, index: usize, value: f64, low: f64, high: f64) -> Error {
    Error::BadInput { name, index: Some(index), value, low, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_states_are_refused() {
        let state = |values: &[f64], samples| {
            let points: Vec<_> = (0..)
                .zip(values)
                .map(|(index, &value)| Point { value, index, carried: () })
                .collect();
            can_be_open(&points, samples)
        };
        assert!(state(&[0.0, 2.0, 1.0], 3).is_ok());
        assert!(state(&[0.0, 2.0, 0.0], 3).is_err());
        assert!(state(&[0.0, 2.0, 2.0], 3).is_err());
        assert!(state(&[0.0, 0.0], 3).is_err());
        assert!(state(&[0.0, f64::NAN], 3).is_err());
        assert!(state(&[0.0, 2.0, 1.0], 2).is_err());
        assert!(state(&[], 1).is_err());
    }
}
