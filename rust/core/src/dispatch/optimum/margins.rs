//! What a little more of each limit would be worth, read off the marginal value of stored energy.

use super::problem::Problem;
use super::schedule::Schedule;
use crate::soc::Number;

/// Energies closer than this share of what flows are the same.
const SAME: f64 = 1e-9;

/// The worth of a kW more, over one step. \[currency/kW\]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Margins {
    /// Of charging power.
    pub charge: f64,
    /// Of discharging power.
    pub discharge: f64,
    /// Of import limit.
    pub import: f64,
    /// Of export limit.
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
    /// What a kW more of each limit would be worth over the step.
    pub margins: Vec<Margins>,
}

impl ShadowPrices {
    /// Those of a solved schedule.
    #[must_use]
    pub fn new(problem: &Problem<'_>, schedule: &Schedule, cap_kw: impl Fn(usize) -> f64) -> Self {
        let mut prices = Self::default();
        for step in 0..problem.steps() {
            let (value, later) = schedule.values(problem, step);
            prices.stored_per_kwh.push(value);
            prices.floor_per_kwh.push((value - later).greater(0.0));
            prices.ceiling_per_kwh.push((later - value).greater(0.0));
            prices.margins.push(Margins::at(problem, schedule, step, cap_kw(step)));
        }
        prices
    }
}

impl Margins {
    /// Those of one step.
    #[must_use]
    pub fn at(problem: &Problem<'_>, schedule: &Schedule, step: usize, cap_kw: f64) -> Self {
        let (curve, hours) = (problem.curve(), problem.hours(step));
        let connection = problem.connection(step, cap_kw);
        let net_kwh = problem.net_kwh(step);
        let change = schedule.change_kwh.get(step).copied().unwrap_or(0.0);
        let value = schedule.value_per_kwh.get(step).copied().unwrap_or(0.0);
        let ac_kwh = curve.ac_kw(change / hours) * hours;
        let most_kwh = connection.import_kwh - net_kwh;
        let least_kwh = connection.lowest_kwh() - net_kwh;
        let (charge_kwh, discharge_kwh) = (curve.most.ac_kw * hours, curve.least.ac_kw * hours);
        let within_kwh = SAME * (net_kwh.abs() + charge_kwh - discharge_kwh);
        let reaches = |limit_kwh: f64| (ac_kwh - limit_kwh).abs() <= within_kwh;
        let mut margins = Self::default();
        if reaches(most_kwh.lesser(charge_kwh)) {
            let over = curve.stretch_above(ac_kwh / hours);
            let price = connection.price_above(ac_kwh + net_kwh, within_kwh) + over.wear_per_kwh;
            let worth = (value / over.ac_per_store - price).greater(0.0) * hours;
            let by_import = most_kwh <= charge_kwh;
            *(if by_import { &mut margins.import } else { &mut margins.charge }) = worth;
        }
        if reaches(least_kwh.greater(discharge_kwh)) {
            let under = curve.stretch_below(ac_kwh / hours);
            let price = connection.price_below(ac_kwh + net_kwh, within_kwh) + under.wear_per_kwh;
            let worth = (price - value / under.ac_per_store).greater(0.0) * hours;
            let by_export = least_kwh >= discharge_kwh;
            *(if by_export { &mut margins.export } else { &mut margins.discharge }) = worth;
        }
        margins
    }
}
