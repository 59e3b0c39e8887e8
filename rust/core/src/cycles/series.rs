//! A series as kernels read it: a block at a time, from wherever its samples lie.

use crate::cycles::BLOCK;
use crate::cycles::countable::COUNTABLE;
use crate::error::{Error, FRACTION, all_within, within};

/// Samples between two looks for one that must be refused.
const CHUNK: usize = 512;

/// Samples of any kind, anywhere, that become numbers as they are copied.
pub trait Samples: Sync {
    /// How many they are.
    fn count(&self) -> usize;
    /// Writes the samples from `start` on to `to`.
    fn copy_to(&self, start: usize, to: &mut [f64]);
    /// The largest magnitude that no other sample becomes too.
    fn limit(&self) -> f64 {
        *COUNTABLE.end()
    }
}

/// What becomes of samples that are not a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Nan {
    /// They are refused.
    #[default]
    Raise,
    /// They are passed over, as if they were not there; indices count them.
    Skip,
    /// The last number before holds on, and so a plateau may end on them. Before the first number
    /// they are passed over.
    Hold,
}

/// Samples, and what becomes of those that are not a number.
#[derive(Clone, Copy)]
pub struct Series<'a> {
    name: &'static str,
    source: Source<'a>,
    nan: Nan,
}

#[derive(Clone, Copy)]
enum Source<'a> {
    Slice(&'a [f64]),
    Other(&'a dyn Samples),
}

impl<'a, T: AsRef<[f64]> + ?Sized> From<&'a T> for Series<'a> {
    fn from(samples: &'a T) -> Self {
        Self { name: "series", source: Source::Slice(samples.as_ref()), nan: Nan::Raise }
    }
}

impl<'a> Series<'a> {
    /// The series of these `samples`.
    pub fn new(samples: &'a dyn Samples) -> Self {
        Self { name: "series", source: Source::Other(samples), nan: Nan::Raise }
    }

    /// The same, as its caller calls it.
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// The same, read in another way where it is not a number.
    #[must_use]
    pub fn with_nan(self, nan: Nan) -> Self {
        Self { nan, ..self }
    }

    /// How many samples there are.
    pub fn count(self) -> usize {
        match self.source {
            Source::Slice(samples) => samples.len(),
            Source::Other(samples) => samples.count(),
        }
    }

    /// Where the first sample stands that is taken.
    pub(crate) fn first(self) -> Option<usize> {
        (0..self.count()).find(|&index| self.nan == Nan::Raise || !self.sample(index).is_nan())
    }

    /// The sample at `index`, or NaN where there is none.
    #[inline]
    pub(crate) fn sample(self, index: usize) -> f64 {
        match self.source {
            Source::Slice(samples) => samples.get(index).copied().unwrap_or(f64::NAN),
            Source::Other(samples) => one_of(samples, index),
        }
    }

    /// What the sample at `index` counts as behind one of `last`, if it counts at all.
    #[inline]
    pub(crate) fn taken(self, index: usize, last: f64) -> Option<f64> {
        let sample = self.sample(index);
        match self.nan {
            Nan::Skip if sample.is_nan() => None,
            Nan::Hold if sample.is_nan() => Some(last),
            _ => Some(sample),
        }
    }

    /// Where the last sample stands that is taken, up to `index`; both `offset` further on.
    pub(crate) fn last_taken(self, index: u64, offset: u64) -> u64 {
        let local = usize::try_from(index.saturating_sub(offset)).unwrap_or(usize::MAX);
        let taken = |at: &usize| self.nan != Nan::Skip || !self.sample(*at).is_nan();
        (0..=local).rev().find(taken).map_or(index, |at| offset + at as u64)
    }

    /// The blocks of up to `size` steps from the sample at `start` to the one before `end`.
    pub(crate) fn blocks(self, start: usize, end: usize, size: usize) -> Blocks<'a> {
        let mut taken = (0..=start).rev().map(|at| self.sample(at));
        let last = taken.find(|x| self.nan == Nan::Raise || !x.is_nan()).unwrap_or(f64::NAN);
        Blocks {
            series: self,
            at: start,
            end: end.min(self.count()),
            last,
            size,
            buffer: Vec::new(),
        }
    }

    /// Why the series is refused: its first sample that cannot be counted.
    pub(crate) fn refusal(self) -> Error {
        let (mut chunk, limit) = ([0.0; CHUNK], self.limit());
        let bad = |x: &f64| if x.is_nan() { self.nan == Nan::Raise } else { x.abs() > limit };
        let found = (0..self.count()).step_by(CHUNK).find_map(|start| {
            let chunk = &mut chunk[..CHUNK.min(self.count() - start)];
            self.copy_to(start, chunk);
            let place = chunk.iter().position(bad)?;
            Some((start + place, chunk[place]))
        });
        let (index, value) = found.unzip(); // none if the series has changed since
        let value = value.unwrap_or(f64::NAN);
        Error::BadInput { name: self.name, index, value, low: -limit, high: limit }
    }

    /// The largest magnitude that is taken.
    pub(crate) fn limit(self) -> f64 {
        match self.source {
            Source::Slice(_) => *COUNTABLE.end(),
            Source::Other(samples) => samples.limit(),
        }
    }

    fn copy_to(self, start: usize, to: &mut [f64]) {
        match self.source {
            Source::Other(samples) => samples.copy_to(start, to),
            Source::Slice(samples) => {
                let from = samples.get(start..).unwrap_or_default();
                to.iter_mut().zip(from).for_each(|(to, &from)| *to = from);
            }
        }
    }
}

/// Tells `take` the samples of `soc` a block at a time, if all that are taken are fractions.
///
/// # Errors
/// [`Error::BadInput`] with the first index of one that is not.
pub fn for_each_fraction(soc: Series<'_>, mut take: impl FnMut(&[f64])) -> Result<(), Error> {
    let Some(first) = soc.first() else { return Ok(()) };
    within("soc", soc.sample(first), FRACTION).map_err(|error| error.of_element(first))?;
    let mut blocks = soc.blocks(first, soc.count(), BLOCK);
    while let Some((start, samples)) = blocks.next() {
        take(all_within("soc", samples, FRACTION).map_err(|error| error.later_by(start))?);
    }
    Ok(())
}

fn one_of(samples: &dyn Samples, index: usize) -> f64 {
    let mut sample = [f64::NAN];
    if index < samples.count() {
        samples.copy_to(index, &mut sample);
    }
    sample[0]
}

/// A series block by block; samples are copied only where they do not lie ready.
pub struct Blocks<'a> {
    series: Series<'a>,
    at: usize,
    end: usize,
    last: f64,
    size: usize,
    buffer: Vec<f64>,
}

impl Blocks<'_> {
    /// The last sample that was given.
    pub fn last(&self) -> f64 {
        self.last
    }

    /// The next block: where it starts, and its samples, the first of which ended the block before.
    pub fn next(&mut self) -> Option<(usize, &[f64])> {
        let start = self.at;
        let end = start.saturating_add(self.size).min(self.end.checked_sub(1)?);
        if end <= start {
            return None;
        }
        self.at = end;
        match self.series {
            Series { source: Source::Slice(samples), nan: Nan::Raise, .. } => {
                self.last = *samples.get(end)?;
                Some((start, samples.get(start..=end)?))
            }
            _ => Some((start, self.filled(start, end))),
        }
    }

    /// The samples from `start` to `end`, widened and without gaps.
    fn filled(&mut self, start: usize, end: usize) -> &[f64] {
        self.buffer.resize(self.size + 1, 0.0);
        let samples = &mut self.buffer[..=end - start];
        samples[0] = self.last;
        self.series.copy_to(start + 1, &mut samples[1..]);
        if self.series.nan != Nan::Raise {
            for x in samples.iter_mut() {
                self.last = if x.is_nan() { self.last } else { *x };
                *x = self.last;
            }
        }
        self.last = samples[end - start];
        samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(series: Series<'_>, size: usize) -> Vec<(usize, Vec<f64>)> {
        let mut blocks = series.blocks(series.first().unwrap(), series.count(), size);
        std::iter::from_fn(|| blocks.next().map(|(start, samples)| (start, samples.to_vec())))
            .collect()
    }

    #[test]
    fn blocks_share_the_sample_between_them() {
        let found = read(Series::from(&[0.0, 1.0, 2.0, 3.0]), 2);
        assert_eq!(found, [(0, vec![0.0, 1.0, 2.0]), (2, vec![2.0, 3.0])]);
    }

    #[test]
    fn gaps_are_held() {
        let series = Series::from(&[f64::NAN, 1.0, f64::NAN, f64::NAN, 2.0]).with_nan(Nan::Hold);
        assert_eq!(read(series, 2), [(1, vec![1.0, 1.0, 1.0]), (3, vec![1.0, 2.0])]);
        assert_eq!(series.last_taken(3, 0), 3);
        assert_eq!(series.with_nan(Nan::Skip).last_taken(3, 0), 1);
    }

    #[test]
    fn the_first_sample_that_cannot_be_counted_is_told() {
        let series = Series::from(&[f64::NAN, 1.0, f64::INFINITY]);
        assert!(matches!(series.refusal(), Error::BadInput { index: Some(0), .. }));
        let refused = series.with_nan(Nan::Skip).refusal();
        assert!(matches!(refused, Error::BadInput { index: Some(2), .. }));
    }
}
