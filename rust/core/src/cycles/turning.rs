//! Turning points: the first sample, every change of direction, the last sample.

use crate::cycles::countable::countable;
use crate::error::Error;

/// A sample, where it stands, and what the caller wants to find there again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point<A> {
    /// The sample.
    pub value: f64,
    /// How many samples came before it.
    pub index: u64,
    /// What came along with it, such as integrals up to here.
    pub carried: A,
}

impl<A> Point<A> {
    /// The same, carrying nothing.
    pub(crate) fn plain(&self) -> Point<()> {
        Point { value: self.value, index: self.index, carried: () }
    }
}

/// What one more sample does to a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step<A> {
    /// It repeats the sample before it, or is the first.
    Rest,
    /// It leads on in the same direction.
    Onward,
    /// It leads away from this turning point.
    Turn(Point<A>),
}

/// Finds turning points sample by sample. A plateau is its first sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detector<A> {
    last: Option<Point<A>>,
    heading: i8,
}

impl<A> Default for Detector<A> {
    fn default() -> Self {
        Self { last: None, heading: 0 }
    }
}

impl<A: Copy> Detector<A> {
    /// The last sample that moved, which is a turning point if the series ends here.
    #[must_use]
    pub fn last(&self) -> Option<Point<A>> {
        self.last
    }

    /// Where the series has been heading: 1 is up, -1 is down, 0 if it has not moved yet.
    #[must_use]
    pub fn heading(&self) -> i8 {
        self.heading
    }

    /// Lets the sample at `index` carry something else, if it is the last one that moved.
    #[inline]
    pub fn recarry(&mut self, index: u64, carried: A) {
        if let Some(last) = self.last.as_mut().filter(|last| last.index == index) {
            last.carried = carried;
        }
    }

    /// Takes one more sample; NaN counts as a rest.
    #[inline]
    pub fn push(&mut self, point: Point<A>) -> Step<A> {
        let Some(last) = &mut self.last else {
            self.last = Some(point);
            return Step::Rest;
        };
        let heading = i8::from(point.value > last.value) - i8::from(point.value < last.value);
        if heading == 0 {
            return Step::Rest;
        }
        if heading == self.heading {
            *last = point;
            return Step::Onward;
        }
        self.heading = heading;
        Step::Turn(std::mem::replace(last, point))
    }
}

/// Which sample of a plateau gives a turning point its index.
///
/// A plateau at the start of the series always stands at its first sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plateau {
    /// The first.
    First,
    /// The last.
    Last,
}

impl Plateau {
    /// The index to be told for the plateau that begins at `first`.
    pub(crate) fn index(self, series: &[f64], first: u64) -> i64 {
        let rest = match self {
            Self::Last if first > 0 => plateau_length(series, first) - 1,
            _ => 0,
        };
        (first + rest).cast_signed()
    }
}

/// Samples of the plateau that begins at `first`, at least one.
fn plateau_length(series: &[f64], first: u64) -> u64 {
    let tail = usize::try_from(first).ok().and_then(|first| series.get(first..));
    let tail = tail.unwrap_or_default();
    let equal = tail.iter().take_while(|value| **value == tail[0]).count();
    equal.max(1) as u64
}

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
pub fn turning_points(series: &[f64], plateau: Plateau) -> Result<TurningPoints, Error> {
    let mut found = TurningPoints::default();
    let mut detector = Detector::default();
    for point in points("series", series)? {
        if let Step::Turn(turn) = detector.push(point) {
            found.push(turn, series, plateau);
        }
    }
    if let Some(end) = detector.last() {
        found.push(end, series, plateau);
    }
    Ok(found)
}

impl TurningPoints {
    fn push(&mut self, point: Point<()>, series: &[f64], plateau: Plateau) {
        self.value.push(point.value);
        self.index.push(plateau.index(series, point.index));
    }
}

/// The samples of a series as points that carry nothing.
fn points<'a>(
    name: &'static str,
    series: &'a [f64],
) -> Result<impl Iterator<Item = Point<()>> + 'a, Error> {
    let samples = countable(name, series, series)?.iter();
    Ok((0..).zip(samples).map(|(index, &value)| Point { value, index, carried: () }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plateau_is_one_point() {
        let series = [0.0, 0.0, 3.0, 3.0, 1.0, 1.0, 2.0, 2.0];
        let first = turning_points(&series, Plateau::First).unwrap();
        assert_eq!(first.value, [0.0, 3.0, 1.0, 2.0]);
        assert_eq!(first.index, [0, 2, 4, 6]);
        let last = turning_points(&series, Plateau::Last).unwrap();
        assert_eq!(last.index, [0, 3, 5, 7]);
    }

    #[test]
    fn short_series_have_what_they_have() {
        let of = |series: &[f64]| turning_points(series, Plateau::First).unwrap().index;
        assert!(of(&[]).is_empty());
        assert_eq!(of(&[1.0]), [0]);
        assert_eq!(of(&[1.0, 1.0]), [0]);
        assert_eq!(of(&[1.0, 2.0, 3.0]), [0, 2]);
    }

    #[test]
    fn not_a_number_is_refused_with_its_index() {
        let error = turning_points(&[0.0, f64::NAN], Plateau::First).unwrap_err();
        assert!(matches!(error, Error::BadInput { index: Some(1), .. }));
    }
}
