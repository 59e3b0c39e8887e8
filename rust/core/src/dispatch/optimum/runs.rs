//! The cost of a step taken apart where it bends down: in each run it is convex.

use super::offers::{Pieces, falls};
use super::polyline::Knot;
use super::queue::Piece;

impl Pieces {
    /// Runs of pieces with ascending slopes, from the lowest change of stored energy up.
    pub fn runs(&self) -> impl Iterator<Item = &[Piece]> {
        self.list.chunk_by(|from, to| !falls(from, to))
    }

    /// The run that a change of stored energy lies in; at a bend, the lower one.
    pub fn run_of(&self, change_kwh: f64) -> usize {
        let mut end_kwh = self.least_kwh;
        let run = self.runs().position(|run| {
            end_kwh += length(run);
            change_kwh <= end_kwh
        });
        run.unwrap_or_else(|| self.runs().count().saturating_sub(1))
    }

    /// Gives up all changes of stored energy but those of one run.
    pub fn keep_run(&mut self, index: usize) {
        let before: usize = self.runs().take(index).map(<[Piece]>::len).sum();
        let kept = self.runs().nth(index).map_or(0, <[Piece]>::len);
        self.least_kwh += length(self.list.get(..before).unwrap_or_default());
        self.list.truncate(before + kept);
        self.list.drain(..before.min(self.list.len()));
    }

    /// The highest change of stored energy. \[kWh\]
    pub fn most_kwh(&self) -> f64 {
        self.least_kwh + length(&self.list)
    }

    /// The cost of each change of stored energy, from any start.
    pub fn write_knots(&self, into: &mut Vec<Knot>) {
        let mut at = Knot { kwh: self.least_kwh, cost: 0.0 };
        into.clear();
        into.push(at);
        into.extend(self.list.iter().map(|piece| {
            at.kwh += piece.length;
            at.cost += piece.length * piece.slope;
            at
        }));
    }
}

fn length(pieces: &[Piece]) -> f64 {
    pieces.iter().map(|piece| piece.length).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Pieces {
        let list = [(3.0, 1.0), (1.0, 2.0), (2.0, 3.0), (-1.0, 4.0)];
        let list = list.map(|(slope, length)| Piece { slope, length }).to_vec();
        Pieces { least_kwh: -3.0, list, is_convex: false }
    }

    #[test]
    fn a_run_ends_where_the_cost_bends_down() {
        assert_eq!(pieces().runs().map(<[Piece]>::len).collect::<Vec<_>>(), [1, 2, 1]);
        let runs: Vec<_> = [-3.0, -2.0, -1.5, 3.0, 3.5, 9.0].map(|x| pieces().run_of(x)).to_vec();
        assert_eq!(runs, [0, 0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_kept_run_lies_where_it_lay() {
        let mut kept = pieces();
        kept.keep_run(1);
        assert_eq!((kept.least_kwh, kept.most_kwh(), kept.list.len()), (-2.0, 3.0, 2));
    }
}
