//! What was planned before is kept where nothing else costs less.

use crate::dispatch::optimum::offers::Pieces;
use crate::dispatch::optimum::queue::Piece;

/// Marginal costs closer than this share of themselves are equal.
const TIE: f64 = 1e-12;

impl Pieces {
    /// Prefers a change of stored energy among those that cost the same: what leads there becomes
    /// cheaper by a rounding, what leads beyond dearer by one.
    pub fn prefer(&mut self, change_kwh: f64) {
        let mut at_kwh = self.least_kwh;
        let mut cut = None;
        for (index, piece) in self.list.iter_mut().enumerate() {
            let below_kwh = (change_kwh - at_kwh).clamp(0.0, piece.length);
            at_kwh += piece.length;
            if below_kwh > 0.0 && below_kwh < piece.length {
                let length = piece.length - below_kwh;
                cut = Some((index + 1, Piece { slope: dearer(piece.slope), length }));
                piece.length = below_kwh;
            }
            let is_above = below_kwh == 0.0;
            piece.slope = if is_above { dearer(piece.slope) } else { cheaper(piece.slope) };
        }
        if let Some((index, above)) = cut {
            self.list.insert(index, above);
        }
    }
}

fn dearer(slope: f64) -> f64 {
    (slope + TIE * slope.abs()).next_up()
}

fn cheaper(slope: f64) -> f64 {
    (slope - TIE * slope.abs()).next_down()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(slopes: &[f64]) -> Pieces {
        let piece = |&slope: &f64| Piece { slope, length: 1.0 };
        let list = slopes.iter().map(piece).collect();
        Pieces { least_kwh: -1.0, list, is_convex: true }
    }

    #[test]
    fn lower_bits_come_first_among_equals_and_higher_ones_last() {
        let mut kept = pieces(&[0.0, 2.0, 2.0]);
        kept.prefer(0.25);
        assert_eq!(
            kept.list.iter().map(|piece| piece.length).collect::<Vec<_>>(),
            [1.0, 0.25, 0.75, 1.0]
        );
        assert!(kept.list[0].slope < 0.0 && kept.list[1].slope < 2.0 && kept.list[2].slope > 2.0);
    }

    #[test]
    fn a_change_at_an_end_cuts_nothing() {
        for change in [-5.0, -1.0, 0.0, 1.0, 7.0] {
            let mut kept = pieces(&[-1.0, 1.0]);
            kept.prefer(change);
            assert_eq!(kept.list.len(), 2);
            let is_cheaper = |index: usize, slope: f64| kept.list[index].slope < slope;
            assert_eq!((is_cheaper(0, -1.0), is_cheaper(1, 1.0)), (change > -1.0, change > 0.0));
        }
    }
}
