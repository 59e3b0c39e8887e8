//! Rainflow counting of a whole series, into columns.

use crate::cycles::columns::Cycles;
use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::pieces::rainflow_in_pieces;
use crate::cycles::point::Plateau;
use crate::cycles::residue::{Residue, Settling};
use crate::cycles::series::Series;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::{KeepGoing, threads};

/// Samples that a piece of a series has if it is counted on several cores.
const PIECE: usize = 1 << 16;

/// The cycles of `series` by the rainflow rule of ASTM E1049-85, section 5.4.4, without those whose
/// range is below `min_range`.
///
/// Others stay as they are: a closed cycle leaves the series as if it had not been there, and
/// small swings of the residue stand at its two ends, which are cut off by as much.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`], or `min_range` is
/// negative or not finite; [`Error::Interrupted`].
pub fn rainflow<'a>(
    series: impl Into<Series<'a>>,
    residue: Residue,
    plateau: Plateau,
    min_range: f64,
    watch: &dyn KeepGoing,
) -> Result<Cycles, Error> {
    let series = series.into();
    let min_range = within("min_range", min_range, NOT_NEGATIVE)?;
    if series.count() > 2 * PIECE && threads() > 1 {
        return rainflow_in_pieces(series, residue, plateau, min_range, PIECE, watch);
    }
    rainflow_in_one(series, residue, plateau, min_range, watch)
}

/// The same, counted in one go.
pub(crate) fn rainflow_in_one(
    series: Series<'_>,
    residue: Residue,
    plateau: Plateau,
    min_range: f64,
    watch: &dyn KeepGoing,
) -> Result<Cycles, Error> {
    let mut cycles = Cycles::with_room_for(series.count() / 2 + 1);
    for_each_cycle(series, residue, plateau, watch, |found| {
        if min_range == 0.0 {
            cycles.extend_from(found);
        } else {
            cycles.extend(found.iter().copied().filter(|cycle| cycle.range() >= min_range));
        }
    })?;
    cycles.shrink_to_fit();
    Ok(cycles)
}

/// Tells `counted` every cycle of `series` in closing order, some at a time, then the residue.
pub(crate) fn for_each_cycle(
    series: Series<'_>,
    residue: Residue,
    plateau: Plateau,
    watch: &dyn KeepGoing,
    mut counted: impl FnMut(&[Cycle<()>]),
) -> Result<(), Error> {
    let (mut counter, mut settling) = (Counter::new(), Settling::new(residue));
    counter.extend(series, plateau, watch, |cycles: &[Cycle<()>]| match residue {
        Residue::Half => counted(cycles),
        _ => cycles.iter().filter_map(|&cycle| settling.of(cycle)).for_each(|one| counted(&[one])),
    })?;
    settling.finish(&counter, |cycle| counted(&[cycle]));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDARD: [f64; 9] = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];

    fn counted(residue: Residue) -> Cycles {
        rainflow(&STANDARD[..], residue, Plateau::First, 0.0, &()).unwrap()
    }

    #[test]
    fn counts_the_example_of_the_standard() {
        let cycles = counted(Residue::Half);
        assert_eq!(cycles.range, [3.0, 4.0, 4.0, 8.0, 9.0, 8.0, 6.0]);
        assert_eq!(cycles.mean, [-0.5, -1.0, 1.0, 1.0, 0.5, 0.0, 1.0]);
        assert_eq!(cycles.count, [0.5, 0.5, 1.0, 0.5, 0.5, 0.5, 0.5]);
        assert_eq!(cycles.start, [0, 1, 4, 2, 3, 6, 7]);
        assert_eq!(cycles.end, [1, 2, 5, 3, 6, 7, 8]);
    }

    #[test]
    fn the_residue_is_what_it_is_asked_to_be() {
        assert_eq!(counted(Residue::Full).count, [1.0; 7]);
        assert_eq!(counted(Residue::Discard).range, [4.0]);
    }

    #[test]
    fn counts_the_repeating_example_of_the_standard() {
        let mut ranges = counted(Residue::Repeat).range;
        ranges.sort_by(f64::total_cmp);
        assert_eq!(ranges, [3.0, 4.0, 7.0, 9.0]);
    }

    #[test]
    fn the_smallest_series_have_no_cycles() {
        for series in [&[][..], &[1.0], &[1.0, 1.0]] {
            let cycles = rainflow(series, Residue::Repeat, Plateau::Last, 0.0, &()).unwrap();
            assert_eq!(cycles, Cycles::default());
        }
    }

    #[test]
    fn a_range_beyond_all_numbers_is_refused() {
        let found = rainflow(&[1e308, -1e308], Residue::Half, Plateau::First, 0.0, &());
        assert!(matches!(found, Err(Error::BadInput { index: Some(0), .. })));
    }
}
