//! Sums and extremes of columns, in lanes that run side by side.

use crate::soc::Number;

const LANES: usize = 8;

/// The sum of `term` over a column.
#[inline]
pub(super) fn sum(column: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    fold(column, 0.0, |sum, x| sum + term(x), |a, b| a + b)
}

/// The sum of `term` over two columns of one length.
#[inline]
pub(super) fn sum_of_both(a: &[f64], b: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    fold_both(a, b, |sum, a, b| sum + term(a, b), |a, b| a + b)
}

/// The highest number of a column, or `floor` if that is higher.
#[inline]
pub(super) fn highest(column: &[f64], floor: f64) -> f64 {
    fold(column, floor, |highest, x| x.greater(highest), Number::greater)
}

/// The lowest number of a column, or `ceiling` if that is lower.
#[inline]
pub(super) fn lowest(column: &[f64], ceiling: f64) -> f64 {
    fold(column, ceiling, |lowest, x| x.lesser(lowest), Number::lesser)
}

/// The largest change from one number of a column to the next, `before` standing before the first.
#[inline]
pub(super) fn largest_change(column: &[f64], before: f64) -> f64 {
    let first = column.first().map_or(0.0, |first| (first - before).abs());
    let later = column.get(1..).unwrap_or_default();
    let change = |largest: f64, a: f64, b: f64| (a - b).abs().greater(largest);
    fold_both(later, column, change, Number::greater).greater(first)
}

#[inline]
fn fold(
    column: &[f64],
    start: f64,
    take: impl Fn(f64, f64) -> f64,
    join: impl Fn(f64, f64) -> f64,
) -> f64 {
    let mut lanes = [start; LANES];
    let (blocks, rest) = column.as_chunks::<LANES>();
    for block in blocks {
        for (lane, &x) in lanes.iter_mut().zip(block) {
            *lane = take(*lane, x);
        }
    }
    let whole = lanes.into_iter().fold(start, join);
    rest.iter().fold(whole, |whole, &x| take(whole, x))
}

/// As [`fold`] from zero over pairs, as far as both columns go.
#[inline]
fn fold_both(
    a: &[f64],
    b: &[f64],
    take: impl Fn(f64, f64, f64) -> f64,
    join: impl Fn(f64, f64) -> f64,
) -> f64 {
    let length = a.len().min(b.len());
    let (a_blocks, a_rest) = a.get(..length).unwrap_or_default().as_chunks::<LANES>();
    let (b_blocks, b_rest) = b.get(..length).unwrap_or_default().as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (a, b) in a_blocks.iter().zip(b_blocks) {
        for (lane, (&a, &b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane = take(*lane, a, b);
        }
    }
    let whole = lanes.into_iter().fold(0.0, join);
    a_rest.iter().zip(b_rest).fold(whole, |whole, (&a, &b)| take(whole, a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lanes_see_every_number(
            column in prop::collection::vec((-9..9).prop_map(f64::from), 0..40),
        ) {
            let changes = column.windows(2).map(|pair| (pair[1] - pair[0]).abs());
            prop_assert_eq!(sum(&column, |x| x), column.iter().sum::<f64>());
            prop_assert_eq!(sum_of_both(&column, &column, |a, b| a * b), sum(&column, |x| x * x));
            prop_assert_eq!(highest(&column, -20.0), column.iter().copied().fold(-20.0, f64::max));
            prop_assert_eq!(lowest(&column, 20.0), column.iter().copied().fold(20.0, f64::min));
            let before = column.first().copied().unwrap_or_default();
            prop_assert_eq!(largest_change(&column, before), changes.fold(0.0, f64::max));
        }
    }
}
