//! The ladders of all steps as batteries answer to them: stretches of net energy, each at a price.

use super::ladder::Ladder;
use crate::dispatch::optimum::meter::Priced;

/// A ramp in the place of every kink.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    /// How fast the price rises along it. \[currency/kWh²\]
    pub rise: f64,
    /// Where its stairs meet, as seen from the price in its middle, ascending. \[currency/kWh\]
    levels: Vec<f64>,
}

impl Ramp {
    /// One whose stairs rise by `stair` next to its middle, and twice as much each further off, up
    /// to `highest`.
    #[must_use]
    pub fn new(rise: f64, stair: f64, highest: f64) -> Self {
        let doubled = std::iter::successors(Some(stair), |level| Some(2.0 * level));
        let above: Vec<f64> = doubled.take_while(|level| *level < highest).collect();
        let below = above.iter().rev().map(|level| -level);
        let levels = below.chain(std::iter::once(0.0)).chain(above.iter().copied()).collect();
        Self { rise, levels }
    }
}

/// Stretches of all steps, end to end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stairs {
    stretches: Vec<Priced>,
    /// Where those of each step end.
    ends: Vec<usize>,
}

impl Stairs {
    /// Ladders as they are.
    #[must_use]
    pub fn sharp(ladders: &[Ladder]) -> Self {
        let mut stairs = Self::default();
        for ladder in ladders {
            for (kink_kwh, below, _) in ladder.kinks() {
                stairs.add(below, kink_kwh);
            }
            stairs.end_step(ladder);
        }
        stairs
    }

    /// Ladders whose kinks are ramps about the prices of the steps.
    #[must_use]
    pub fn eased(ladders: &[Ladder], prices: &[f64], ramp: &Ramp) -> Self {
        let mut stairs = Self::default();
        for (ladder, &price) in ladders.iter().zip(prices) {
            for (kink_kwh, below, above) in ladder.kinks() {
                stairs.climb(kink_kwh, price, (below, above), ramp);
            }
            stairs.end_step(ladder);
        }
        stairs
    }

    /// The stretches of each step.
    pub fn steps(&self) -> impl Iterator<Item = &[Priced]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let ends = starts.zip(&self.ends);
        ends.map(|(&start, &end)| self.stretches.get(start..end).unwrap_or_default())
    }

    fn climb(&mut self, kink_kwh: f64, price: f64, (below, above): (f64, f64), ramp: &Ramp) {
        let until_kwh = |level: f64| kink_kwh + (level - price) / ramp.rise;
        self.add(below, until_kwh(below));
        let mut from = below;
        let levels = ramp.levels.iter().map(|level| price + level);
        for to in levels.filter(|level| *level < above).chain([above]) {
            if to > from {
                self.add(0.5 * (from + to), until_kwh(to));
                from = to;
            }
        }
    }

    fn add(&mut self, price_per_kwh: f64, until_kwh: f64) {
        self.stretches.push(Priced { price_per_kwh, until_kwh });
    }

    fn end_step(&mut self, ladder: &Ladder) {
        self.add(ladder.highest_price(), f64::INFINITY);
        self.ends.push(self.stretches.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stairs_rise_twice_as_much_each_further_off() {
        let ramp = Ramp::new(0.5, 1.0, 5.0);
        assert_eq!(ramp.levels, [-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0]);
    }

    #[test]
    fn a_kink_becomes_stairs_about_its_price() {
        let mut stairs = Stairs::default();
        stairs.climb(10.0, 3.0, (1.0, 4.5), &Ramp::new(0.5, 1.0, 9.0));
        let found: Vec<_> = stairs
            .stretches
            .iter()
            .map(|priced| (priced.price_per_kwh, priced.until_kwh))
            .collect();
        assert_eq!(found, [(1.0, 6.0), (1.5, 8.0), (2.5, 10.0), (3.5, 12.0), (4.25, 13.0)]);
    }
}
