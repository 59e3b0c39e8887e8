//! Cycles of a long series in the order in which they close, on all cores.
//!
//! Pieces of the series are counted apart. A cycle that closes within its piece is one of the whole;
//! what pieces leave open is joined, one after the other. A cycle closes at the first sample that
//! comes back to where it began, and this puts those that close by joining among the others.

use crate::cycles::columns::{Cycles, Slots};
use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::point::{Plateau, Point};
use crate::cycles::residue::{Residue, Settling};
use crate::cycles::series::Series;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each};
use std::cmp::Ordering;
use std::ops::Range;

/// Samples among which a place to cut at is looked for, or that are searched at once.
const SEARCHED: usize = 512;

/// The cycles that [`crate::cycles::rainflow`] finds, counted in pieces of about `size` samples.
///
/// # Errors
/// As [`crate::cycles::rainflow`].
pub fn rainflow_in_pieces(
    series: Series<'_>,
    residue: Residue,
    plateau: Plateau,
    min_range: f64,
    size: usize,
    watch: &dyn KeepGoing,
) -> Result<Cycles, Error> {
    let is_large = |cycle: &Cycle<()>| cycle.range() >= min_range;
    let mut pieces = cut(series, size);
    for_each(pieces.iter_mut().collect(), watch, |piece: &mut Piece| {
        piece.count(series, plateau, min_range)
    })?;
    let (mut open, mut settling) = (Counter::new(), Settling::new(residue));
    let mut reach = 0;
    for piece in &mut pieces {
        piece.join_to(&mut open, series, &mut reach, |cycle| settling.of(cycle).filter(is_large));
    }
    let mut last = Vec::new();
    settling.finish(&open, |cycle| last.extend(Some(cycle).filter(is_large)));
    gathered(pieces, &last, watch)
}

/// A piece of a series, and what counting finds in it.
#[derive(Default)]
struct Piece {
    part: Range<usize>,
    /// Full cycles that close within the piece.
    closed: Vec<Cycle<()>>,
    /// Turning points that these leave.
    residue: Vec<Point<()>>,
    /// Cycles that close by joining, each with the number of `closed` before it.
    joined: Vec<(usize, Cycle<()>)>,
}

/// Pieces that share the sample between them.
fn cut(series: Series<'_>, size: usize) -> Vec<Piece> {
    let Some(first) = series.first() else { return Vec::new() };
    let end = series.count();
    let nominal = (first.saturating_add(size)..end).step_by(size.max(SEARCHED));
    let cuts = nominal.filter_map(|from| place_to_cut(series, from));
    let mut edges = vec![first];
    edges.extend(cuts);
    edges.push(end - 1);
    let parts = edges.array_windows().map(|&[from, to]| from..to + 1);
    parts.map(|part| Piece { part, ..Piece::default() }).collect()
}

/// Where soon behind `from` the series moves on both sides of a sample, so that no rest is cut.
fn place_to_cut(series: Series<'_>, from: usize) -> Option<usize> {
    let moves = |from: usize| {
        let order = series.sample(from).partial_cmp(&series.sample(from + 1));
        order.is_some_and(Ordering::is_ne)
    };
    (from..from + SEARCHED).find(|&at| moves(at - 1) && moves(at))
}

impl Piece {
    fn count(&mut self, series: Series<'_>, plateau: Plateau, min_range: f64) -> Result<(), Error> {
        let Self { part, closed, residue, .. } = self;
        closed.reserve(part.len() / 2);
        let open = Counter::of_part(series, part.clone(), plateau, |cycles| {
            let is_half = |cycle: &Cycle<()>| cycle.count < 1.0;
            if !cycles.iter().any(is_half) {
                return closed.extend_from_slice(cycles); // mostly
            }
            for &cycle in cycles {
                if is_half(&cycle) { residue.push(cycle.from) } else { closed.push(cycle) }
            }
        })?;
        if min_range > 0.0 {
            closed.retain(|cycle| cycle.range() >= min_range);
        }
        residue.extend(open.points());
        Ok(())
    }

    /// Joins what this leaves to what is `open` before; `settled` says what a cycle counts as.
    ///
    /// Cycles close from sample to sample, so none closes before the `reach` of those joined.
    fn join_to(
        &mut self,
        open: &mut Counter<()>,
        series: Series<'_>,
        reach: &mut usize,
        mut settled: impl FnMut(Cycle<()>) -> Option<Cycle<()>>,
    ) {
        let Self { closed, residue, joined, .. } = self;
        open.join(residue.drain(..), 0, |cycle| {
            if let Some(settled) = settled(cycle) {
                *reach = comes_back(series, *reach, &cycle);
                let before = closed.partition_point(|own| own.to.index < *reach as u64);
                joined.push((before, settled));
            }
        });
    }

    fn rows(&self) -> usize {
        self.closed.len() + self.joined.len()
    }

    /// Writes its cycles in order.
    fn write(&self, mut slots: Slots<'_>) {
        let mut written = 0;
        for &(before, cycle) in &self.joined {
            slots = slots.write(self.closed.get(written..before).unwrap_or_default());
            slots = slots.write(&[cycle]);
            written = before;
        }
        slots.write(self.closed.get(written..).unwrap_or_default());
    }
}

/// The first sample from `reach` on, and behind `cycle`, that is back where the cycle began.
fn comes_back(series: Series<'_>, reach: usize, cycle: &Cycle<()>) -> usize {
    let (level, rises) = (cycle.from.value, cycle.from.value > cycle.to.value);
    let behind = usize::try_from(cycle.to.index).unwrap_or(usize::MAX).max(reach);
    let mut blocks = series.blocks(behind, series.count(), SEARCHED);
    while let Some((start, samples)) = blocks.next() {
        let back = |&x: &f64| if rises { x >= level } else { x <= level };
        if let Some(at) = samples.iter().position(back) {
            return start + at;
        }
    }
    series.count()
}

/// The cycles of all `pieces`, and then the `last` ones.
fn gathered(
    pieces: Vec<Piece>,
    last: &[Cycle<()>],
    watch: &dyn KeepGoing,
) -> Result<Cycles, Error> {
    let mut cycles = Cycles::zeros(pieces.iter().map(Piece::rows).sum::<usize>() + last.len());
    let mut slots = cycles.slots();
    let mut work = Vec::new();
    for piece in pieces {
        let (own, rest) = slots.split_at(piece.rows());
        work.push((piece, own));
        slots = rest;
    }
    slots.write(last);
    for_each(work, watch, |(piece, slots): (Piece, Slots<'_>)| {
        piece.write(slots);
        Ok(())
    })?;
    Ok(cycles)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::rainflow::rainflow_in_one;
    use crate::cycles::series::Nan;
    use proptest::prelude::*;

    const RESIDUES: [Residue; 4] =
        [Residue::Half, Residue::Full, Residue::Discard, Residue::Repeat];

    fn same(series: Series<'_>, plateau: Plateau, min_range: f64, size: usize) {
        for residue in RESIDUES {
            let expected = rainflow_in_one(series, residue, plateau, min_range, &());
            let found = rainflow_in_pieces(series, residue, plateau, min_range, size, &());
            assert_eq!(found, expected);
        }
    }

    proptest! {
        #[test]
        fn pieces_make_the_whole_in_its_order(
            steps in prop::collection::vec(-4..=4, 0..3000),
            size in 1..900_usize,
            min_range in 0..3,
            last in any::<bool>(),
        ) {
            let plateau = if last { Plateau::Last } else { Plateau::First };
            let series: Vec<f64> = steps.iter().map(|&step| f64::from(step)).collect();
            let walk: Vec<f64> = series.iter().scan(0.0, |x, step| { *x += step; Some(*x) }).collect();
            for series in [series, walk] {
                same(Series::from(&series), plateau, f64::from(min_range), size);
            }
        }

        #[test]
        fn gaps_are_passed_over_where_they_are(
            series in prop::collection::vec(
                prop_oneof![4 => (0..5).prop_map(f64::from), 1 => Just(f64::NAN)],
                0..2000,
            ),
            size in 1..600_usize,
            last in any::<bool>(),
        ) {
            let plateau = if last { Plateau::Last } else { Plateau::First };
            for nan in [Nan::Raise, Nan::Skip, Nan::Hold] {
                let series = Series::from(&series).with_nan(nan);
                let expected = rainflow_in_one(series, Residue::Half, plateau, 0.0, &());
                let found = rainflow_in_pieces(series, Residue::Half, plateau, 0.0, size, &());
                if nan == Nan::Raise {
                    prop_assert_eq!(found.is_err(), expected.is_err());
                } else {
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }

    #[test]
    fn cycles_that_take_long_to_close_keep_their_place() {
        let tooth = |k: u32| f64::from(k % 500) * if k % 1000 < 500 { 1.0 } else { -1.0 };
        let swell = |k: u32| (f64::from(k) * 0.001).sin() * 300.0;
        let series: Vec<f64> =
            (0..20_000).map(|k| swell(k) + tooth(k) + f64::from(k * 7919 % 13)).collect();
        for size in [600, 1000, 7000] {
            same(Series::from(&series), Plateau::First, 0.0, size);
        }
    }
}
