//! Many series at once, on all cores.

use crate::cycles::columns::Cycles;
use crate::cycles::damage::damage;
use crate::cycles::each::of_each;
use crate::cycles::efc::equivalent_full_cycles;
use crate::cycles::gradient::gradient;
use crate::cycles::histogram::Histogram;
use crate::cycles::law::Law;
use crate::cycles::point::Plateau;
use crate::cycles::rainflow::rainflow;
use crate::cycles::residue::Residue;
use crate::cycles::series::Series;
use crate::error::Error;
use crate::parallel::KeepGoing;

/// Series that are counted apart.
#[derive(Clone, Copy)]
pub struct Rows<'a>(&'a [Series<'a>]);

impl<'a> Rows<'a> {
    /// These `series`, of whatever lengths.
    pub fn new(series: &'a [Series<'a>]) -> Self {
        Self(series)
    }

    /// The cycles of every series, and the series that each belongs to.
    ///
    /// # Errors
    /// As [`rainflow`], with the index among all samples.
    pub fn rainflow(
        self,
        residue: Residue,
        plateau: Plateau,
        min_range: f64,
        watch: &dyn KeepGoing,
    ) -> Result<(Cycles, Vec<i64>), Error> {
        let found =
            self.map(watch, |row, watch| rainflow(row, residue, plateau, min_range, watch))?;
        let (mut cycles, mut series) = (Cycles::default(), Vec::new());
        for (row, part) in (0..).zip(found) {
            series.resize(series.len() + part.range.len(), row);
            cycles.append(part);
        }
        Ok((cycles, series))
    }

    /// The damage of every series by each of `laws`, series by series.
    ///
    /// # Errors
    /// As [`damage`], with the index among all samples.
    pub fn damage(
        self,
        laws: &[Law],
        min_range: f64,
        watch: &dyn KeepGoing,
    ) -> Result<Vec<f64>, Error> {
        Ok(self.map(watch, |row, watch| damage(row, laws, min_range, watch))?.concat())
    }

    /// The histogram of every series, one after the other, and what each has outside.
    ///
    /// # Errors
    /// Those of `of`, with the index among all samples.
    pub fn histograms(
        self,
        watch: &dyn KeepGoing,
        of: impl Fn(Series<'a>, &dyn KeepGoing) -> Result<Histogram, Error> + Sync,
    ) -> Result<(Vec<f64>, Vec<f64>), Error> {
        let found = self.map(watch, of)?;
        let outside = found.iter().map(|histogram| histogram.outside).collect();
        Ok((found.into_iter().flat_map(|histogram| histogram.count).collect(), outside))
    }

    /// The equivalent full cycles of every series.
    ///
    /// # Errors
    /// As [`equivalent_full_cycles`], with the index among all samples.
    pub fn equivalent_full_cycles(self, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
        self.map(watch, |row, _| equivalent_full_cycles(row))
    }

    /// The change of the damage of every series with each of its samples, series by series.
    ///
    /// # Errors
    /// As [`gradient`], with the index among all samples.
    pub fn gradient(
        self,
        law: &Law,
        min_range: f64,
        watch: &dyn KeepGoing,
    ) -> Result<Vec<f64>, Error> {
        Ok(self.map(watch, |row, watch| gradient(row, law, min_range, watch))?.concat())
    }

    /// What `of` says of every series, in their order.
    fn map<T: Send + Default>(
        self,
        watch: &dyn KeepGoing,
        of: impl Fn(Series<'a>, &dyn KeepGoing) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let samples = |series: &Series<'a>| series.count();
        of_each(self.0, samples, watch, |start, series, watch| {
            of(*series, watch).map_err(|error| error.later_by(start))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::power_law::PowerLaw;

    #[test]
    fn every_row_is_counted_apart() {
        let rows: [&[f64]; 3] = [&[0.0, 1.0, 0.0], &[2.0], &[0.0, 3.0, 1.0]];
        let series = rows.map(Series::from);
        let rows = Rows::new(&series);
        let (cycles, at) = rows.rainflow(Residue::Half, Plateau::First, 0.0, &()).unwrap();
        assert_eq!(cycles.range, [1.0, 1.0, 3.0, 2.0]);
        assert_eq!(at, [0, 0, 2, 2]);
        let laws = [1.0, 2.0].map(|exponent| Law::Power(PowerLaw::new(exponent).unwrap()));
        assert_eq!(rows.damage(&laws, 0.0, &()), Ok(vec![1.0, 1.0, 0.0, 0.0, 2.5, 6.5]));
    }

    #[test]
    fn places_are_told_among_all_samples() {
        let rows: [&[f64]; 2] = [&[0.0, 1.0, 0.0], &[2.0, f64::NAN]];
        let refused = Rows::new(&rows.map(Series::from)).damage(&[], 0.0, &());
        assert!(matches!(refused, Err(Error::BadInput { index: Some(4), .. })));
    }

    #[test]
    fn rows_may_be_empty_and_none() {
        let laws = [Law::Power(PowerLaw::new(1.0).unwrap())];
        let empty = [&[][..]; 2].map(Series::from);
        assert_eq!(Rows::new(&empty).damage(&laws, 0.0, &()), Ok(vec![0.0; 2]));
        assert_eq!(Rows::new(&[]).damage(&laws, 0.0, &()), Ok(vec![]));
    }
}
