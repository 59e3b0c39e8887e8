//! Damage that adds up over cycles, by a power of their range.

use crate::cycles::contraction::{BLOCK, Contraction};
use crate::cycles::counter::{Counter, Cycle};
use crate::cycles::series::Series;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::parallel::{KeepGoing, for_each};

/// Sums that run side by side, so that no addition waits for the one before.
const LANES: usize = 8;

/// Steps of a series that are summed apart, whole blocks.
const PIECE: usize = 128 * BLOCK;

/// Damage of a cycle: count · range^`exponent`.
///
/// Damage adds up linearly over cycles (M. A. Miner, J. Appl. Mech. 12(3), A159–A164, 1945). With
/// half cycles for the residue it is continuous in the last sample and never falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLaw {
    exponent: f64,
}

impl PowerLaw {
    /// The law with this exponent.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `exponent` is negative or not finite.
    pub fn new(exponent: f64) -> Result<Self, Error> {
        let exponent = within("exponent", exponent, NOT_NEGATIVE)?;
        Ok(Self { exponent })
    }

    /// What `cycle` adds.
    #[must_use]
    pub fn of<A>(self, cycle: &Cycle<A>) -> f64 {
        cycle.count * self.sum(&[cycle.range()])
    }

    /// What `cycle` adds if its range is at least `min_range`, else nothing.
    fn above<A>(self, min_range: f64, cycle: &Cycle<A>) -> f64 {
        if cycle.range() < min_range { 0.0 } else { self.of(cycle) }
    }

    /// What full cycles of these `ranges` add.
    ///
    /// Small exponents are products and roots, which run in vectors where a power does not.
    #[must_use]
    pub fn sum(self, ranges: &[f64]) -> f64 {
        match self.exponent {
            1.0 => sum_of(ranges, |r| r),
            1.5 => sum_of(ranges, |r| r * r.sqrt()),
            2.0 => sum_of(ranges, |r| r * r),
            2.5 => sum_of(ranges, |r| r * r * r.sqrt()),
            3.0 => sum_of(ranges, |r| r * r * r),
            exponent => sum_of(ranges, |r| r.powf(exponent)),
        }
    }
}

#[inline]
fn sum_of(ranges: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let (blocks, rest) = ranges.as_chunks::<LANES>();
    for block in blocks {
        for (lane, &range) in lanes.iter_mut().zip(block) {
            *lane += term(range);
        }
    }
    let whole = lanes.iter().fold(0.0, |sum, lane| sum + lane);
    rest.iter().fold(whole, |sum, &range| sum + term(range))
}

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
            open.push(value, (), |cycle| sum += law.above(min_range, &cycle));
        }
    }
    Ok(open.provisional().fold(sum, |sum, cycle| sum + law.above(min_range, &cycle)))
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
            self.sum += law.above(min_range, cycle);
        }
    }
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
    fn products_and_roots_are_powers() {
        for exponent in [1.0, 1.5, 2.0, 2.5, 3.0_f64] {
            let law = PowerLaw::new(exponent).unwrap();
            for range in [0.0, 1e-300, 0.1, 0.7, 1.0, 3.0, 1e90_f64] {
                let power = range.powf(exponent);
                assert!((law.sum(&[range]) - power).abs() <= 1e-15 * power);
            }
        }
    }

    #[test]
    fn a_falling_law_is_refused() {
        assert!(PowerLaw::new(-1.0).is_err());
        assert!(PowerLaw::new(f64::NAN).is_err());
    }

    #[test]
    fn a_bad_sample_is_told_with_its_place_in_the_series() {
        let mut series = vec![0.0; 3 * BLOCK];
        series[BLOCK + 7] = f64::NAN;
        let found = damage(&series, PowerLaw { exponent: 1.0 }, 0.0, &());
        assert!(matches!(found, Err(Error::BadInput { index: Some(at), .. }) if at == BLOCK + 7));
    }
}
