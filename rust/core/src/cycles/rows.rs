//! Many series at once: rows of equal length, on all cores.

use crate::cycles::BLOCK;
use crate::cycles::damage::damage;
use crate::cycles::efc::equivalent_full_cycles;
use crate::cycles::power_law::PowerLaw;
use crate::cycles::rainflow::{Cycles, Residue, rainflow};
use crate::cycles::turning::Plateau;
use crate::error::{Error, same_length};
use crate::parallel::{KeepGoing, for_each};

/// Series of equal length, one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    samples: &'a [f64],
    count: usize,
}

impl<'a> Rows<'a> {
    /// `count` series in `samples`.
    ///
    /// # Errors
    /// [`Error::BadShape`] if `samples` does not split into `count` equal parts.
    pub fn new(samples: &'a [f64], count: usize) -> Result<Self, Error> {
        let length = samples.len().checked_div(count).unwrap_or(0);
        same_length("series", samples.len(), length * count)?;
        Ok(Self { samples, count })
    }

    /// The cycles of every series, and the series that each belongs to.
    ///
    /// # Errors
    /// As [`rainflow`], with the index among all samples.
    pub fn rainflow(
        self,
        residue: Residue,
        plateau: Plateau,
        watch: &dyn KeepGoing,
    ) -> Result<(Cycles, Vec<i64>), Error> {
        let found = self.map(watch, |_, row| rainflow(row, residue, plateau, &()))?;
        let (mut cycles, mut series) = (Cycles::default(), Vec::new());
        for (row, part) in (0..).zip(found) {
            series.resize(series.len() + part.range.len(), row);
            cycles.append(part);
        }
        Ok((cycles, series))
    }

    /// The damage of every series.
    ///
    /// # Errors
    /// As [`damage`], with the index among all samples.
    pub fn damage(self, law: PowerLaw, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
        self.map(watch, |_, row| damage(row, law, &()))
    }

    /// The equivalent full cycles of every series.
    ///
    /// # Errors
    /// As [`equivalent_full_cycles`], with the index among all samples.
    pub fn equivalent_full_cycles(self, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
        self.map(watch, |_, row| equivalent_full_cycles(row))
    }

    /// What `of` says of every series, told with its number, in their order.
    pub(crate) fn map<T: Send + Default>(
        self,
        watch: &dyn KeepGoing,
        of: impl Fn(usize, &[f64]) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        found.resize_with(self.count, T::default);
        let length = self.length();
        let rows_per_piece = BLOCK.checked_div(length).map_or(BLOCK, |rows| rows.max(1));
        let pieces = found.chunks_mut(rows_per_piece).enumerate().collect();
        for_each(pieces, watch, |(piece, slots): (usize, &mut [T])| {
            for (row, slot) in (piece * rows_per_piece..).zip(slots) {
                let found = of(row, self.row(row, length));
                *slot = found.map_err(|error| counted_from(row * length, error))?;
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// All samples, one series after the other.
    pub(crate) fn samples(self) -> &'a [f64] {
        self.samples
    }

    /// Samples of each series.
    pub(crate) fn length(self) -> usize {
        self.samples.len().checked_div(self.count).unwrap_or(0)
    }

    /// Whoever watches a single series; many are watched one by one.
    pub(crate) fn watch_of_row(self, watch: &dyn KeepGoing) -> &dyn KeepGoing {
        if self.count == 1 { watch } else { &() }
    }

    fn row(self, row: usize, length: usize) -> &'a [f64] {
        let start = row * length;
        self.samples.get(start..start + length).unwrap_or_default()
    }
}

/// What `error` says of a row, its index counted among all samples.
fn counted_from(start: usize, mut error: Error) -> Error {
    if let Error::BadInput { index: Some(index), .. } = &mut error {
        *index += start;
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_counted_apart() {
        let samples = [0.0, 1.0, 0.0, 2.0, 2.0, 2.0, 0.0, 3.0, 1.0];
        let rows = Rows::new(&samples, 3).unwrap();
        let (cycles, series) = rows.rainflow(Residue::Half, Plateau::First, &()).unwrap();
        assert_eq!(cycles.range, [1.0, 1.0, 3.0, 2.0]);
        assert_eq!(series, [0, 0, 2, 2]);
        let law = PowerLaw::new(1.0).unwrap();
        assert_eq!(rows.damage(law, &()), Ok(vec![1.0, 0.0, 2.5]));
    }

    #[test]
    fn rows_may_be_empty_and_none() {
        let law = PowerLaw::new(1.0).unwrap();
        assert_eq!(Rows::new(&[], 2).unwrap().damage(law, &()), Ok(vec![0.0; 2]));
        assert_eq!(Rows::new(&[], 0).unwrap().damage(law, &()), Ok(vec![]));
        assert!(Rows::new(&[0.0; 3], 2).is_err());
        assert!(Rows::new(&[0.0; 3], 0).is_err());
    }
}
