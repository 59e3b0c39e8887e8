//! Many series at once, on all cores.

use crate::cycles::damage::damage;
use crate::cycles::each::of_each;
use crate::cycles::efc::equivalent_full_cycles;
use crate::cycles::power_law::PowerLaw;
use crate::cycles::rainflow::{Cycles, Residue, rainflow};
use crate::cycles::turning::Plateau;
use crate::error::Error;
use crate::parallel::KeepGoing;

/// Series of whatever lengths that are counted apart.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    /// Each series, and how many samples those before it have.
    rows: Vec<(usize, &'a [f64])>,
    samples: usize,
}

impl<'a> Rows<'a> {
    /// These `series`.
    #[must_use]
    pub fn new(series: &[&'a [f64]]) -> Self {
        let mut samples = 0;
        let rows = series.iter().map(|&row| {
            samples += row.len();
            (samples - row.len(), row)
        });
        Self { rows: rows.collect(), samples }
    }

    /// The cycles of every series, and the series that each belongs to.
    ///
    /// # Errors
    /// As [`rainflow`], with the index among all samples.
    pub fn rainflow(
        &self,
        residue: Residue,
        plateau: Plateau,
        watch: &dyn KeepGoing,
    ) -> Result<(Cycles, Vec<i64>), Error> {
        let found = self.map(watch, |row| rainflow(row, residue, plateau, &()))?;
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
    pub fn damage(&self, law: PowerLaw, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
        self.map(watch, |row| damage(row, law, &()))
    }

    /// The equivalent full cycles of every series.
    ///
    /// # Errors
    /// As [`equivalent_full_cycles`], with the index among all samples.
    pub fn equivalent_full_cycles(&self, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
        self.map(watch, equivalent_full_cycles)
    }

    /// What `of` says of every series, in their order.
    fn map<T: Send + Default>(
        &self,
        watch: &dyn KeepGoing,
        of: impl Fn(&[f64]) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        of_each(&self.rows, self.samples, watch, |&(start, row)| {
            of(row).map_err(|error| counted_from(start, error))
        })
    }
}

/// What `error` says of a series, its index counted among all samples.
pub(crate) fn counted_from(start: usize, mut error: Error) -> Error {
    if let Error::BadInput { index: Some(index), .. } = &mut error {
        *index += start;
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_series_is_counted_apart() {
        let rows = Rows::new(&[&[0.0, 1.0, 0.0], &[2.0], &[0.0, 3.0, 1.0]]);
        let (cycles, series) = rows.rainflow(Residue::Half, Plateau::First, &()).unwrap();
        assert_eq!(cycles.range, [1.0, 1.0, 3.0, 2.0]);
        assert_eq!(series, [0, 0, 2, 2]);
        let law = PowerLaw::new(1.0).unwrap();
        assert_eq!(rows.damage(law, &()), Ok(vec![1.0, 0.0, 2.5]));
    }

    #[test]
    fn places_are_told_among_all_samples() {
        let rows = Rows::new(&[&[0.0, 1.0, 0.0], &[2.0, f64::NAN]]);
        let refused = rows.damage(PowerLaw::new(1.0).unwrap(), &());
        assert!(matches!(refused, Err(Error::BadInput { index: Some(4), .. })));
    }

    #[test]
    fn series_may_be_empty_and_none() {
        let law = PowerLaw::new(1.0).unwrap();
        assert_eq!(Rows::new(&[&[], &[]]).damage(law, &()), Ok(vec![0.0; 2]));
        assert_eq!(Rows::new(&[]).damage(law, &()), Ok(vec![]));
    }
}
