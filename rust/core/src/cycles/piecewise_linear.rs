//! Damage by straight lines between points.

use crate::error::{Error, FINITE, all_within, same_length, within};

/// Damage of a cycle: straight lines through points, of which the last goes on.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct PiecewiseLinear {
    range: Vec<f64>,
    damage: Vec<f64>,
}

/// A straight line of a [`PiecewiseLinear`] law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// The range from which it holds.
    pub range: f64,
    /// The damage there.
    pub damage: f64,
    /// How steeply damage grows with the range from there on.
    pub slope: f64,
}

impl PiecewiseLinear {
    /// The law that does `damage` at `range`.
    ///
    /// # Errors
    /// As [`PiecewiseLinear::checked`].
    pub fn new(range: Vec<f64>, damage: Vec<f64>) -> Result<Self, Error> {
        Self { range, damage }.checked()
    }

    /// This law, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadShape`] if there are fewer than two points or not as many damages as ranges;
    /// [`Error::BadInput`] if a number is not finite, the first point is not (0, 0), ranges do
    /// not rise, or damage falls or rises too steeply for a number.
    pub fn checked(self) -> Result<Self, Error> {
        let points = self.range.len();
        same_length("range", points, points.max(2))?;
        same_length("damage", self.damage.len(), points)?;
        all_within("range", &self.range, FINITE)?;
        all_within("damage", &self.damage, FINITE)?;
        let (mut range, mut damage) = (0.0_f64, 0.0);
        for (at, (&r, &d)) in self.range.iter().zip(&self.damage).enumerate() {
            let (low, high) = if at == 0 { (0.0, 0.0) } else { (range.next_up(), f64::MAX) };
            within("range", r, low..=high).map_err(|error| error.of_element(at))?;
            let rise = (r - range).min(1.0) * f64::MAX;
            within("damage", d, damage..=damage + rise).map_err(|error| error.of_element(at))?;
            (range, damage) = (r, d);
        }
        Ok(self)
    }

    /// What one full cycle of this `range` adds.
    #[inline]
    #[must_use]
    pub fn of_range(&self, range: f64) -> f64 {
        let piece = self.piece(range);
        piece.damage + piece.slope * (range - piece.range)
    }

    /// How steeply that grows with the range; at a point, that of the line behind it.
    #[inline]
    #[must_use]
    pub fn slope(&self, range: f64) -> f64 {
        self.piece(range).slope
    }

    /// The straight lines, by rising range.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        let (ranges, damages) = (self.range.windows(2), self.damage.windows(2));
        ranges.zip(damages).filter_map(|(range, damage)| line(range, damage))
    }

    /// The line that holds at `range`.
    #[inline]
    fn piece(&self, range: f64) -> Piece {
        let passed = self.range.partition_point(|&knot| knot <= range);
        let at = passed.saturating_sub(1).min(self.range.len().saturating_sub(2));
        let two = at..at.saturating_add(2);
        let ends = self.range.get(two.clone()).zip(self.damage.get(two));
        let found = ends.and_then(|(range, damage)| line(range, damage));
        found.unwrap_or(Piece { range: 0.0, damage: 0.0, slope: 0.0 })
    }
}

/// The line between two points.
#[inline]
fn line(range: &[f64], damage: &[f64]) -> Option<Piece> {
    let (&[from, to], &[low, high]) = (range, damage) else {
        return None;
    };
    Some(Piece { range: from, damage: low, slope: (high - low) / (to - from) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(range: &[f64], damage: &[f64]) -> Result<PiecewiseLinear, Error> {
        PiecewiseLinear::new(range.to_vec(), damage.to_vec())
    }

    #[test]
    fn the_last_line_goes_on() {
        let law = law(&[0.0, 0.5, 1.0], &[0.0, 0.25, 1.0]).unwrap();
        let of = |range| (law.of_range(range), law.slope(range));
        assert_eq!(of(0.25), (0.125, 0.5));
        assert_eq!(of(0.5), (0.25, 1.5));
        assert_eq!(of(2.0), (2.5, 1.5));
    }

    #[test]
    fn a_falling_law_is_refused() {
        assert!(law(&[0.0, 1.0, 2.0], &[0.0, 1.0, 0.5]).is_err());
        assert!(law(&[0.0, 1.0, 1.0], &[0.0, 1.0, 2.0]).is_err());
        assert!(law(&[0.0, 1.0], &[0.1, 1.0]).is_err());
        assert!(law(&[0.0, 1e-300], &[0.0, 1e300]).is_err());
        assert!(law(&[0.0], &[0.0]).is_err());
        assert!(law(&[0.0, 1.0], &[0.0]).is_err());
    }
}
