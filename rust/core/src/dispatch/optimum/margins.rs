//! What a little more of each limit, or of load, would change, read off the marginal value of
//! stored energy.
//!
//! Energy behind the connection has a price at every step. The grid stays as it is while that price
//! lies between those of the last kWh drawn and of the next one, the battery while it lies between
//! what storing one kWh more would gain and what storing one less would lose. A price at which
//! both stay is that of load; how far it is beyond what the tariff charges, or what the battery
//! would give, is what the limit between them is worth.

use super::curve::{Curve, Stretch};
use super::meter::Connection;
use super::problem::Problem;
use super::relaxed::Both;
use super::schedule::Schedule;
use super::values::Values;
use crate::soc::Number;

/// Energies closer than this share of what flows are the same.
const SAME: f64 = 1e-9;

/// What a little more is worth at one step.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Margins {
    /// What a kWh more of load would cost. \[currency/kWh\]
    pub load_per_kwh: f64,
    /// Worth of a kW more of charging power over the step. \[currency/kW\]
    pub charge: f64,
    /// Of discharging power. \[currency/kW\]
    pub discharge: f64,
    /// Of import limit. \[currency/kW\]
    pub import: f64,
    /// Of export limit. \[currency/kW\]
    pub export: f64,
}

/// Shadow prices, step by step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShadowPrices {
    /// Of a kWh stored at the end of the step. \[currency/kWh\]
    pub stored_per_kwh: Vec<f64>,
    /// What a kWh more of floor, a reserve, would cost. \[currency/kWh\]
    pub floor_per_kwh: Vec<f64>,
    /// What a kWh more of ceiling would be worth. \[currency/kWh\]
    pub ceiling_per_kwh: Vec<f64>,
    /// What a little more of load and of each limit of power would change.
    pub margins: Vec<Margins>,
}

impl ShadowPrices {
    /// None over so many steps.
    #[must_use]
    pub fn none(steps: usize) -> Self {
        let nothing = vec![0.0; steps];
        Self {
            stored_per_kwh: nothing.clone(),
            floor_per_kwh: nothing.clone(),
            ceiling_per_kwh: nothing,
            margins: vec![Margins::default(); steps],
        }
    }

    /// Adds others in some weight.
    pub fn add(&mut self, weight: f64, other: &Self) {
        let add = |to: &mut [f64], from: &[f64]| {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += weight * from);
        };
        add(&mut self.stored_per_kwh, &other.stored_per_kwh);
        add(&mut self.floor_per_kwh, &other.floor_per_kwh);
        add(&mut self.ceiling_per_kwh, &other.ceiling_per_kwh);
        for (to, from) in self.margins.iter_mut().zip(&other.margins) {
            to.add(weight, from);
        }
    }

    /// Those of a solved schedule.
    #[must_use]
    pub fn new(problem: &Problem<'_>, schedule: &Schedule, cap_kw: impl Fn(usize) -> f64) -> Self {
        let mut prices = Self::default();
        let values = Values::of(problem, schedule);
        for step in 0..problem.steps() {
            let (value, later) = (values.at(step), values.later(problem, step));
            prices.stored_per_kwh.push(value);
            prices.floor_per_kwh.push((value - later).greater(0.0));
            prices.ceiling_per_kwh.push((later - value).greater(0.0));
            prices.margins.push(Margins::at(problem, &values, step, cap_kw(step)));
        }
        prices
    }
}

impl Margins {
    /// Adds others in some weight.
    pub fn add(&mut self, weight: f64, other: &Self) {
        self.load_per_kwh += weight * other.load_per_kwh;
        self.charge += weight * other.charge;
        self.discharge += weight * other.discharge;
        self.import += weight * other.import;
        self.export += weight * other.export;
    }

    /// Those of one step.
    #[must_use]
    pub fn at(problem: &Problem<'_>, values: &Values<'_>, step: usize, cap_kw: f64) -> Self {
        let (curve, hours) = (problem.curve(), problem.hours(step));
        let connection = problem.connection(step, cap_kw);
        let net_kwh = problem.net_kwh(step);
        let powers = problem.powers(step, values.change_kwh(step), cap_kw);
        let most_kwh = (curve.most.ac_kw - curve.least.ac_kw) * hours;
        let battery = Stored {
            curve,
            hours,
            value: values.at(step),
            within_kwh: SAME * (net_kwh.abs() + most_kwh),
        };
        let grid_kwh = net_kwh + powers.charge_kwh - powers.discharge_kwh;
        let grid = Prices::of_grid(&connection, grid_kwh, battery.within_kwh);
        let price = battery.prices(&powers, problem.is_exclusive()).nearest_to(&grid);
        let beyond = |price: f64| price.greater(0.0) * hours;
        Self {
            load_per_kwh: price,
            charge: beyond(battery.missed_charge(&powers).map_or(0.0, |worth| worth - price)),
            discharge: beyond(battery.missed_discharge(&powers).map_or(0.0, |worth| price - worth)),
            import: beyond(price - connection.import_price),
            export: beyond(connection.export_price - price),
        }
    }
}

/// Prices at which a part of the site does what it does.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Prices {
    least: f64,
    most: f64,
}

impl Prices {
    /// Those of the grid: all on the side of a limit that is reached.
    fn of_grid(connection: &Connection, grid_kwh: f64, within_kwh: f64) -> Self {
        let reaches = |limit_kwh: f64| (grid_kwh - limit_kwh).abs() <= within_kwh;
        let least = if reaches(connection.lowest_kwh()) {
            f64::NEG_INFINITY
        } else {
            connection.price_below(grid_kwh, within_kwh)
        };
        let most = if reaches(connection.import_kwh) {
            f64::INFINITY
        } else {
            connection.price_above(grid_kwh, within_kwh)
        };
        Self { least, most }
    }

    /// The price among those of the battery that is nearest to that of the grid's next kWh, or of
    /// its last one if there is no next one.
    fn nearest_to(&self, grid: &Self) -> f64 {
        let tariff = [grid.most, grid.least].into_iter().find(|price| price.is_finite());
        let price = tariff.unwrap_or(0.0).lesser(self.most).greater(self.least);
        price.lesser(grid.most).greater(grid.least) // what only rounding took away
    }
}

/// The battery in a step, with the value of a kWh stored at its end.
struct Stored<'c> {
    curve: &'c Curve,
    hours: f64,
    value: f64,
    within_kwh: f64,
}

impl Stored<'_> {
    /// Prices at which it does no more and no less. Where one power rules out the other, that of
    /// the other tells nothing.
    fn prices(&self, powers: &Both, is_exclusive: bool) -> Prices {
        let (into, out) = (powers.charge_kwh, powers.discharge_kwh);
        let (charges, discharges) = (into > self.within_kwh, out > self.within_kwh);
        let above = |ac_kwh: f64| self.worth(self.curve.stretch_above(ac_kwh / self.hours));
        let below = |ac_kwh: f64| self.worth(self.curve.stretch_below(ac_kwh / self.hours));
        let mut prices = Prices { least: f64::NEG_INFINITY, most: f64::INFINITY };
        if charges {
            prices.most = below(into);
        }
        if discharges {
            prices.least = above(-out);
        }
        if self.missed_charge(powers).is_none() && !(is_exclusive && discharges) {
            prices.least = prices.least.greater(above(into));
        }
        if self.missed_discharge(powers).is_none() && !(is_exclusive && charges) {
            prices.most = prices.most.lesser(below(-out));
        }
        prices
    }

    /// What a kWh more would be worth if it could charge more, if it cannot. \[currency/kWh\]
    fn missed_charge(&self, powers: &Both) -> Option<f64> {
        let most_kwh = self.curve.most.ac_kw * self.hours;
        let is_full = powers.charge_kwh >= most_kwh - self.within_kwh;
        is_full.then(|| self.worth(self.curve.stretch_above(self.curve.most.ac_kw)))
    }

    /// What a kWh more would cost if it could discharge more, if it cannot. \[currency/kWh\]
    fn missed_discharge(&self, powers: &Both) -> Option<f64> {
        let most_kwh = -self.curve.least.ac_kw * self.hours;
        let is_full = powers.discharge_kwh >= most_kwh - self.within_kwh;
        is_full.then(|| self.worth(self.curve.stretch_below(self.curve.least.ac_kw)))
    }

    /// The price at which a stretch neither gains nor loses. \[currency/kWh\]
    fn worth(&self, stretch: Stretch) -> f64 {
        self.value / stretch.ac_per_store - stretch.wear_per_kwh
    }
}
