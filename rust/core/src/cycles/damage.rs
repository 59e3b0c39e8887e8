//! Damage of a whole series, without a list of its cycles.

use crate::cycles::cycle::Cycle;
use crate::cycles::law::Law;
use crate::cycles::residue::Residue;
use crate::cycles::series::Series;
use crate::cycles::swings::Ranges;
use crate::cycles::total::{Counted, Total, add_up};
use crate::error::Error;
use crate::parallel::KeepGoing;

/// Damage of `series` by each of `laws` in one pass, the residue counted as half cycles, without
/// swings whose range is below `min_range`.
///
/// Pieces of the series are summed on all cores, on a fixed grid, so sums are the same for any
/// number of cores, and differ from a sum in counting order by rounding alone.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`], or `min_range` is
/// negative or not finite; [`Error::Interrupted`].
pub fn damage<'a>(
    series: impl Into<Series<'a>>,
    laws: &[Law],
    min_range: f64,
    watch: &dyn KeepGoing,
) -> Result<Vec<f64>, Error> {
    let counted = Counted { residue: Residue::Half, min_range };
    let none = || Damage { laws, sums: vec![0.0; laws.len()] };
    Ok(add_up(series.into(), counted, watch, none)?.sums)
}

/// A sum for each of some laws.
struct Damage<'a> {
    laws: &'a [Law],
    sums: Vec<f64>,
}

impl Total for Damage<'_> {
    type Swings = Ranges;

    fn add_full(&mut self, swings: &Ranges) {
        for (sum, law) in self.sums.iter_mut().zip(self.laws) {
            *sum += law.sum(swings.as_slice());
        }
    }

    fn add(&mut self, cycle: &Cycle<()>) {
        for (sum, law) in self.sums.iter_mut().zip(self.laws) {
            *sum += law.of(cycle);
        }
    }

    fn merge(&mut self, later: Self) {
        for (sum, more) in self.sums.iter_mut().zip(later.sums) {
            *sum += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::contraction::BLOCK;
    use crate::cycles::power_law::PowerLaw;

    #[test]
    fn damages_the_example_of_the_standard() {
        let series = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];
        let laws = [0.0, 1.0, 2.0, 3.0].map(|k| Law::Power(PowerLaw::new(k).unwrap()));
        assert_eq!(damage(&series, &laws, 0.0, &()), Ok(vec![4.0, 23.0, 151.0, 1094.0]));
    }

    #[test]
    fn a_bad_sample_is_told_with_its_place_in_the_series() {
        let mut series = vec![0.0; 3 * BLOCK];
        series[BLOCK + 7] = f64::NAN;
        let found = damage(&series, &[], 0.0, &());
        assert!(matches!(found, Err(Error::BadInput { index: Some(at), .. }) if at == BLOCK + 7));
    }
}
