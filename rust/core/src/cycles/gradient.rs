//! How damage depends on every sample of a series.
//!
//! Damage is a sum over ranges, and a range is the difference of two samples; so a cycle pulls its
//! two turning points apart or together with count · f′(range), and no other sample matters. Where
//! two samples tie, be it a plateau or equal ranges, the one that counts is the one that counting
//! chooses. Damage by a convex law is convex in the series (Y. Shi, B. Xu, Y. Tan, D. Kirschen,
//! B. Zhang, IEEE Trans. Automatic Control, 2019, arXiv:1709.05715); there this is a subgradient.

use crate::cycles::countable::countable;
use crate::cycles::counter::Cycle;
use crate::cycles::each::of_each;
use crate::cycles::law::Law;
use crate::cycles::rainflow::{Residue, for_each_cycle};
use crate::cycles::turning::Point;
use crate::error::{Error, same_length};
use crate::parallel::KeepGoing;

/// The change of damage with each sample of `series`, the residue counted as half cycles.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`]; [`Error::Interrupted`].
pub fn gradient(series: &[f64], law: &Law, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
    countable("series", series, series)?;
    let mut slopes = vec![0.0; series.len()];
    for_each_cycle(series, Residue::Half, watch, |cycle| add(&cycle, law, &mut slopes))?;
    Ok(slopes)
}

/// Adds what `cycle` says of its two turning points.
fn add(cycle: &Cycle<()>, law: &Law, slopes: &mut [f64]) {
    let pull = cycle.count * law.slope(cycle.range());
    let outwards = if cycle.to.value > cycle.from.value { pull } else { -pull };
    let mut add_at = |point: &Point<()>, pull| {
        let index = usize::try_from(point.index).unwrap_or(usize::MAX);
        if let Some(slope) = slopes.get_mut(index) {
            *slope += pull;
        }
    };
    add_at(&cycle.from, -outwards);
    add_at(&cycle.to, outwards);
}

/// The gradients of so many `rows` of equal length, one after the other.
///
/// # Errors
/// As [`gradient`], with the index among all samples; [`Error::BadShape`] if `series` does not
/// split into `rows`.
pub fn gradient_of_rows(
    series: &[f64],
    rows: usize,
    law: &Law,
    watch: &dyn KeepGoing,
) -> Result<Vec<f64>, Error> {
    let length = series.len().checked_div(rows).unwrap_or(0);
    same_length("series", series.len(), length * rows)?;
    countable("series", series, series)?;
    let within: &dyn KeepGoing = if rows == 1 { watch } else { &() };
    let rows: Vec<&[f64]> = series.chunks(length.max(1)).collect();
    let slopes = of_each(&rows, series.len(), watch, |row| gradient(row, law, within))?;
    Ok(slopes.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::PowerLaw;

    #[test]
    fn every_cycle_pulls_at_its_turning_points() {
        let law = Law::Power(PowerLaw::new(2.0).unwrap());
        let found = gradient(&[0.0, 8.0, 6.0, 7.0, 7.0, 0.5, 2.0], &law, &());
        assert_eq!(found, Ok(vec![-8.0, 15.5, -2.0, 2.0, 0.0, -9.0, 1.5]));
    }
}
