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
}

/// Where a price rises.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Kink {
    kwh: f64,
    below: f64,
    above: f64,
    /// Where a ramp in its place stands in the middle. \[currency/kWh\]
    price: f64,
    /// How fast that rises. \[currency/kWh²\]
    rise: f64,
}

impl Kink {
    fn of(toll: &Toll) -> Self {
        let Toll { kink_kwh: kwh, price, highest: above, rise } = *toll;
        Self { kwh, below: 0.0, above, price, rise }
    }

    /// Adds what comes before the price above: on the stairs of a ramp, if there is one.
    fn lead_up(&self, ramp: Option<&Ramp>, to: &mut Vec<Priced>) {
        let Self { kwh, below, above, price, rise } = *self;
        let mut add = |price_per_kwh, until_kwh| to.push(Priced { price_per_kwh, until_kwh });
        let Some(ramp) = ramp else { return add(below, kwh) };
        let until_kwh = |level: f64| kwh + (level - price) / rise;
        add(below, until_kwh(below));
        let mut from = below;
        let levels = ramp.levels.iter().map(|level| price + level);
        for to in levels.filter(|level| *level < above).chain([above]) {
            if to > from {
                add(0.5 * (from + to), until_kwh(to));
                from = to;
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
    /// Ladders and tolls; if there is a ramp, with one about the price of the step in the place of
    /// every kink.
    #[must_use]
    pub fn new(
        ladders: &[Ladder],
        prices: &[f64],
        tolls: &[Vec<Toll>],
        ramp: Option<&Ramp>,
    ) -> Self {
        let mut stairs = Self::default();
        let rise = ramp.map_or(0.0, |ramp| ramp.rise);
        for ((ladder, &price), tolls) in ladders.iter().zip(prices).zip(tolls) {
            let first = stairs.stretches.len();
            for (kwh, below, above) in ladder.kinks() {
                let kink = Kink { kwh, below, above, price, rise };
                kink.lead_up(ramp, &mut stairs.stretches);
            }
            stairs.stretches.push(endless(ladder.highest_price()));
            for toll in tolls {
                stairs.add_from(first, &Kink::of(toll), ramp);
            }
            stairs.ends.push(stairs.stretches.len());
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

    /// Adds a kink to the stretches from the `first` on.
    fn add_from(&mut self, first: usize, kink: &Kink, ramp: Option<&Ramp>) {
        let mut more = vec![];
        kink.lead_up(ramp, &mut more);
        more.push(endless(kink.above));
        let before = self.stretches.split_off(first);
        self.stretches.extend(sum(&before, &more));
    }
}

fn endless(price_per_kwh: f64) -> Priced {
    Priced { price_per_kwh, until_kwh: f64::INFINITY }
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
        let kink = Kink { kwh: 10.0, below: 1.0, above: 4.5, price: 3.0, rise: 0.5 };
        let mut stretches = vec![];
        kink.lead_up(Some(&Ramp::new(0.5, 1.0, 9.0)), &mut stretches);
        let expected = [(1.0, 6.0), (1.5, 8.0), (2.5, 10.0), (3.5, 12.0), (4.25, 13.0)];
        assert_eq!(pairs(&stretches), expected);
    }

    #[test]
    fn a_toll_comes_on_top() {
        let kink = Kink { kwh: 4.0, below: 0.0, above: 2.0, price: 1.0, rise: 1.0 };
        let stretches = vec![Priced { price_per_kwh: 1.0, until_kwh: 3.0 }, endless(5.0)];
        let mut stairs = Stairs { stretches, ends: vec![3] };
        stairs.add_from(0, &kink, None);
        let all = [(1.0, 3.0), (5.0, 4.0), (7.0, f64::INFINITY)];
        assert_eq!(pairs(&stairs.stretches), all);
        assert_eq!(pairs(&stairs.within(&[(3.0, 3.5)]).stretches), [(5.0, f64::INFINITY)]);
    }

    fn pairs(stretches: &[Priced]) -> Vec<(f64, f64)> {
        stretches.iter().map(|priced| (priced.price_per_kwh, priced.until_kwh)).collect()
    }
}
