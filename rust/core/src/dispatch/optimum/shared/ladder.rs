//! What a step of the connection costs, as a ladder of prices.

use crate::dispatch::optimum::meter::Connection;
use crate::soc::Number;

/// Prices in ascending order, and the net energies at which each gives way to the next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ladder {
    /// One more than kinks; where net energy has a limit, a price beyond it is a penalty.
    /// \[currency/kWh\]
    prices: Vec<f64>,
    /// Ascending. \[kWh\]
    kinks_kwh: Vec<f64>,
    lowest_kwh: f64,
    highest_kwh: f64,
    /// What no net energy costs: below zero where generation is turned down to draw more.
    cost_of_none: f64,
}

impl Ladder {
    /// That of a connection, which any kWh beyond a limit costs `penalty`.
    #[must_use]
    pub fn of(connection: &Connection, penalty: f64) -> Self {
        let (lowest_kwh, highest_kwh) = (connection.lowest_kwh(), connection.import_kwh);
        let cost_of_none = connection.cost(&connection.flows(0.0));
        let mut ladder = Self { lowest_kwh, highest_kwh, cost_of_none, ..Self::default() };
        if lowest_kwh.is_finite() {
            ladder.climb(-penalty, lowest_kwh);
        }
        for priced in connection.stretches() {
            if priced.until_kwh == f64::INFINITY {
                ladder.prices.push(priced.price_per_kwh);
                return ladder;
            }
            if priced.until_kwh > lowest_kwh {
                ladder.climb(priced.price_per_kwh, priced.until_kwh);
            }
        }
        ladder.prices.push(penalty);
        ladder
    }

    fn climb(&mut self, price: f64, until_kwh: f64) {
        self.prices.push(price);
        self.kinks_kwh.push(until_kwh);
    }

    /// Each kink, with the prices below and above it.
    pub fn kinks(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let prices = self.prices.array_windows();
        self.kinks_kwh
            .iter()
            .zip(prices)
            .map(|(&kink_kwh, &[below, above])| (kink_kwh, below, above))
    }

    /// The lowest price.
    pub fn lowest_price(&self) -> f64 {
        self.prices.first().copied().unwrap_or(0.0)
    }

    /// The highest price.
    pub fn highest_price(&self) -> f64 {
        self.prices.last().copied().unwrap_or(0.0)
    }

    /// What net energy costs, penalties included. \[currency\]
    #[must_use]
    pub fn cost(&self, net_kwh: f64) -> f64 {
        let (from, to) = (net_kwh.lesser(0.0), net_kwh.greater(0.0));
        let mut start = f64::NEG_INFINITY;
        let mut cost = 0.0;
        for (place, price) in self.prices.iter().enumerate() {
            let end = self.kinks_kwh.get(place).copied().unwrap_or(f64::INFINITY);
            cost += price * (to.lesser(end) - from.greater(start)).greater(0.0);
            start = end;
        }
        self.cost_of_none + if net_kwh < 0.0 { -cost } else { cost }
    }

    /// The least that net energy within the limits costs beyond `price` for each kWh of it.
    /// \[currency\]
    #[must_use]
    pub fn least_beyond(&self, price: f64) -> f64 {
        let beyond = |&kink_kwh: &f64| self.cost(kink_kwh) - price * kink_kwh;
        self.kinks_kwh.iter().map(beyond).reduce(f64::lesser).unwrap_or(self.cost_of_none)
    }

    /// By how much net energy misses the limits. \[kWh\]
    #[must_use]
    pub fn excess_kwh(&self, net_kwh: f64) -> f64 {
        (net_kwh - self.highest_kwh).greater(self.lowest_kwh - net_kwh).greater(0.0)
    }

    /// The price at a net energy where every kink is a ramp that rises by `rise` per kWh and
    /// stands at `price` in its middle.
    #[must_use]
    pub fn eased_price(&self, net_kwh: f64, price: f64, rise: f64) -> f64 {
        self.kinks().fold(self.lowest_price(), |found, (kink_kwh, below, above)| {
            let ramp = price + rise * (net_kwh - kink_kwh);
            if ramp > below { ramp.lesser(above) } else { found }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sells at 1 up to 4 kWh, buys at 3 up to 5 kWh.
    fn ladder() -> Ladder {
        Ladder {
            prices: vec![-100.0, 1.0, 3.0, 100.0],
            kinks_kwh: vec![-4.0, 0.0, 5.0],
            lowest_kwh: -4.0,
            highest_kwh: 5.0,
            cost_of_none: 0.0,
        }
    }

    #[test]
    fn costs_run_along_the_prices() {
        assert_eq!([-2.0, 0.0, 2.0, 6.0].map(|net| ladder().cost(net)), [-2.0, 0.0, 6.0, 115.0]);
        assert_eq!([-5.0, 1.0, 7.0].map(|net| ladder().excess_kwh(net)), [1.0, 0.0, 2.0]);
    }

    #[test]
    fn no_net_energy_costs_less_beyond_a_price() {
        for price in [0.0, 1.0, 2.0, 3.0, 7.0] {
            let beyond = |tenth: i32| {
                ladder().cost(f64::from(tenth) / 10.0) - price * f64::from(tenth) / 10.0
            };
            let least = (-40..=50).map(beyond).fold(f64::INFINITY, f64::min);
            assert!((ladder().least_beyond(price) - least).abs() < 1e-12, "{price}");
        }
    }

    #[test]
    fn a_ramp_stands_at_its_price_in_the_middle_and_ends_at_those_beside_it() {
        let eased = |net| ladder().eased_price(net, 1.5, 0.25);
        assert_eq!([-3.0, -1.0, 0.0, 2.0, 8.0].map(eased), [1.0, 1.25, 1.5, 2.0, 3.0]);
    }
}
