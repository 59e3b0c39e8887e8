//! Damage by a piecewise linear law without turning points and without a stack.
//!
//! A play of width h follows a series lazily: it stays where it is as long as the series is within
//! h/2, and else is dragged along. Over any series the way of such a play is the sum of all
//! max(range − h, 0) over half cycles, a full cycle being two (M. Brokate, K. Dreßler, P. Krejčí,
//! Eur. J. Mech. A 15, 705–737, 1996). A piecewise linear law is a weighted sum of such terms. To
//! meet the half cycles of the residue, a play starts nowhere in particular: until it is dragged
//! for the first time, all that is known is where it may be.

use crate::cycles::growing::Growing;
use crate::cycles::piecewise_linear::{Piece, PiecewiseLinear};
use crate::error::{Error, NOT_NEGATIVE, same_length, within};

/// Plays that move side by side, in vectors.
const LANES: usize = 8;

/// Adds up the damage of a series, a play for each line of the law.
#[derive(Debug, Clone, PartialEq)]
pub struct PlayCounter {
    plays: Vec<Plays>,
    count: usize,
    damage: f64,
}

/// As many plays as move side by side; those without weight count for nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Plays {
    half_width: [f64; LANES],
    weight: [f64; LANES],
    low: [f64; LANES],
    high: [f64; LANES],
}

impl Plays {
    const ANYWHERE: Self = Self {
        half_width: [0.0; LANES],
        weight: [0.0; LANES],
        low: [f64::NEG_INFINITY; LANES],
        high: [f64::INFINITY; LANES],
    };

    /// Drags all of them along to `x`; gives their ways by their weights.
    #[inline]
    fn drag(&mut self, x: f64) -> f64 {
        let Self { half_width, weight, low, high } = self;
        let mut ways = [0.0; LANES];
        for lane in 0..LANES {
            let (least, most) = (x - half_width[lane], x + half_width[lane]);
            let way = larger(least - high[lane], low[lane] - most);
            ways[lane] = weight[lane] * larger(way, 0.0);
            low[lane] = smaller(larger(low[lane], least), most);
            high[lane] = larger(smaller(high[lane], most), least);
        }
        ways.iter().sum()
    }
}

/// The larger of two numbers; unlike `f64::max` it does not look for NaN, and is one instruction.
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The smaller of two numbers.
#[inline]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

impl PlayCounter {
    /// A counter that has seen nothing.
    ///
    /// # Errors
    /// As [`PiecewiseLinear::checked`].
    pub fn new(law: PiecewiseLinear) -> Result<Self, Error> {
        let law = law.checked()?;
        let lines: Vec<Piece> = law.pieces().collect();
        let mut before = 0.0;
        let mut plays = vec![Plays::ANYWHERE; lines.len().div_ceil(LANES)];
        for (plays, lines) in plays.iter_mut().zip(lines.chunks(LANES)) {
            for (lane, line) in lines.iter().enumerate() {
                plays.half_width[lane] = 0.5 * line.range;
                plays.weight[lane] = 0.5 * (line.slope - before);
                before = line.slope;
            }
        }
        Ok(Self { plays, count: lines.len(), damage: 0.0 })
    }

    /// Damage so far, the residue counted as half cycles.
    #[must_use]
    pub fn damage(&self) -> f64 {
        self.damage
    }

    /// The lowest and the highest place where each play may be.
    #[must_use]
    pub fn places(&self) -> (Vec<f64>, Vec<f64>) {
        let low = self.plays.iter().flat_map(|plays| plays.low);
        let high = self.plays.iter().flat_map(|plays| plays.high);
        (low.take(self.count).collect(), high.take(self.count).collect())
    }

    /// The counter that has this state.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `damage` is negative or not finite, a place is NaN or `high` is below
    /// `low`; [`Error::BadShape`] if there are not as many as the law has lines; or as
    /// [`PiecewiseLinear::checked`] has it.
    pub fn from_parts(
        law: PiecewiseLinear,
        low: &[f64],
        high: &[f64],
        damage: f64,
    ) -> Result<Self, Error> {
        let mut counter = Self::new(law)?;
        same_length("low", low.len(), counter.count)?;
        same_length("high", high.len(), counter.count)?;
        counter.damage = within("damage", damage, NOT_NEGATIVE)?;
        for (at, (&low, &high)) in low.iter().zip(high).enumerate() {
            within("low", low, f64::NEG_INFINITY..=high).map_err(|error| error.of_element(at))?;
        }
        for (plays, places) in counter.plays.iter_mut().zip(low.chunks(LANES)) {
            plays.low[..places.len()].copy_from_slice(places);
        }
        for (plays, places) in counter.plays.iter_mut().zip(high.chunks(LANES)) {
            plays.high[..places.len()].copy_from_slice(places);
        }
        Ok(counter)
    }
}

impl Growing for PlayCounter {
    #[inline]
    fn take(&mut self, x: f64) -> f64 {
        let added = self.plays.iter_mut().fold(0.0, |sum, plays| sum + plays.drag(x));
        let before = self.damage;
        self.damage = before.max(before + added); // weights of a law that bends down are negative
        self.damage - before
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
        let twin = PlayCounter::from_parts(law(), &low, &high, plays.damage()).unwrap();
        assert_eq!((twin.places(), twin.damage()), ((low, high), plays.damage()));
    }
}
