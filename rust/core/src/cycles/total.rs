//! What adds up over the cycles of a series in one pass that lists none of them.

use crate::cycles::contraction::{BLOCK, Contraction};
use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::residue::{Residue, Settling};
use crate::cycles::series::Series;
use crate::cycles::swings::Swings;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::{KeepGoing, for_each};

/// Steps of a series that are summed apart, whole blocks.
const PIECE: usize = 128 * BLOCK;

/// A sum over cycles.
pub trait Total: Send {
    /// What of the swings must be known.
    type Swings: Swings;

    /// Adds the full cycles of these swings.
    fn add_full(&mut self, swings: &Self::Swings);
    /// Adds another cycle.
    fn add(&mut self, cycle: &Cycle<()>);
    /// Adds another cycle if its range is not below `min_range`.
    fn add_large(&mut self, cycle: &Cycle<()>, min_range: f64) {
        if cycle.range() >= min_range {
            self.add(cycle);
        }
    }
    /// Adds what a later piece of the series adds up to.
    fn merge(&mut self, later: Self);
}

/// Which cycles add up.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// What becomes of the swings that do not close.
    pub residue: Residue,
    /// The range below which swings are dropped.
    pub min_range: f64,
}

/// The total of the cycles of `series`, from `empty` on.
///
/// Pieces of the series are summed on all cores, and what they leave open is joined. The sum runs
/// on a fixed grid of pieces and blocks, so it is the same for any number of cores.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`], or `min_range` is
/// negative or not finite; [`Error::Interrupted`].
pub fn add_up<T: Total>(
    series: Series<'_>,
    Counted { residue, min_range }: Counted,
    watch: &dyn KeepGoing,
    empty: impl Fn() -> T + Sync,
) -> Result<T, Error> {
    within("min_range", min_range, NOT_NEGATIVE)?;
    let (mut total, mut open, mut settling) = (empty(), Counter::new(), Settling::new(residue));
    let start = series.first().unwrap_or(series.count());
    let mut found: Vec<Piece<T>> = Vec::new();
    let pieces = (series.count() - start).div_ceil(PIECE);
    found.resize_with(pieces, || Piece { total: empty(), residue: Vec::new() });
    let pieces = (start..).step_by(PIECE).zip(&mut found).collect();
    for_each(pieces, watch, |(start, piece): (usize, &mut Piece<T>)| {
        piece.add_up(series, start, min_range)
    })?;
    for piece in found {
        total.merge(piece.total);
        for value in piece.residue {
            open.push(value, (), |cycle| {
                settling.of(cycle).into_iter().for_each(|cycle| total.add_large(&cycle, min_range));
            });
        }
    }
    settling.finish(&open, |cycle| total.add_large(&cycle, min_range));
    Ok(total)
}

/// What a piece of a series holds: the total of its full cycles, and the points that are left.
struct Piece<T> {
    total: T,
    residue: Vec<f64>,
}

impl<T: Total> Piece<T> {
    fn add_up(&mut self, series: Series<'_>, start: usize, min_range: f64) -> Result<(), Error> {
        let refusal = || series.refusal();
        let mut blocks = series.blocks(start, start + PIECE + 1, BLOCK);
        let mut contraction = Contraction::new(blocks.last(), series.limit(), min_range);
        while let Some((_, samples)) = blocks.next() {
            let full = contraction.take(samples, |cycle| self.keep(&cycle, min_range));
            self.total.add_full(full.ok_or_else(refusal)?);
        }
        let open = contraction.finish(|cycle| self.keep(&cycle, min_range));
        self.residue.extend(open.ok_or_else(refusal)?.points().map(|point| point.value));
        Ok(())
    }

    /// Half cycles of a piece may still close with what came before.
    fn keep(&mut self, cycle: &Cycle<()>, min_range: f64) {
        if cycle.count < 1.0 {
            self.residue.push(cycle.from.value);
        } else {
            self.total.add_large(cycle, min_range);
        }
    }
}
