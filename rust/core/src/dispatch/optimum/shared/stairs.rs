//! The ladders of all steps as batteries answer to them: stretches of net energy, each at a price.

use super::ladder::Ladder;
use super::toll::Toll;
use crate::dispatch::optimum::meter::Priced;
use crate::soc::Number;

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

    /// Adds the stretches of a kink whose ramp stands at `price` in its middle.
    fn climb(&self, (kink_kwh, below, above): (f64, f64, f64), price: f64, rise: f64, to: &mut Vec<Priced>) {
        let until_kwh = |level: f64| kink_kwh + (level - price) / rise;
        let mut add = |price_per_kwh, until_kwh| to.push(Priced { price_per_kwh, until_kwh });
        add(below, until_kwh(below));
        let mut from = below;
        let levels = self.levels.iter().map(|level| price + level);
        for level in levels.filter(|level| *level < above).chain([above]) {
            if level > from {
                add(0.5 * (from + level), until_kwh(level));
                from = level;
            }
        }
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
    /// Ladders and tolls as they are.
    #[must_use]
    pub fn sharp(ladders: &[Ladder], tolls: &[Vec<Toll>]) -> Self {
        let mut stairs = Self::default();
        let edge = |(kink_kwh, below, _), _, _, to: &mut Vec<Priced>| {
            to.push(Priced { price_per_kwh: below, until_kwh: kink_kwh });
        };
        for (ladder, tolls) in ladders.iter().zip(tolls) {
            stairs.add_step(ladder, f64::NAN, 0.0, tolls, edge);
        }
        stairs
    }

    /// Ladders and tolls whose kinks are ramps about the prices of the steps.
    #[must_use]
    pub fn eased(ladders: &[Ladder], prices: &[f64], tolls: &[Vec<Toll>], ramp: &Ramp) -> Self {
        let mut stairs = Self::default();
        for ((ladder, &price), tolls) in ladders.iter().zip(prices).zip(tolls) {
            stairs.add_step(ladder, price, ramp.rise, tolls, |kink, price, rise, to| ramp.climb(kink, price, rise, to));
        }
        stairs
    }

    /// The same without what lies beyond the reach of each step: before its lowest net energy,
    /// after its highest.
    #[must_use]
    pub fn within(&self, reach_kwh: &[(f64, f64)]) -> Self {
        let mut near = Self::default();
        for (stretches, &(lowest_kwh, highest_kwh)) in self.steps().zip(reach_kwh) {
            let first = stretches.partition_point(|priced| priced.until_kwh <= lowest_kwh);
            let last = stretches.partition_point(|priced| priced.until_kwh < highest_kwh);
            near.stretches.extend_from_slice(stretches.get(first..=last).unwrap_or_default());
            if let Some(last) = near.stretches.last_mut() {
                last.until_kwh = f64::INFINITY;
            }
            near.ends.push(near.stretches.len());
        }
        near
    }

    /// The stretches of each step.
    pub fn steps(&self) -> impl Iterator<Item = &[Priced]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let ends = starts.zip(&self.ends);
        ends.map(|(&start, &end)| self.stretches.get(start..end).unwrap_or_default())
    }

    /// Adds a step whose kinks all become what `spell` makes of them.
    fn add_step(
        &mut self,
        ladder: &Ladder,
        price: f64,
        rise: f64,
        tolls: &[Toll],
        spell: impl Fn((f64, f64, f64), f64, f64, &mut Vec<Priced>),
    ) {
        let endless = |price_per_kwh| Priced { price_per_kwh, until_kwh: f64::INFINITY };
        let first = self.stretches.len();
        ladder.kinks().for_each(|kink| spell(kink, price, rise, &mut self.stretches));
        self.stretches.push(endless(ladder.highest_price()));
        for toll in tolls {
            let mut stretches = vec![];
            spell((toll.kink_kwh, 0.0, toll.highest), toll.price, toll.rise, &mut stretches);
            stretches.push(endless(toll.highest));
            let before = self.stretches.split_off(first);
            self.stretches.extend(sum(&before, &stretches));
        }
        self.ends.push(self.stretches.len());
    }
}

/// Stretches that cost what two stairs cost together.
fn sum(one: &[Priced], other: &[Priced]) -> impl Iterator<Item = Priced> {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    std::iter::from_fn(move || {
        let until_kwh = one.peek()?.until_kwh.lesser(other.peek()?.until_kwh);
        let price_per_kwh = one.peek()?.price_per_kwh + other.peek()?.price_per_kwh;
        one.next_if(|priced| priced.until_kwh <= until_kwh);
        other.next_if(|priced| priced.until_kwh <= until_kwh);
        Some(Priced { price_per_kwh, until_kwh })
    })
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
        let mut stretches = vec![];
        Ramp::new(0.5, 1.0, 9.0).climb((10.0, 1.0, 4.5), 3.0, 0.5, &mut stretches);
        let found: Vec<_> = stretches
            .iter()
            .map(|priced| (priced.price_per_kwh, priced.until_kwh))
            .collect();
        assert_eq!(found, [(1.0, 6.0), (1.5, 8.0), (2.5, 10.0), (3.5, 12.0), (4.25, 13.0)]);
    }
}
