//! Damage by a piecewise linear law without turning points and without a stack.
//!
//! A play of width h follows a series lazily: it stays where it is as long as the series is within
//! h/2, and else is dragged along. Over any series the way of such a play is the sum of all
//! max(range − h, 0) over half cycles, a full cycle being two (M. Brokate, K. Dreßler, P. Krejčí,
//! Eur. J. Mech. A 15, 705–737, 1996). A piecewise linear law is a weighted sum of such terms. To
//! meet the half cycles of the residue, a play starts nowhere in particular: until it is dragged
//! for the first time, all that is known is where it may be.

use crate::cycles::piecewise_linear::PiecewiseLinear;
use crate::cycles::{BLOCK, COUNTABLE};
use crate::error::{Error, NOT_NEGATIVE, all_within, same_length, within};
use crate::parallel::KeepGoing;

/// Adds up the damage of a series, a play for each line of the law.
#[derive(Debug, Clone, PartialEq)]
pub struct PlayCounter {
    half_width: Vec<f64>,
    weight: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
    damage: f64,
}

impl PlayCounter {
    /// A counter that has seen nothing.
    ///
    /// # Errors
    /// As [`PiecewiseLinear::checked`].
    pub fn new(law: PiecewiseLinear) -> Result<Self, Error> {
        let law = law.checked()?;
        let (mut half_width, mut weight, mut before) = (Vec::new(), Vec::new(), 0.0);
        for piece in law.pieces() {
            half_width.push(0.5 * piece.range);
            weight.push(0.5 * (piece.slope - before));
            before = piece.slope;
        }
        let plays = weight.len();
        let (low, high) = (vec![f64::NEG_INFINITY; plays], vec![f64::INFINITY; plays]);
        Ok(Self { half_width, weight, low, high, damage: 0.0 })
    }

    /// Takes one more sample; gives the damage that it adds.
    ///
    /// # Errors
    /// [`Error::BadInput`] if it is NaN or beyond [`COUNTABLE`].
    pub fn push(&mut self, x: f64) -> Result<f64, Error> {
        within("x", x, COUNTABLE)?;
        Ok(self.take(x))
    }

    /// Takes more samples, all of them or none; puts what each adds into `added`.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the first index of `xs` that is NaN or beyond [`COUNTABLE`];
    /// [`Error::BadShape`] if `added` is not as long as `xs`; [`Error::Interrupted`].
    pub fn extend(
        &mut self,
        xs: &[f64],
        added: &mut [f64],
        watch: &dyn KeepGoing,
    ) -> Result<(), Error> {
        same_length("out", added.len(), xs.len())?;
        all_within("xs", xs, COUNTABLE)?;
        let mut extended = self.clone();
        for (block, added) in xs.chunks(BLOCK).zip(added.chunks_mut(BLOCK)) {
            for (&x, added) in block.iter().zip(added) {
                *added = extended.take(x);
            }
            watch.keep_going(0.0)?;
        }
        *self = extended;
        Ok(())
    }

    /// Drags every play along to `x`.
    #[inline]
    fn take(&mut self, x: f64) -> f64 {
        let places = self.low.iter_mut().zip(&mut self.high);
        let plays = places.zip(self.half_width.iter().zip(&self.weight));
        let added = plays.fold(0.0, |sum, ((low, high), (&half_width, &weight))| {
            let (least, most) = (x - half_width, x + half_width);
            let way = (least - *high).max(*low - most).max(0.0);
            *low = low.max(least).min(most);
            *high = high.min(most).max(least);
            sum + weight * way
        });
        let before = self.damage;
        self.damage = before.max(before + added); // weights of a law that bends down are negative
        self.damage - before
    }

    /// Damage so far, the residue counted as half cycles.
    #[must_use]
    pub fn damage(&self) -> f64 {
        self.damage
    }

    /// The lowest and the highest place where each play may be.
    #[must_use]
    pub fn places(&self) -> (&[f64], &[f64]) {
        (&self.low, &self.high)
    }

    /// The counter that has this state.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `damage` is negative or not finite, a place is NaN or `high` is below
    /// `low`; [`Error::BadShape`] if there are not as many as the law has lines; or as
    /// [`PiecewiseLinear::checked`] has it.
    pub fn from_parts(
        law: PiecewiseLinear,
        low: Vec<f64>,
        high: Vec<f64>,
        damage: f64,
    ) -> Result<Self, Error> {
        let new = Self::new(law)?;
        same_length("low", low.len(), new.weight.len())?;
        same_length("high", high.len(), new.weight.len())?;
        for (at, (&low, &high)) in low.iter().zip(&high).enumerate() {
            within("low", low, f64::NEG_INFINITY..=high).map_err(|error| error.of_element(at))?;
        }
        within("damage", damage, NOT_NEGATIVE)?;
        Ok(Self { low, high, damage, ..new })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::{DamageCounter, Law};
    use proptest::prelude::*;

    fn law() -> PiecewiseLinear {
        PiecewiseLinear::new(vec![0.0, 1.0, 3.0, 4.5], vec![0.0, 0.5, 3.5, 4.0]).unwrap()
    }

    proptest! {
        #[test]
        fn plays_know_what_cycles_know(series in prop::collection::vec(-9.0..9.0, 0..90)) {
            let mut plays = PlayCounter::new(law()).unwrap();
            let mut counter = DamageCounter::new(Law::Linear(law())).unwrap();
            for x in series {
                plays.push(x).unwrap();
                counter.push(x).unwrap();
                let expected = counter.damage();
                prop_assert!((plays.damage() - expected).abs() <= 1e-12 * (1.0 + expected));
            }
        }
    }

    #[test]
    fn the_state_comes_back_from_its_parts() {
        let mut plays = PlayCounter::new(law()).unwrap();
        plays.extend(&[0.5, 0.9, 5.0, 0.3], &mut [0.0; 4], &()).unwrap();
        let (low, high) = plays.places();
        let twin = PlayCounter::from_parts(law(), low.to_vec(), high.to_vec(), plays.damage());
        assert_eq!(twin, Ok(plays));
    }
}
