//! A convex function of stored energy by its slopes; its height is nobody's business.

use super::polyline::Knot;
use super::queue::Piece;

/// Retention is held above this share, so that what leaks away whole still has slopes. \[1\]
const LEAST_RETENTION: f64 = 1e-30;

/// A convex function of stored energy from `low_kwh` up, slopes in ascending order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slopes {
    /// The lowest energy. \[kWh\]
    pub low_kwh: f64,
    pieces: Vec<Piece>,
}

impl Slopes {
    /// A function of a single energy.
    #[must_use]
    pub fn at(kwh: f64) -> Self {
        Self { low_kwh: kwh, pieces: vec![] }
    }

    /// The highest energy. \[kWh\]
    #[must_use]
    pub fn high_kwh(&self) -> f64 {
        self.low_kwh + self.pieces.iter().map(|piece| piece.length).sum::<f64>()
    }

    /// The cheapest sum of an energy of this function and a change from `least_kwh` up along
    /// `pieces`: the infimal convolution.
    pub fn add(&mut self, least_kwh: f64, pieces: &[Piece]) {
        self.low_kwh += least_kwh;
        self.pieces.extend_from_slice(pieces);
        self.pieces.sort_by(|a, b| a.slope.total_cmp(&b.slope));
    }

    /// The same with a change taken away.
    pub fn subtract(&mut self, least_kwh: f64, pieces: &[Piece]) {
        let most_kwh = least_kwh + pieces.iter().map(|piece| piece.length).sum::<f64>();
        let mirrored = |piece: &Piece| Piece { slope: -piece.slope, length: piece.length };
        let mirrored: Vec<Piece> = pieces.iter().rev().map(mirrored).collect();
        self.add(-most_kwh, &mirrored);
    }

    /// The same with an energy of another function taken away.
    pub fn less(&mut self, other: &Self) {
        self.subtract(other.low_kwh, &other.pieces);
    }

    /// From energies at the end of one step to what the next step keeps of them.
    pub fn keep(&mut self, retention: f64) {
        let share = retention.max(LEAST_RETENTION);
        self.low_kwh *= share;
        for piece in &mut self.pieces {
            (piece.slope, piece.length) = (piece.slope / share, piece.length * share);
        }
    }

    /// From what a step keeps to energies at the end of the one before.
    pub fn unkeep(&mut self, retention: f64) {
        self.keep(1.0 / retention.max(LEAST_RETENTION));
    }

    /// Gives up energies below a floor or above a ceiling.
    pub fn restrict(&mut self, floor_kwh: f64, ceiling_kwh: f64) {
        let mut from = self.low_kwh;
        let (low, high) = (from.max(floor_kwh.min(self.high_kwh())), ceiling_kwh);
        self.pieces.retain_mut(|piece| {
            let until = from + piece.length;
            let length = until.min(high) - from.max(low);
            (from, piece.length) = (until, length);
            length > 0.0
        });
        self.low_kwh = low;
    }

    /// Adds marginal costs of holding energy, each valid from an energy up, the first from below
    /// all. \[kWh, currency/kWh\]
    pub fn tilt(&mut self, marginal: &[(f64, f64)]) {
        let mut from = self.low_kwh;
        let mut tilted = Vec::with_capacity(self.pieces.len() + marginal.len());
        for piece in &self.pieces {
            let until = from + piece.length;
            for (index, &(start, slope)) in marginal.iter().enumerate() {
                let start = if index == 0 { from } else { start.clamp(from, until) };
                let end = marginal.get(index + 1).map_or(until, |next| next.0.clamp(from, until));
                if end > start {
                    tilted.push(Piece { slope: piece.slope + slope, length: end - start });
                }
            }
            from = until;
        }
        self.pieces = tilted;
    }

    /// Where it bends, from any height.
    #[must_use]
    pub fn knots(&self) -> Vec<Knot> {
        let mut at = Knot { kwh: self.low_kwh, cost: 0.0 };
        let bends = self.pieces.iter().map(|piece| {
            at = Knot { kwh: at.kwh + piece.length, cost: at.cost + piece.length * piece.slope };
            at
        });
        std::iter::once(Knot { kwh: self.low_kwh, cost: 0.0 }).chain(bends).collect()
    }
}
