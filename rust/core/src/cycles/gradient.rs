//! How damage depends on every sample of a series.
//!
//! Damage is a sum over ranges, and a range is the difference of two samples; so a cycle pulls its
//! two turning points apart or together with count · f′(range), and no other sample matters. Where
//! two samples tie, be it a plateau or equal ranges, the one that counts is the one that counting
//! chooses. Damage by a convex law is convex in the series (Y. Shi, B. Xu, Y. Tan, D. Kirschen,
//! B. Zhang, IEEE Trans. Automatic Control, 2019, arXiv:1709.05715); there this is a subgradient.

use crate::cycles::cycle::Cycle;
use crate::cycles::law::Law;
use crate::cycles::point::{Plateau, Point};
use crate::cycles::rainflow::for_each_cycle;
use crate::cycles::residue::Residue;
use crate::cycles::series::Series;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::KeepGoing;

/// The change of damage with each sample of `series`, the residue counted as half cycles, without
/// swings whose range is below `min_range`.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`], or `min_range` is
/// negative or not finite; [`Error::Interrupted`].
pub fn gradient<'a>(
    series: impl Into<Series<'a>>,
    law: &Law,
    min_range: f64,
    watch: &dyn KeepGoing,
) -> Result<Vec<f64>, Error> {
    within("min_range", min_range, NOT_NEGATIVE)?;
    let series = series.into();
    let mut slopes = vec![0.0; series.count()];
    for_each_cycle(series, Residue::Half, Plateau::First, watch, |cycles| {
        for cycle in cycles.iter().filter(|cycle| cycle.range() >= min_range) {
            add(cycle, law, &mut slopes);
        }
    })?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::PowerLaw;

    #[test]
    fn every_cycle_pulls_at_its_turning_points() {
        let law = Law::Power(PowerLaw::new(2.0).unwrap());
        let found = gradient(&[0.0, 8.0, 6.0, 7.0, 7.0, 0.5, 2.0], &law, 0.0, &());
        assert_eq!(found, Ok(vec![-8.0, 15.5, -2.0, 2.0, 0.0, -9.0, 1.5]));
    }
}
