//! Cycles by class of range.

use crate::cycles::classes::Classes;
use crate::cycles::cycle::Cycle;
use crate::cycles::series::Series;
use crate::cycles::swings::Ranges;
use crate::cycles::total::{Counted, Total, add_up};
use crate::error::Error;
use crate::parallel::KeepGoing;

/// Counters side by side for each class, so that equal classes in a row do not wait for each other.
const LANES: usize = 4;

/// How many cycles each class has, row by row where there are two kinds of class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histogram {
    /// Cycles, in steps of a half.
    pub count: Vec<f64>,
    /// Cycles that lie in no class.
    pub outside: f64,
}

/// The cycles of `series` by their range.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`], or the smallest
/// range is negative or not finite; [`Error::Interrupted`].
pub fn histogram<'a>(
    series: impl Into<Series<'a>>,
    classes: &Classes,
    counted: Counted,
    watch: &dyn KeepGoing,
) -> Result<Histogram, Error> {
    let none = || Places { classes, halves: vec![[0; LANES]; classes.count() + 2] };
    Ok(add_up(series.into(), counted, watch, none)?.histogram())
}

/// Half cycles by place of their range among the classes.
struct Places<'a> {
    classes: &'a Classes,
    halves: Vec<[u64; LANES]>,
}

impl Places<'_> {
    fn histogram(&self) -> Histogram {
        let whole = |lanes: &[u64; LANES]| 0.5 * lanes.iter().sum::<u64>() as f64;
        match &self.halves[..] {
            [below, within @ .., above] => Histogram {
                count: within.iter().map(whole).collect(),
                outside: whole(below) + whole(above),
            },
            _ => Histogram::default(),
        }
    }
}

impl Total for Places<'_> {
    type Swings = Ranges;

    fn add_full(&mut self, swings: &Ranges) {
        for some in swings.as_slice().chunks(LANES) {
            for (lane, &range) in some.iter().enumerate() {
                self.halves[self.classes.place(range)][lane] += 2;
            }
        }
    }

    fn add(&mut self, cycle: &Cycle<()>) {
        let halves = if cycle.count < 1.0 { 1 } else { 2 };
        self.halves[self.classes.place(cycle.range())][0] += halves;
    }

    fn merge(&mut self, later: Self) {
        for (halves, more) in self.halves.iter_mut().zip(later.halves) {
            halves[0] += more.iter().sum::<u64>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::residue::Residue;

    const STANDARD: [f64; 9] = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];

    fn classes(edges: &[f64]) -> Classes {
        Classes::new("edges", edges).unwrap()
    }

    #[test]
    fn counts_the_example_of_the_standard_by_range() {
        let ranges = classes(&[3.0, 4.0, 5.0, 8.0, 9.0]);
        let of = |residue| {
            let counted = Counted { residue, min_range: 0.0 };
            histogram(&STANDARD, &ranges, counted, &()).unwrap().count
        };
        assert_eq!(of(Residue::Half), [0.5, 1.5, 0.5, 1.5]);
        assert_eq!(of(Residue::Full), [1.0, 2.0, 1.0, 3.0]);
        assert_eq!(of(Residue::Discard), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(of(Residue::Repeat), [1.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn what_lies_in_no_class_is_counted_apart() {
        let counted = Counted { residue: Residue::Half, min_range: 3.5 };
        let found = histogram(&STANDARD, &classes(&[4.0, 8.0]), counted, &()).unwrap();
        assert_eq!(found, Histogram { count: vec![3.0], outside: 0.5 });
    }
}
