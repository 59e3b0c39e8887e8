//! Rainflow counting of a whole series, into columns.

use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::residue::{Residue, Settling};
use crate::cycles::series::Series;
use crate::cycles::turning::Plateau;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::KeepGoing;

/// Counted cycles, column by column, in the order in which they close, then the residue.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cycles {
    /// Height of the swing, in the unit of the series.
    pub range: Vec<f64>,
    /// Middle of the swing.
    pub mean: Vec<f64>,
    /// 1.0 for a closed cycle, 0.5 for half of one.
    pub count: Vec<f64>,
    /// Sample at which the swing begins.
    pub start: Vec<i64>,
    /// Sample at which it turns back.
    pub end: Vec<i64>,
}

impl Cycles {
    /// Adds one cycle.
    pub fn push(&mut self, cycle: Cycle<()>) {
        self.range.push(cycle.range());
        self.mean.push(cycle.mean());
        self.count.push(cycle.count);
        self.start.push(cycle.from.index.cast_signed());
        self.end.push(cycle.to.index.cast_signed());
    }

    /// No cycles, and memory for so many, which costs nothing until they come.
    fn with_room_for(cycles: usize) -> Self {
        Self {
            range: Vec::with_capacity(cycles),
            mean: Vec::with_capacity(cycles),
            count: Vec::with_capacity(cycles),
            start: Vec::with_capacity(cycles),
            end: Vec::with_capacity(cycles),
        }
    }

    fn shrink_to_fit(&mut self) {
        self.range.shrink_to_fit();
        self.mean.shrink_to_fit();
        self.count.shrink_to_fit();
        self.start.shrink_to_fit();
        self.end.shrink_to_fit();
    }

    /// Adds these cycles.
    pub(crate) fn extend_from(&mut self, cycles: &[Cycle<()>]) {
        self.range.extend(cycles.iter().map(Cycle::range));
        self.mean.extend(cycles.iter().map(Cycle::mean));
        self.count.extend(cycles.iter().map(|cycle| cycle.count));
        self.start.extend(cycles.iter().map(|cycle| cycle.from.index.cast_signed()));
        self.end.extend(cycles.iter().map(|cycle| cycle.to.index.cast_signed()));
    }

    /// Moves the rows of `more` to the end of these.
    pub fn append(&mut self, mut more: Self) {
        self.range.append(&mut more.range);
        self.mean.append(&mut more.mean);
        self.count.append(&mut more.count);
        self.start.append(&mut more.start);
        self.end.append(&mut more.end);
    }
}

impl Extend<Cycle<()>> for Cycles {
    fn extend<I: IntoIterator<Item = Cycle<()>>>(&mut self, more: I) {
        more.into_iter().for_each(|cycle| self.push(cycle));
    }
}

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
