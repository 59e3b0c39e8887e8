//! One battery behind one meter, as a chain of steps that a queue can read.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::charged::energy_of;
use super::curve::Curve;
use super::meter::Connection;
use super::span::Span;
use super::wishes::{Wishes, no_higher};
use crate::error::Error;
use crate::site::{Battery, Site};
use crate::soc::Number;
use crate::tariff::EnergyPrices;
use crate::trace::PerStep;

/// Kilowatts in a watt.
pub(super) const KILO: f64 = 1e-3;

/// One battery behind one meter, checked.
#[derive(Debug, Clone)]
pub struct Problem<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) prices: EnergyPrices<'a>,
    pub(super) wishes: &'a Wishes<'a>,
    curve: Curve,
    capacity_kwh: f64,
    pub(super) soc_min: f64,
    pub(super) soc_max: f64,
    /// That of each step; one for all if all are equally long.
    pub(super) spans: Vec<Span>,
    /// Whether energy has the same price at any power, and nothing limits the connection.
    has_one_price: bool,
    has_holding: bool,
    is_exclusive: bool,
    pub(super) runs: Vec<usize>,
}

impl<'a> Problem<'a> {
    /// The problem, if it makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what does not: as [`Battery::check`] and
    /// [`Site::check`]; an export price above the import price, at which a site would trade with
    /// itself; a floor above the ceiling; a state of charge that is none.
    pub fn new(
        battery: &Battery,
        site: &'a Site<'a>,
        wishes: &'a Wishes<'a>,
    ) -> Result<Self, Error> {
        battery.check()?;
        site.check()?;
        let capacity_kwh = battery.energy_capacity_wh * battery.soh_capacity / 1e3;
        let shortest_second = match site.dt_second {
            PerStep::Same(dt_second) => dt_second,
            PerStep::Each(dts_second) => dts_second.iter().fold(f64::INFINITY, |a, b| a.min(*b)),
        };
        let charged_kwh = capacity_kwh / battery.charge_efficiency;
        let enough_kw = 2.0 * charged_kwh / (shortest_second / 3600.0);
        let problem = Self {
            site,
            prices: energy_of(site)?,
            wishes,
            curve: Curve::new(battery, enough_kw),
            capacity_kwh,
            soc_min: battery.soc_min,
            soc_max: battery.soc_max,
            spans: vec![],
            has_one_price: false,
            has_holding: wishes.has_holding(),
            is_exclusive: wishes.is_exclusive,
            runs: vec![],
        };
        problem.check()?;
        let kept_per_day = 1.0 - battery.self_discharge_per_day;
        let span = |dt_second| Span::new(dt_second, kept_per_day);
        let spans = match site.dt_second {
            PerStep::Same(dt_second) => vec![span(dt_second)],
            PerStep::Each(dts_second) => dts_second.iter().copied().map(span).collect(),
        };
        Ok(Self { spans, has_one_price: has_one_price(site, &problem.prices), ..problem })
    }

    fn check(&self) -> Result<(), Error> {
        let (steps, wishes) = (self.steps(), self.wishes);
        wishes.check(steps)?;
        let (floor, ceiling) = (wishes.soc_floor, wishes.soc_ceiling);
        let (import, export) =
            (&self.prices.import_price_per_kwh, &self.prices.export_price_per_kwh);
        no_higher("export_price_per_kwh", export.per_step(), import.per_step(), steps)?;
        no_higher("soc_floor", floor, ceiling, steps)?;
        no_higher("soc_floor", floor, PerStep::Same(self.soc_max), steps)?;
        no_higher("soc_min", PerStep::Same(self.soc_min), ceiling, steps)
    }

    /// Whether energy has the same price at any power, and nothing limits the connection.
    #[inline]
    #[must_use]
    pub fn has_one_price(&self) -> bool {
        self.has_one_price
    }

    /// How many steps there are.
    #[inline]
    #[must_use]
    pub fn steps(&self) -> usize {
        self.site.load_watt.len()
    }

    /// The battery as a chain of stretches.
    #[inline]
    #[must_use]
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// Energy between soc 0 and 1 at present health. \[kWh\]
    #[must_use]
    pub fn capacity_kwh(&self) -> f64 {
        self.capacity_kwh
    }

    /// State of charge at a stored energy, which may miss empty or full by a rounding. \[1\]
    #[inline]
    #[must_use]
    pub fn soc(&self, stored_kwh: f64) -> f64 {
        (stored_kwh / self.capacity_kwh).greater(0.0).lesser(1.0)
    }

    /// Energy before the first step. \[kWh\]
    #[must_use]
    pub fn start_kwh(&self) -> f64 {
        self.wishes.soc_start * self.capacity_kwh
    }

    /// Whether charging and discharging at once is ruled out.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        self.is_exclusive
    }

    /// What a kWh left at the end is worth. \[currency/kWh\]
    #[inline]
    #[must_use]
    pub fn end_value(&self) -> f64 {
        self.wishes.end_value_per_kwh
    }

    #[inline(always)]
    fn span(&self, step: usize) -> Span {
        let step = step.min(self.spans.len().wrapping_sub(1));
        self.spans.get(step).copied().unwrap_or_default()
    }

    /// Length of a step. \[h\]
    #[inline(always)]
    #[must_use]
    pub fn hours(&self, step: usize) -> f64 {
        self.span(step).hours
    }

    /// Powers over energies of a step. \[1/h\]
    #[inline(always)]
    #[must_use]
    pub fn per_hour(&self, step: usize) -> f64 {
        self.span(step).per_hour
    }

    /// Share of the stored energy that a step keeps. \[1\]
    #[inline(always)]
    #[must_use]
    pub fn retention(&self, step: usize) -> f64 {
        self.span(step).retention
    }

    /// Load less generation. \[kW\]
    #[inline(always)]
    #[must_use]
    pub fn net_kw(&self, step: usize) -> f64 {
        let load = self.site.load_watt.get(step).copied().unwrap_or(f64::NAN);
        (load - self.site.generation_watt.at(step)) * KILO
    }

    /// Load less generation over a step. \[kWh\]
    #[inline(always)]
    #[must_use]
    pub fn net_kwh(&self, step: usize) -> f64 {
        self.net_kw(step) * self.hours(step)
    }

    /// The most that may be drawn in a step, `cap_kw` at most. \[kW\]
    #[inline]
    #[must_use]
    pub fn import_cap_kw(&self, step: usize, cap_kw: f64) -> f64 {
        (self.site.import_limit_watt.at(step) * KILO).lesser(cap_kw)
    }

    /// Whether generation may be turned down.
    #[inline]
    #[must_use]
    pub fn is_curtailable(&self) -> bool {
        self.site.curtailable
    }

    /// Prices of energy drawn and fed in. \[currency/kWh\]
    #[inline(always)]
    #[must_use]
    pub fn prices(&self, step: usize) -> (f64, f64) {
        (self.prices.import_price_per_kwh.at(step), self.prices.export_price_per_kwh.at(step))
    }

    /// The lowest net energy that a step allows, before anything is turned down. \[kWh\]
    #[inline]
    #[must_use]
    pub fn lowest_kwh(&self, step: usize) -> f64 {
        let site = self.site;
        let spillable = if site.curtailable { site.generation_watt.at(step) } else { 0.0 };
        -(site.export_limit_watt.at(step) + spillable) * KILO * self.hours(step)
    }

    /// The connection over a step, with no more import than `cap_kw`.
    #[inline]
    #[must_use]
    pub fn connection(&self, step: usize, cap_kw: f64) -> Connection {
        let (site, hours) = (self.site, self.hours(step));
        let kwh = |watt: f64| watt * KILO * hours;
        let spillable = if site.curtailable { site.generation_watt.at(step) } else { 0.0 };
        let (import_price, export_price) = self.prices(step);
        Connection {
            import_price,
            export_price,
            import_kwh: self.import_cap_kw(step, cap_kw) * hours,
            export_kwh: kwh(site.export_limit_watt.at(step)),
            spillable_kwh: kwh(spillable),
        }
    }

    /// The same, but with charging and discharging at once allowed: no plan costs less.
    #[must_use]
    pub fn relaxed(&self) -> Self {
        Self { is_exclusive: false, ..self.clone() }
    }

    /// The same, but with each cost that bends down narrowed to one of its runs.
    #[must_use]
    pub fn within_runs(&self, runs: Vec<usize>) -> Self {
        Self { runs, ..self.clone() }
    }

    /// Lowest and highest energy at the end of a step. \[kWh\]
    #[inline(always)]
    #[must_use]
    pub fn bounds_kwh(&self, step: usize) -> (f64, f64) {
        let wishes = self.wishes;
        let floor = wishes.soc_floor.at(step).greater(self.soc_min);
        let ceiling = wishes.soc_ceiling.at(step).lesser(self.soc_max);
        (floor * self.capacity_kwh, ceiling * self.capacity_kwh)
    }

    /// Lowest and highest energy to end at, as far as the wishes say. \[kWh\]
    #[must_use]
    pub fn end_kwh(&self) -> (f64, f64) {
        let wishes = self.wishes;
        let lowest = wishes.soc_end.or(wishes.soc_end_min).unwrap_or(0.0);
        let highest = wishes.soc_end.unwrap_or(f64::INFINITY);
        (lowest * self.capacity_kwh, highest * self.capacity_kwh)
    }

    /// Whether holding energy costs anything.
    #[inline]
    #[must_use]
    pub fn has_holding(&self) -> bool {
        self.has_holding
    }

    /// Marginal costs of holding energy over a step: from which energy on, and how much.
    /// \[kWh, currency/kWh\]
    pub fn holding(&self, step: usize, into: &mut Vec<(f64, f64)>) {
        self.wishes.holding(step, self.hours(step), self.capacity_kwh, into);
    }
}

fn has_one_price(site: &Site<'_>, prices: &EnergyPrices<'_>) -> bool {
    let unlimited = |limit_watt| limit_watt == PerStep::Same(f64::INFINITY);
    let is_free = unlimited(site.import_limit_watt) && unlimited(site.export_limit_watt);
    let [import, export] = [&prices.import_price_per_kwh, &prices.export_price_per_kwh];
    is_free && !site.curtailable && import.per_step() == export.per_step()
}
