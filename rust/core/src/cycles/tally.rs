//! A counter that keeps the cycles it has closed, and so can be merged and repeated.

use crate::cycles::COUNTABLE;
use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::law::Law;
use crate::cycles::point::{Plateau, Point};
use crate::cycles::series::Series;
use crate::error::{Error, within};
use crate::parallel::KeepGoing;

/// The cycles of a series that is still growing.
///
/// Counts of parts of a series merge exactly: the points of the residues, joined, close the same
/// cycles as the joined series, in whatever order parts are joined.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    counter: Counter<()>,
    closed: Vec<Cycle<()>>,
}

impl Tally {
    /// Takes one more sample.
    ///
    /// # Errors
    /// [`Error::BadInput`] if it is NaN or beyond [`COUNTABLE`].
    pub fn push(&mut self, x: f64) -> Result<(), Error> {
        within("x", x, COUNTABLE)?;
        self.counter.push(x, (), |cycle| self.closed.push(cycle));
        Ok(())
    }

    /// Takes more samples: all of them, or none if one is refused.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the first index of `xs` that is NaN or beyond [`COUNTABLE`];
    /// [`Error::Interrupted`], after which nothing has been taken either.
    pub fn extend<'a>(
        &mut self,
        xs: impl Into<Series<'a>>,
        watch: &dyn KeepGoing,
    ) -> Result<(), Error> {
        let before = self.closed.len();
        let closed = &mut self.closed;
        let taken = self.counter.extend(xs.into().named("xs"), Plateau::First, watch, |cycles| {
            closed.extend_from_slice(cycles);
        });
        taken.inspect_err(|_| self.closed.truncate(before))
    }

    /// Takes the series that `later` has counted.
    ///
    /// The half cycles of its residue are counted anew, as here they may close.
    pub fn merge(&mut self, later: &Self) {
        let offset = self.counter.samples();
        let full = later.closed.iter().filter(|cycle| cycle.count == 1.0);
        self.closed.extend(full.map(|cycle| Cycle {
            from: moved(cycle.from, offset),
            to: moved(cycle.to, offset),
            ..*cycle
        }));
        let residue = later.residue().map(|point| moved(point, offset));
        let samples = later.counter.samples();
        self.counter.join(residue, samples, |cycle| self.closed.push(cycle));
    }

    /// Takes the series so far again, until it has been seen `times` times.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `times` is zero; [`Error::Interrupted`], after which nothing changed.
    pub fn repeat(&mut self, times: u32, watch: &dyn KeepGoing) -> Result<(), Error> {
        within("times", f64::from(times), 1.0..=f64::from(u32::MAX))?;
        let mut repeated = self.clone();
        for time in 1..times {
            repeated.merge(self);
            watch.keep_going(f64::from(time) / f64::from(times))?;
        }
        *self = repeated;
        Ok(())
    }

    /// The cycles that are final: full ones, and half cycles that no later sample can change.
    #[must_use]
    pub fn closed(&self) -> &[Cycle<()>] {
        &self.closed
    }

    /// What is still open.
    #[must_use]
    pub fn open(&self) -> &Counter<()> {
        &self.counter
    }

    /// Damage by `law` so far: the final cycles, and half of every swing that is still open.
    ///
    /// It is continuous in the last sample and never falls when one more arrives.
    #[must_use]
    pub fn damage(&self, law: &Law) -> f64 {
        let open = self.counter.provisional();
        let all = self.closed.iter().copied().chain(open);
        all.fold(0.0, |sum, cycle| sum + law.of(&cycle))
    }

    /// Every turning point that no full cycle has taken: those of the final half cycles first.
    fn residue(&self) -> impl Iterator<Item = Point<()>> + '_ {
        let halves = self.closed.iter().filter(|cycle| cycle.count < 1.0);
        halves.map(|cycle| cycle.from).chain(self.counter.points())
    }

    /// The tally that has `closed` these cycles and holds `counter` open.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a value is beyond [`COUNTABLE`], a count is neither 0.5 nor 1, or
    /// the half cycles do not lead one to the next and to the open points.
    pub fn from_parts(closed: Vec<Cycle<()>>, counter: Counter<()>) -> Result<Self, Error> {
        for cycle in &closed {
            within("value", cycle.from.value, COUNTABLE)?;
            within("value", cycle.to.value, COUNTABLE)?;
            let half = if cycle.count < 1.0 { 0.5 } else { 1.0 };
            within("count", cycle.count, half..=half)?;
        }
        let tally = Self { counter, closed };
        tally.is_chained().map(|()| tally)
    }

    /// Nothing, if the half cycles lead one to the next and to the first open point.
    fn is_chained(&self) -> Result<(), Error> {
        let halves = self.closed.iter().filter(|cycle| cycle.count < 1.0);
        for (half, next) in halves.zip(self.residue().skip(1)) {
            within("value", half.to.value, next.value..=next.value)?;
        }
        Ok(())
    }
}

fn moved(point: Point<()>, offset: u64) -> Point<()> {
    Point { index: point.index.saturating_add(offset), ..point }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::power_law::PowerLaw;
    use proptest::prelude::*;

    fn of(series: &[f64]) -> Tally {
        let mut tally = Tally::default();
        tally.extend(series, &()).unwrap();
        tally
    }

    fn sorted(tally: &Tally) -> Vec<(u64, u64, bool)> {
        let all = tally.closed.iter().copied().chain(tally.counter.provisional());
        let mut places: Vec<_> =
            all.map(|cycle| (cycle.from.index, cycle.to.index, cycle.count < 1.0)).collect();
        places.sort_unstable();
        places
    }

    proptest! {
        #[test]
        fn parts_merge_into_the_whole(
            series in prop::collection::vec((0..6).prop_map(f64::from), 0..80),
            cuts in (0..=80_usize, 0..=80_usize),
        ) {
            let (a, b) = (cuts.0.min(series.len()), cuts.1.min(series.len()));
            let (a, b) = (a.min(b), a.max(b));
            let mut tail = of(&series[a..b]);
            tail.merge(&of(&series[b..]));
            let mut whole = of(&series[..a]);
            whole.merge(&tail);
            let expected = of(&series);
            prop_assert_eq!(sorted(&whole), sorted(&expected));
            prop_assert_eq!(whole.counter, expected.counter);
        }

        #[test]
        fn repeating_is_seeing_again(
            series in prop::collection::vec((0..6).prop_map(f64::from), 0..30),
            times in 1..5_u32,
        ) {
            let mut repeated = of(&series);
            repeated.repeat(times, &()).unwrap();
            let expected = of(&series.repeat(times as usize));
            prop_assert_eq!(sorted(&repeated), sorted(&expected));
            prop_assert_eq!(repeated.counter, expected.counter);
        }

        #[test]
        fn damage_never_falls(series in prop::collection::vec(0.0..1.0, 0..60)) {
            let law = Law::Power(PowerLaw::new(1.5).unwrap());
            let (mut tally, mut before) = (Tally::default(), 0.0);
            for x in series {
                tally.push(x).unwrap();
                let now = tally.damage(&law);
                prop_assert!(now >= before * (1.0 - 1e-12));
                before = now;
            }
        }
    }

    #[test]
    fn a_state_that_does_not_hang_together_is_refused() {
        let tally = of(&[0.0, 1.0, -1.0, 2.0]);
        let (points, samples) = tally.counter.parts();
        let counter = || Counter::from_parts(&points, samples).unwrap();
        assert_eq!(Tally::from_parts(tally.closed.clone(), counter()).as_ref(), Ok(&tally));
        assert!(Tally::from_parts(tally.closed[..1].to_vec(), counter()).is_err());
        let mut odd = tally.closed.clone();
        odd[0].count = 0.7;
        assert!(Tally::from_parts(odd, counter()).is_err());
    }

    #[test]
    fn a_refused_sample_leaves_everything_as_it_was() {
        let mut tally = of(&[0.0, 1.0]);
        assert!(tally.extend(&[2.0, f64::NAN], &()).is_err());
        assert!(tally.extend(&[f64::NAN, 2.0], &()).is_err());
        assert!(tally.extend(&[f64::INFINITY, 2.0], &()).is_err());
        assert!(tally.push(f64::INFINITY).is_err());
        assert_eq!(tally, of(&[0.0, 1.0]));
    }
}
