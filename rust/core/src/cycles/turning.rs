//! Turning points: the first sample, every change of direction, the last sample.

use crate::cycles::finder::Finder;
use crate::cycles::point::{Plateau, Point};
use crate::cycles::series::Series;
use crate::error::Error;
use crate::parallel::KeepGoing;

/// Turning points, column by column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TurningPoints {
    /// The samples.
    pub value: Vec<f64>,
    /// Where they stand in the series.
    pub index: Vec<i64>,
}

/// The turning points of `series`.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`].
pub fn turning_points<'a>(
    series: impl Into<Series<'a>>,
    plateau: Plateau,
    watch: &dyn KeepGoing,
) -> Result<TurningPoints, Error> {
    let series = series.into();
    let mut found = TurningPoints::default();
    let Some(start) = series.first() else { return Ok(found) };
    let first = Point { value: series.sample(start), index: start as u64, carried: () };
    let mut finder = Finder::new(first, 0, plateau, series.limit());
    let end = series.count();
    finder.walk(series, start..end, 0, watch, |turns, _| found.extend(turns))?;
    found.extend(&[finder.end(series, end, 0)]);
    Ok(found)
}

impl TurningPoints {
    fn extend(&mut self, turns: &[Point<()>]) {
        self.value.extend(turns.iter().map(|turn| turn.value));
        self.index.extend(turns.iter().map(|turn| turn.index.cast_signed()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plateau_is_one_point() {
        let series = [0.0, 0.0, 3.0, 3.0, 1.0, 1.0, 2.0, 2.0];
        let first = turning_points(&series, Plateau::First, &()).unwrap();
        assert_eq!(first.value, [0.0, 3.0, 1.0, 2.0]);
        assert_eq!(first.index, [0, 2, 4, 6]);
        let last = turning_points(&series, Plateau::Last, &()).unwrap();
        assert_eq!(last.index, [0, 3, 5, 7]);
    }

    #[test]
    fn short_series_have_what_they_have() {
        let of = |series: &[f64]| turning_points(series, Plateau::First, &()).unwrap().index;
        assert!(of(&[]).is_empty());
        assert_eq!(of(&[1.0]), [0]);
        assert_eq!(of(&[1.0, 1.0]), [0]);
        assert_eq!(of(&[1.0, 2.0, 3.0]), [0, 2]);
    }

    #[test]
    fn not_a_number_is_refused_with_its_index() {
        let error = turning_points(&[0.0, f64::NAN], Plateau::First, &()).unwrap_err();
        assert!(matches!(error, Error::BadInput { index: Some(1), .. }));
    }
}
