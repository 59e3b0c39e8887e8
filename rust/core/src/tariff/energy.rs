//! Prices of energy, by the step or by the calendar, and what energy costs at them.

use super::calendar::Moment;
use super::flow::{sum, sum_of_products};
use super::walk::Piece;
use super::window::{any_holds, check_all};
use crate::error::Error;
use crate::tariff::{Period, Tiers, Window};
use crate::trace::{PerStep, SAMPLE};

const JOULE_PER_KWH: f64 = 3.6e6;

/// A price in windows of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct EnergyRate {
    /// By what has flowed in the open period so far. \[currency/kWh over kWh\]
    pub price_per_kwh: Tiers,
    /// What the tiers are counted over.
    pub tier_period: Period,
    /// When it holds.
    pub windows: Vec<Window>,
}

impl EnergyRate {
    /// Nothing, if this rate makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what does not.
    pub fn check(&self) -> Result<(), Error> {
        check_all(&self.windows)?;
        self.price_per_kwh.check(["price_per_kwh", "tier_limit_kwh"], SAMPLE)
    }

    /// What the first unit of a period costs at a moment; nothing where the rate does not hold.
    pub(super) fn first_price(&self, moment: &Moment) -> f64 {
        if any_holds(&self.windows, moment) { self.price_per_kwh.marginal(0.0) } else { 0.0 }
    }
}

/// What energy costs in one direction.
#[derive(Debug, Clone, PartialEq)]
pub enum EnergyPrice<'a> {
    /// The same for all steps, or one for each. \[currency/kWh\]
    Steps(PerStep<'a>),
    /// The sum of all rates that hold; nothing where none does.
    Rates(Vec<EnergyRate>),
}

impl EnergyPrice<'_> {
    /// Nothing, if these prices make sense beside a trace of `steps` steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if not; errors call the prices by `name`.
    pub fn check(&self, name: &'static str, steps: usize) -> Result<(), Error> {
        match self {
            Self::Steps(prices) => prices.check(name, steps, SAMPLE),
            Self::Rates(rates) => rates.iter().try_for_each(EnergyRate::check),
        }
    }

    /// How many tiers there are beside the first of each rate.
    #[must_use]
    pub fn tiers(&self) -> usize {
        self.rates().iter().map(|rate| rate.price_per_kwh.limit.len()).sum()
    }

    /// Its rates; none if prices stand beside the steps.
    pub(super) fn rates(&self) -> &[EnergyRate] {
        match self {
            Self::Steps(_) => &[],
            Self::Rates(rates) => rates,
        }
    }
}

/// Counts what flows in one direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EnergyMeter<'a> {
    price: &'a EnergyPrice<'a>,
    /// 1 for what is drawn, -1 for what is fed in.
    sign: f64,
    /// Of all rates without tiers that hold. \[currency/kWh\]
    flat_price: f64,
    /// Those with tiers that hold, with what has flowed in the open period of each. \[kWh\]
    tiered: Vec<Tiered<'a>>,
    /// Since the meter began. \[kWh\]
    pub flowed_kwh: f64,
    /// Since the meter began. \[currency\]
    pub cost: f64,
}

/// A rate whose price goes with what has flowed.
#[derive(Debug, Clone, PartialEq)]
struct Tiered<'a> {
    rate: &'a EnergyRate,
    holds: bool,
    period: Option<i64>,
    used_kwh: f64,
}

impl<'a> EnergyMeter<'a> {
    pub fn new(price: &'a EnergyPrice<'a>, sign: f64) -> Self {
        let has_tiers = |rate: &&EnergyRate| !rate.price_per_kwh.limit.is_empty();
        let tiered = |rate| Tiered { rate, holds: false, period: None, used_kwh: 0.0 };
        let tiered = price.rates().iter().filter(has_tiers).map(tiered).collect();
        Self { price, sign, flat_price: 0.0, tiered, flowed_kwh: 0.0, cost: 0.0 }
    }

    /// Other rules hold from this moment on.
    pub fn turn(&mut self, moment: &Moment) {
        let flat = self.price.rates().iter().filter(|rate| rate.price_per_kwh.limit.is_empty());
        let holding = flat.filter(|rate| any_holds(&rate.windows, moment));
        self.flat_price = holding.map(|rate| rate.price_per_kwh.marginal(0.0)).sum();
        for tiered in &mut self.tiered {
            tiered.turn(moment);
        }
    }

    /// What one unit more would cost now, at a step. \[currency/kWh\]
    pub fn marginal(&self, step: usize) -> f64 {
        match self.price {
            EnergyPrice::Steps(prices) => prices.at(step),
            EnergyPrice::Rates(_) => {
                let tiered = self.tiered.iter().filter(|tiered| tiered.holds);
                let marginal =
                    |tiered: &Tiered<'_>| tiered.rate.price_per_kwh.marginal(tiered.used_kwh);
                self.flat_price + tiered.map(marginal).sum::<f64>()
            }
        }
    }

    /// Whether what has flowed decides on the price.
    pub fn has_tiers(&self) -> bool {
        !self.tiered.is_empty()
    }

    /// Counts a piece with its grid power.
    #[inline]
    pub fn take(&mut self, piece: &Piece, grid_watt: &[f64]) {
        let kwh_per_watt = piece.dt_second / JOULE_PER_KWH;
        let kwh = sum(grid_watt, self.sign) * kwh_per_watt;
        self.flowed_kwh += kwh;
        self.cost += match self.price {
            EnergyPrice::Steps(PerStep::Same(price)) => kwh * price,
            EnergyPrice::Steps(PerStep::Each(prices)) => {
                let prices = prices.get(piece.steps.clone()).unwrap_or_default();
                sum_of_products(grid_watt, self.sign, prices) * kwh_per_watt
            }
            EnergyPrice::Rates(_) => {
                let tiered: f64 = self.tiered.iter_mut().map(|tiered| tiered.take(kwh)).sum();
                kwh * self.flat_price + tiered
            }
        };
    }
}

impl Tiered<'_> {
    fn turn(&mut self, moment: &Moment) {
        self.holds = any_holds(&self.rate.windows, moment);
        let period = Some(self.rate.tier_period.number(&moment.date));
        if self.period != period {
            (self.period, self.used_kwh) = (period, 0.0);
        }
    }

    /// Adds what has flowed; gives what it costs.
    fn take(&mut self, kwh: f64) -> f64 {
        let tiers = &self.rate.price_per_kwh;
        let before = self.used_kwh;
        self.used_kwh += kwh;
        if self.holds { tiers.cost(self.used_kwh) - tiers.cost(before) } else { 0.0 }
    }
}
