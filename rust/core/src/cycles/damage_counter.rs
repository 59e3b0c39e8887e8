//! Damage of a series that is still growing, known at every sample.
//!
//! Each open turning point carries the damage of the half cycles that lead to it, so that what one
//! more sample adds is told by the newest of them alone. A swing that closes was paid half on the
//! way there and half on the way back: damage moves continuously with the last sample, and no
//! cycle has to be kept once it is closed.

use crate::cycles::COUNTABLE;
use crate::cycles::counter::Counter;
use crate::cycles::growing::Growing;
use crate::cycles::law::Law;
use crate::cycles::path::{Direction, Path};
use crate::cycles::point::Point;
use crate::error::{Error, NOT_NEGATIVE, all_within, within};

/// Adds up the damage of a series while samples arrive.
#[derive(Debug, Clone, PartialEq)]
pub struct DamageCounter {
    law: Law,
    counter: Counter<f64>,
    sums: Sums,
}

/// What a [`DamageCounter`] knows besides the turning points that are open.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    /// Damage of the full cycles.
    pub full: f64,
    /// Damage so far; rounding never lets it fall.
    pub all: f64,
}

impl DamageCounter {
    /// A counter that has seen nothing.
    ///
    /// # Errors
    /// As [`Law::checked`].
    pub fn new(law: Law) -> Result<Self, Error> {
        Ok(Self { law: law.checked()?, counter: Counter::new(), sums: Sums::default() })
    }

    /// Damage so far: that of the cycles, and half of what every open swing would do as one.
    #[must_use]
    pub fn damage(&self) -> f64 {
        self.sums.all
    }

    /// What a straight way on from the last sample would cost.
    #[must_use]
    pub fn path(&self, direction: Direction) -> Path<'_> {
        Path::new(&self.law, &self.counter, direction)
    }

    /// What a straight way from the last sample to each of `levels` would add.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the first index that is NaN or beyond [`COUNTABLE`].
    pub fn costs(&self, levels: &[f64]) -> Result<Vec<f64>, Error> {
        let levels = all_within("levels", levels, COUNTABLE)?;
        let (up, down) = (self.path(Direction::Up), self.path(Direction::Down));
        Ok(levels.iter().map(|&level| up.cost(level) + down.cost(level)).collect())
    }

    /// The open turning points, each carrying the damage that leads to it.
    #[must_use]
    pub fn open(&self) -> &Counter<f64> {
        &self.counter
    }

    /// What is known besides the open turning points.
    #[must_use]
    pub fn sums(&self) -> Sums {
        self.sums
    }

    /// The counter that has this state.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a sum is negative or not finite, or as [`Law::checked`] and
    /// [`Counter::from_parts`] have it.
    pub fn from_parts(
        law: Law,
        points: &[Point<f64>],
        samples: u64,
        sums: Sums,
    ) -> Result<Self, Error> {
        within("full", sums.full, NOT_NEGATIVE)?;
        within("all", sums.all, NOT_NEGATIVE)?;
        let carried: Vec<f64> = points.iter().map(|point| point.carried).collect();
        all_within("carried", &carried, NOT_NEGATIVE)?;
        let counter = Counter::from_parts(points, samples)?;
        Ok(Self { law: law.checked()?, counter, sums })
    }
}

impl Growing for DamageCounter {
    #[inline]
    fn take(&mut self, x: f64) -> f64 {
        let Self { law, counter, sums } = self;
        counter.push(x, 0.0, |cycle| {
            if cycle.count == 1.0 {
                sums.full += law.of_range(cycle.range());
            }
        });
        let open = counter
            .turns()
            .last()
            .map_or(0.0, |turn| turn.carried + 0.5 * law.of_range((x - turn.value).abs()));
        counter.recarry(open);
        let before = sums.all;
        sums.all = before.max(sums.full + open);
        sums.all - before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::{PowerLaw, Tally};
    use proptest::prelude::*;

    fn law() -> Law {
        Law::Power(PowerLaw::new(1.5).unwrap())
    }

    proptest! {
        #[test]
        fn damage_is_that_of_all_cycles(series in prop::collection::vec(0..9, 0..90)) {
            let mut tally = Tally::default();
            let mut counter = DamageCounter::new(law()).unwrap();
            let mut sum = 0.0;
            for x in series.into_iter().map(f64::from) {
                tally.push(x).unwrap();
                let added = counter.push(x).unwrap();
                prop_assert!(added >= 0.0);
                sum += added;
                let expected = tally.damage(&law());
                prop_assert!((counter.damage() - expected).abs() <= 1e-12 * expected);
                prop_assert!((sum - expected).abs() <= 1e-12 * expected);
            }
        }
    }

    #[test]
    fn the_state_comes_back_from_its_parts() {
        let mut counter = DamageCounter::new(law()).unwrap();
        counter.extend(&[0.5, 0.9, 0.1, 0.3, 0.2], &mut [0.0; 5], &()).unwrap();
        let (points, samples) = counter.open().parts();
        let twin = DamageCounter::from_parts(law(), &points, samples, counter.sums());
        assert_eq!(twin, Ok(counter));
    }

    #[test]
    fn a_refused_sample_leaves_everything_as_it_was() {
        let mut counter = DamageCounter::new(law()).unwrap();
        let before = counter.clone();
        assert!(counter.extend(&[1.0, f64::NAN], &mut [0.0; 2], &()).is_err());
        assert!(counter.extend(&[1.0], &mut [], &()).is_err());
        assert!(counter.push(f64::INFINITY).is_err());
        assert_eq!(counter, before);
    }
}
