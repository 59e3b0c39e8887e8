//! Measured losses: straight lines from point to point.
//!
//! Losses that never bend down are the highest of the lines through their pieces, and of nothing.
//! So is the AC power that charges with a DC power; that which a DC power gives is the least.

use crate::error::{Error, within};

/// Pieces that a curve may have.
pub const MOST_PIECES: usize = 16;
/// The most that another watt may lose.
const STEEPEST: f64 = 0.5;
/// Losses closer than this share of themselves are equal.
const SAME: f64 = 1e-9;

/// The lines of a curve of losses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    count: usize,
    lines: [Line; MOST_PIECES],
}

/// Lost at an AC power p: constant + linear·p. \[W\]
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    constant: f64,
    linear: f64,
}

impl Measured {
    /// Nothing was measured.
    pub const NONE: Self =
        Self { count: 0, lines: [Line { constant: 0.0, linear: 0.0 }; MOST_PIECES] };

    /// The lines through points of AC power and loss.
    pub fn through(points: &[(f64, f64)]) -> Self {
        let mut measured = Self::NONE;
        let pairs = points.array_windows();
        for (line, [(power, loss), (next, more)]) in measured.lines.iter_mut().zip(pairs) {
            let linear = (more - loss) / (next - power);
            *line = Line { constant: loss - linear * power, linear };
            measured.count += 1;
        }
        measured
    }

    /// Whether nothing was measured.
    #[inline]
    pub fn is_none(&self) -> bool {
        self.count == 0
    }

    /// What is lost at an AC power, either way. \[W\]
    pub fn loss(&self, power: f64) -> f64 {
        let lost = |line: &Line| line.constant + line.linear * power;
        self.lines().iter().map(lost).fold(0.0, f64::max)
    }

    /// The AC power that charges with a DC power. \[W\]
    pub fn taken(&self, dc_watt: f64) -> f64 {
        let taken = |line: &Line| (dc_watt + line.constant) / (1.0 - line.linear);
        self.lines().iter().map(taken).fold(dc_watt, f64::max)
    }

    /// The AC power that a DC power gives, both as magnitudes. \[W\]
    pub fn given(&self, dc_watt: f64) -> f64 {
        let given = |line: &Line| (dc_watt - line.constant) / (1.0 + line.linear);
        self.lines().iter().map(given).fold(dc_watt, f64::min).max(0.0)
    }

    fn lines(&self) -> &[Line] {
        self.lines.get(..self.count).unwrap_or_default()
    }
}

/// Nothing, if points of AC power and loss make sense beside a rated power.
///
/// # Errors
/// [`Error::BadInput`] for fewer than two points or more than the pieces allow, and for a point whose
/// power is not above the one before, or whose loss lies below the line that comes from there.
pub(super) fn check(points: &[(f64, f64)], rated_watt: f64) -> Result<(), Error> {
    let most = MOST_PIECES as f64 + 1.0;
    within("loss_points", points.len() as f64, 2.0..=most)?;
    let mut before: Option<(f64, f64)> = None;
    let mut slope = 0.0;
    for (index, &(power, loss)) in points.iter().enumerate() {
        let of_point = |error: Error| error.of_element(index);
        let (last, lost) = before.unwrap_or((-f64::MIN_POSITIVE, 0.0));
        within("loss_points", power, last.next_up()..=f64::MAX).map_err(of_point)?;
        let (lowest, highest) = match before {
            None => (0.0, STEEPEST * rated_watt),
            Some(_) => (lost + slope * (power - last), lost + STEEPEST * (power - last)),
        };
        within("loss_points", loss, lowest * (1.0 - SAME)..=highest).map_err(of_point)?;
        slope = if before.is_some() { (loss - lost) / (power - last) } else { 0.0 };
        before = Some((power, loss));
    }
    let at_rated = Measured::through(points).loss(rated_watt);
    let checked = within("loss_points", at_rated, 0.0..=STEEPEST * rated_watt);
    checked.map_err(|error| error.of_element(points.len() - 1)).map(|_| ())
}
