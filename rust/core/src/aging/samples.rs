//! Moments at which rates are evaluated, side by side.

use crate::aging::expression::program::Values;

/// Sums that run side by side.
const LANES: usize = 4;

/// A moment at which rates are evaluated, and how much of the window it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Kelvin.
    pub temperature: f64,
    /// State of charge.
    pub soc: f64,
    /// Seconds.
    pub weight: f64,
}

/// Samples in a row, column by column.
#[derive(Debug, Default)]
pub struct Samples {
    count: usize,
    /// Temperature, state of charge and weight, with places for more.
    columns: [Vec<f64>; 3],
}

impl Samples {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Their temperatures, in kelvin.
    pub fn temperature(&self) -> &[f64] {
        &self.columns[0][..self.count]
    }

    /// Their states of charge.
    pub fn soc(&self) -> &[f64] {
        &self.columns[1][..self.count]
    }

    /// How many seconds each stands for.
    pub fn weight(&self) -> &[f64] {
        &self.columns[2][..self.count]
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = Sample> + '_ {
        let pairs = self.temperature().iter().zip(self.soc()).zip(self.weight());
        pairs.map(|((&temperature, &soc), &weight)| Sample { temperature, soc, weight })
    }

    /// Makes sure of places for `count` more.
    pub fn make_room(&mut self, count: usize) {
        for column in &mut self.columns {
            if column.len() < self.count + count {
                column.resize(2 * (self.count + count), 0.0);
            }
        }
    }

    /// Takes one more.
    pub fn push(&mut self, sample: Sample) {
        self.make_room(1);
        self.put(&[[sample.temperature], [sample.soc], [sample.weight]], 1);
    }

    /// Takes the first `count` of some that stand side by side, where there are places for all.
    #[inline]
    pub fn put<const N: usize>(&mut self, row: &[[f64; N]; 3], count: usize) {
        for (column, values) in self.columns.iter_mut().zip(row) {
            let Some(places) = column.get_mut(self.count..self.count + N) else { return };
            places.copy_from_slice(values);
        }
        self.count += count.min(N);
    }

    /// Forgets the first `count`.
    pub fn forget_first(&mut self, count: usize) {
        let count = count.min(self.count);
        for column in &mut self.columns {
            column.copy_within(count..self.count, 0);
        }
        self.count -= count;
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.count = 0;
    }
}

/// Places for more stay behind.
impl Clone for Samples {
    fn clone(&self) -> Self {
        let taken = |column: &Vec<f64>| column[..self.count].to_vec();
        Self { count: self.count, columns: self.columns.each_ref().map(taken) }
    }
}

impl PartialEq for Samples {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.iter().eq(other.iter())
    }
}

impl FromIterator<Sample> for Samples {
    fn from_iter<I: IntoIterator<Item = Sample>>(samples: I) -> Self {
        let mut found = Self::default();
        samples.into_iter().for_each(|sample| found.push(sample));
        found
    }
}

/// The sum of `rates` by `weights`, in lanes that need not wait for each other.
pub(crate) fn weighted(weights: &[f64], rates: Values) -> f64 {
    let (mut lanes, (whole, rest)) = ([0.0; LANES], weights.as_chunks::<LANES>());
    match rates {
        Values::All(rate) => {
            for weights in whole {
                add(&mut lanes, weights, &[rate; LANES]);
            }
            add(&mut lanes, rest, &[rate; LANES]);
        }
        Values::Each(rates) => {
            let (rates, others) = rates.as_chunks::<LANES>();
            for (weights, rates) in whole.iter().zip(rates) {
                add(&mut lanes, weights, rates);
            }
            add(&mut lanes, rest, others);
        }
    }
    lanes.iter().sum()
}

#[inline]
fn add(lanes: &mut [f64; LANES], weights: &[f64], rates: &[f64]) {
    for ((lane, weight), rate) in lanes.iter_mut().zip(weights).zip(rates) {
        *lane += rate * weight;
    }
}
