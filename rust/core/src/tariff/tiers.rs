//! Prices that change with the amount.

use crate::error::{Error, all_within, same_length, within};
use crate::trace::SAMPLE;
use std::ops::RangeInclusive;

/// A price for each part of an amount: each tier reaches up to its limit, the last one has none.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiers {
    /// Per unit, tier by tier.
    pub price: Vec<f64>,
    /// Where each tier but the last one ends, rising.
    pub limit: Vec<f64>,
}

impl Tiers {
    /// The same price for every amount.
    #[must_use]
    pub fn flat(price: f64) -> Self {
        Self { price: vec![price], limit: vec![] }
    }

    /// The same tiers at prices so many times as high.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let price = self.price.iter().map(|price| price * factor).collect();
        Self { price, limit: self.limit.clone() }
    }

    /// Nothing, if these tiers make sense; errors call prices and limits by `names`.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a price not within `prices`, or a limit that is not above the one
    /// before it; [`Error::BadShape`] if there is not one limit less than prices.
    pub fn check(
        &self,
        names: [&'static str; 2],
        prices: RangeInclusive<f64>,
    ) -> Result<(), Error> {
        same_length(names[0], self.price.len().min(1), 1)?;
        match self.price[..] {
            [price] => within(names[0], price, prices).map(|_| ())?,
            _ => all_within(names[0], &self.price, prices).map(|_| ())?,
        }
        same_length(names[1], self.limit.len(), self.price.len() - 1)?;
        let mut before = 0.0_f64;
        for (index, limit) in self.limit.iter().enumerate() {
            let above = before.next_up()..=*SAMPLE.end();
            all_within(names[1], std::slice::from_ref(limit), above)
                .map_err(|error| error.later_by(index))?;
            before = *limit;
        }
        Ok(())
    }

    /// What an amount costs.
    #[must_use]
    pub fn cost(&self, amount: f64) -> f64 {
        let mut from = 0.0;
        let mut cost = 0.0;
        for (tier, price) in self.price.iter().enumerate() {
            let limit = self.limit.get(tier).copied().unwrap_or(f64::INFINITY);
            if amount > from {
                cost += price * (amount.min(limit) - from);
            }
            from = limit;
        }
        cost
    }

    /// What one unit more costs after an amount.
    #[must_use]
    pub fn marginal(&self, amount: f64) -> f64 {
        let tier = self.limit.partition_point(|&limit| limit <= amount);
        self.price.get(tier).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiers() -> Tiers {
        Tiers { price: vec![3.0, 2.0, 1.0], limit: vec![10.0, 30.0] }
    }

    #[test]
    fn each_part_has_the_price_of_its_tier() {
        assert_eq!(
            [0.0, 5.0, 10.0, 20.0, 40.0].map(|x| tiers().cost(x)),
            [0.0, 15.0, 30.0, 50.0, 80.0]
        );
        assert_eq!([0.0, 10.0, 29.0, 99.0].map(|x| tiers().marginal(x)), [3.0, 2.0, 2.0, 1.0]);
    }

    #[test]
    fn limits_rise_and_are_one_less_than_prices() {
        let check = |tiers: &Tiers| tiers.check(["price", "limit"], SAMPLE);
        assert!(check(&tiers()).is_ok());
        assert!(check(&Tiers { limit: vec![10.0, 10.0], ..tiers() }).is_err());
        assert!(check(&Tiers { limit: vec![10.0], ..tiers() }).is_err());
        assert!(check(&Tiers { price: vec![], limit: vec![] }).is_err());
    }
}
