//! Damage of a whole series, without a list of its cycles.

use crate::cycles::contraction::{BLOCK, Contraction};
use crate::cycles::counter::{Counter, Cycle};
use crate::cycles::power_law::PowerLaw;
use crate::cycles::series::Series;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::{KeepGoing, for_each};

/// Steps of a series that are summed apart, whole blocks.
const PIECE: usize = 128 * BLOCK;

/// Damage of `series` by `law`, the residue counted as half cycles, without swings whose range is
/// below `min_range`.
///
/// Pieces of the series are summed on all cores, and what they leave open is joined. The sum runs
/// on a fixed grid of pieces and blocks, so it is the same for any number of cores, and differs
/// from a sum in counting order by rounding alone.
///
/// # Errors
/// [`Error::BadInput`] if a sample is NaN or beyond [`crate::cycles::COUNTABLE`], or `min_range` is
/// negative or not finite; [`Error::Interrupted`].
pub fn damage<'a>(
    series: impl Into<Series<'a>>,
    law: PowerLaw,
    min_range: f64,
    watch: &dyn KeepGoing,
) -> Result<f64, Error> {
    let series = series.into();
    let min_range = within("min_range", min_range, NOT_NEGATIVE)?;
    let Some(start) = series.first() else { return Ok(0.0) };
    let mut found: Vec<Found> = Vec::new();
    found.resize_with((series.count() - start).div_ceil(PIECE), Found::default);
    let pieces = (start..).step_by(PIECE).zip(&mut found).collect();
    let add_up = |(start, found): (usize, &mut Found)| found.add_up(series, start, law, min_range);
    for_each(pieces, watch, add_up)?;
    let (mut open, mut sum) = (Counter::new(), 0.0);
    for piece in found {
        sum += piece.sum;
        for value in piece.residue {
            open.push(value, (), |cycle| sum += above(law, min_range, &cycle));
        }
    }
    Ok(open.provisional().fold(sum, |sum, cycle| sum + above(law, min_range, &cycle)))
}

/// What a piece of a series holds: the damage of its full cycles, and the points that are left.
#[derive(Default)]
struct Found {
    sum: f64,
    residue: Vec<f64>,
}

impl Found {
    fn add_up(
        &mut self,
        series: Series<'_>,
        start: usize,
        law: PowerLaw,
        min_range: f64,
    ) -> Result<(), Error> {
        let refusal = || series.refusal();
        let mut blocks = series.blocks(start, start + PIECE + 1, BLOCK);
        let mut contraction = Contraction::new(blocks.last(), series.limit(), min_range);
        while let Some((_, samples)) = blocks.next() {
            let full = contraction.take(samples, |cycle| self.keep(&cycle, law, min_range));
            let sum = law.sum(full.ok_or_else(refusal)?);
            self.sum += sum;
        }
        let open = contraction.finish(|cycle| self.keep(&cycle, law, min_range));
        self.residue.extend(open.ok_or_else(refusal)?.points().map(|point| point.value));
        Ok(())
    }

    /// Half cycles of a piece may still close with what came before.
    fn keep(&mut self, cycle: &Cycle<()>, law: PowerLaw, min_range: f64) {
        if cycle.count < 1.0 {
            self.residue.push(cycle.from.value);
        } else {
            self.sum += above(law, min_range, cycle);
        }
    }
}

/// What `cycle` adds by `law` if its range is at least `min_range`, else nothing.
fn above(law: PowerLaw, min_range: f64, cycle: &Cycle<()>) -> f64 {
    if cycle.range() < min_range { 0.0 } else { law.of(cycle) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damages_the_example_of_the_standard() {
        let series = [-2.0, 1.0, -3.0, 5.0, -1.0, 3.0, -4.0, 4.0, -2.0];
        let of = |exponent| damage(&series, PowerLaw::new(exponent).unwrap(), 0.0, &());
        assert_eq!(of(0.0), Ok(4.0));
        assert_eq!(of(1.0), Ok(23.0));
        assert_eq!(of(2.0), Ok(151.0));
        assert_eq!(of(3.0), Ok(1094.0));
    }

    #[test]
    fn a_bad_sample_is_told_with_its_place_in_the_series() {
        let mut series = vec![0.0; 3 * BLOCK];
        series[BLOCK + 7] = f64::NAN;
        let found = damage(&series, PowerLaw::new(1.0).unwrap(), 0.0, &());
        assert!(matches!(found, Err(Error::BadInput { index: Some(at), .. }) if at == BLOCK + 7));
    }
}
