//! Cycles by two of their numbers: range and mean, or where they begin and turn back.

use crate::cycles::classes::Classes;
use crate::cycles::cycle::Cycle;
use crate::cycles::histogram::Histogram;
use crate::cycles::series::Series;
use crate::cycles::swings::Ends;
use crate::cycles::total::{Counted, Total, add_up};
use crate::error::Error;
use crate::parallel::KeepGoing;

/// The cycles of `series` by their range, in rows, and their mean.
///
/// # Errors
/// As [`crate::cycles::histogram`].
pub fn range_mean_matrix<'a>(
    series: impl Into<Series<'a>>,
    ranges: &Classes,
    means: &Classes,
    counted: Counted,
    watch: &dyn KeepGoing,
) -> Result<Histogram, Error> {
    let range_and_mean = |from: f64, to: f64| ((from - to).abs(), 0.5 * (from + to));
    let none = || Places::new(ranges, means, range_and_mean);
    Ok(add_up(series.into(), counted, watch, none)?.histogram())
}

/// The cycles of `series` by where they begin, in rows, and where they turn back.
///
/// # Errors
/// As [`crate::cycles::histogram`].
pub fn from_to_matrix<'a>(
    series: impl Into<Series<'a>>,
    classes: &Classes,
    counted: Counted,
    watch: &dyn KeepGoing,
) -> Result<Histogram, Error> {
    let none = || Places::new(classes, classes, |from, to| (from, to));
    Ok(add_up(series.into(), counted, watch, none)?.histogram())
}

/// Half cycles by the places of their two numbers among the classes, row by row.
struct Places<'a, F> {
    rows: &'a Classes,
    columns: &'a Classes,
    numbers: F,
    halves: Vec<u64>,
    width: usize,
}

impl<'a, F: Fn(f64, f64) -> (f64, f64)> Places<'a, F> {
    fn new(rows: &'a Classes, columns: &'a Classes, numbers: F) -> Self {
        let width = columns.count() + 2;
        let halves = vec![0; width * (rows.count() + 2)];
        Self { rows, columns, numbers, halves, width }
    }

    #[inline]
    fn count(&mut self, from: f64, to: f64, halves: u64) {
        let (row, column) = (self.numbers)(from, to);
        let place = self.rows.place(row) * self.width + self.columns.place(column);
        self.halves[place] += halves;
    }

    fn histogram(&self) -> Histogram {
        let whole = |halves: u64| 0.5 * halves as f64;
        let rows = self.halves.chunks(self.width).skip(1).take(self.rows.count());
        let within = rows.filter_map(|row| row.get(1..=self.columns.count()));
        let count: Vec<f64> = within.flatten().map(|&halves| whole(halves)).collect();
        let inside: f64 = count.iter().sum();
        Histogram { count, outside: whole(self.halves.iter().sum()) - inside }
    }
}

impl<F: Fn(f64, f64) -> (f64, f64) + Send> Total for Places<'_, F> {
    type Swings = Ends;

    fn add_full(&mut self, swings: &Ends) {
        for (from, to) in swings.iter() {
            self.count(from, to, 2);
        }
    }

    fn add(&mut self, cycle: &Cycle<()>) {
        let halves = if cycle.count < 1.0 { 1 } else { 2 };
        self.count(cycle.from.value, cycle.to.value, halves);
    }

    fn merge(&mut self, later: Self) {
        for (halves, more) in self.halves.iter_mut().zip(later.halves) {
            *halves += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::residue::Residue;

    const HALF: Counted = Counted { residue: Residue::Half, min_range: 0.0 };

    const STANDARD: [f64; 9] = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];

    fn classes(edges: &[f64]) -> Classes {
        Classes::new("edges", edges).unwrap()
    }

    #[test]
    fn counts_the_example_of_the_standard_by_range_and_mean() {
        let (ranges, means) = (classes(&[4.0, 8.0]), classes(&[0.0, 1.0]));
        let found = range_mean_matrix(&STANDARD, &ranges, &means, HALF, &()).unwrap();
        assert_eq!(found, Histogram { count: vec![2.5], outside: 1.5 });
    }

    #[test]
    fn counts_the_example_of_the_standard_from_where_to_where() {
        let levels = classes(&[-4.0, 0.0, 5.0]);
        let found = from_to_matrix(&STANDARD, &levels, HALF, &()).unwrap();
        assert_eq!(found, Histogram { count: vec![0.0, 2.5, 1.5, 0.0], outside: 0.0 });
    }
}
