//! One battery behind one meter, as a chain of steps that a queue can read.

use super::charged::energy_of;
use super::curve::Curve;
use super::meter::Connection;
use super::offers::{NoPower, Pieces};
use super::relaxed::{self, Both};
use crate::error::{Error, FRACTION, within};
use crate::site::{Battery, Site};
use crate::soc::Number;
use crate::tariff::EnergyPrices;
use crate::trace::{PerStep, SAMPLE};

/// Kilowatts in a watt.
const KILO: f64 = 1e-3;

/// What is asked of the stored energy, beside the limits of the battery.
#[derive(Debug, Clone, PartialEq)]
pub struct Wishes<'a> {
    /// State of charge before the first step. \[1\]
    pub soc_start: f64,
    /// The state of charge to end at, if there is one. \[1\]
    pub soc_end: Option<f64>,
    /// The lowest one to end at, if there is one. \[1\]
    pub soc_end_min: Option<f64>,
    /// What a kWh is worth that is left at the end, inside the battery. \[currency/kWh\]
    pub end_value_per_kwh: f64,
    /// Lowest state of charge at the end of each step. \[1\]
    pub soc_floor: PerStep<'a>,
    /// Highest state of charge at the end of each step. \[1\]
    pub soc_ceiling: PerStep<'a>,
    /// What holding energy costs, if it costs anything.
    pub holding: Option<Holding<'a>>,
}

/// A price of holding energy that grows with the state of charge, as calendar aging has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding<'a> {
    /// From which state of charge on each price holds, ascending; the first from below all. \[1\]
    pub soc: Vec<f64>,
    /// What a stored kWh more costs in an hour, ascending. \[currency/kWh/h\]
    pub price_per_kwh_hour: Vec<f64>,
    /// A factor at each step, as a warm one makes all of it dearer. \[1\]
    pub weight: PerStep<'a>,
}

/// One battery behind one meter, checked.
#[derive(Debug, Clone)]
pub struct Problem<'a> {
    site: &'a Site<'a>,
    prices: EnergyPrices<'a>,
    wishes: &'a Wishes<'a>,
    curve: Curve,
    capacity_kwh: f64,
    soc_min: f64,
    soc_max: f64,
    kept_per_day: f64,
    /// That of every step, if all are equally long.
    span: Option<Span>,
    /// Whether energy has the same price at any power, and nothing limits the connection.
    has_one_price: bool,
    is_exclusive: bool,
}

/// How long a step is, and what that does to stored energy.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    hours: f64,
    per_hour: f64,
    retention: f64,
}

impl Span {
    fn new(dt_second: f64, kept_per_day: f64) -> Self {
        let hours = dt_second / 3600.0;
        let leaks = kept_per_day < 1.0;
        let retention = if leaks { kept_per_day.powf(hours / 24.0) } else { 1.0 };
        Self { hours, per_hour: 1.0 / hours, retention }
    }
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
            kept_per_day: 1.0 - battery.self_discharge_per_day,
            span: None,
            has_one_price: false,
            is_exclusive: false,
        };
        problem.check()?;
        let span = |dt_second| Span::new(dt_second, problem.kept_per_day);
        let same = matches!(site.dt_second, PerStep::Same(_));
        let span = same.then(|| span(site.dt_second.at(0)));
        Ok(Self { span, has_one_price: problem.has_one_price(), ..problem })
    }

    fn check(&self) -> Result<(), Error> {
        let (steps, wishes) = (self.steps(), self.wishes);
        within("soc_start", wishes.soc_start, FRACTION)?;
        within("soc_end", wishes.soc_end.unwrap_or(0.0), FRACTION)?;
        within("soc_end_min", wishes.soc_end_min.unwrap_or(0.0), FRACTION)?;
        within("end_value_per_kwh", wishes.end_value_per_kwh, SAMPLE)?;
        wishes.soc_floor.check("soc_floor", steps, FRACTION)?;
        wishes.soc_ceiling.check("soc_ceiling", steps, FRACTION)?;
        wishes.holding.as_ref().map_or(Ok(()), |holding| holding.check(steps))?;
        let (floor, ceiling) = (wishes.soc_floor, wishes.soc_ceiling);
        let (import, export) =
            (&self.prices.import_price_per_kwh, &self.prices.export_price_per_kwh);
        no_higher("export_price_per_kwh", export.per_step(), import.per_step(), steps)?;
        no_higher("soc_floor", floor, ceiling, steps)?;
        no_higher("soc_floor", floor, PerStep::Same(self.soc_max), steps)?;
        no_higher("soc_min", PerStep::Same(self.soc_min), ceiling, steps)
    }

    fn has_one_price(&self) -> bool {
        let site = self.site;
        let unlimited = |limit_watt| limit_watt == PerStep::Same(f64::INFINITY);
        let is_free = unlimited(site.import_limit_watt) && unlimited(site.export_limit_watt);
        let prices = &self.prices;
        let [import, export] = [&prices.import_price_per_kwh, &prices.export_price_per_kwh];
        is_free && !site.curtailable && import.per_step() == export.per_step()
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

    /// State of charge per stored energy. \[1/kWh\]
    #[inline]
    #[must_use]
    pub fn per_capacity(&self) -> f64 {
        1.0 / self.capacity_kwh
    }

    /// Energy before the first step. \[kWh\]
    #[must_use]
    pub fn start_kwh(&self) -> f64 {
        self.wishes.soc_start * self.capacity_kwh
    }

    /// What a kWh left at the end is worth. \[currency/kWh\]
    #[inline]
    #[must_use]
    pub fn end_value(&self) -> f64 {
        self.wishes.end_value_per_kwh
    }

    #[inline]
    fn span(&self, step: usize) -> Span {
        self.span.unwrap_or_else(|| Span::new(self.site.dt_second.at(step), self.kept_per_day))
    }

    /// Length of a step. \[h\]
    #[inline]
    #[must_use]
    pub fn hours(&self, step: usize) -> f64 {
        self.span(step).hours
    }

    /// Powers over energies of a step. \[1/h\]
    #[inline]
    #[must_use]
    pub fn per_hour(&self, step: usize) -> f64 {
        self.span(step).per_hour
    }

    /// Share of the stored energy that a step keeps. \[1\]
    #[inline]
    #[must_use]
    pub fn retention(&self, step: usize) -> f64 {
        self.span(step).retention
    }

    /// Load less generation. \[kW\]
    #[inline]
    #[must_use]
    pub fn net_kw(&self, step: usize) -> f64 {
        let load = self.site.load_watt.get(step).copied().unwrap_or(f64::NAN);
        (load - self.site.generation_watt.at(step)) * KILO
    }

    /// Load less generation over a step. \[kWh\]
    #[inline]
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

    /// The connection over a step, with no more import than `cap_kw`.
    #[inline]
    #[must_use]
    pub fn connection(&self, step: usize, cap_kw: f64) -> Connection {
        let (site, hours) = (self.site, self.hours(step));
        let kwh = |watt: f64| watt * KILO * hours;
        let spillable = if site.curtailable { site.generation_watt.at(step) } else { 0.0 };
        Connection {
            import_price: self.prices.import_price_per_kwh.at(step),
            export_price: self.prices.export_price_per_kwh.at(step),
            import_kwh: self.import_cap_kw(step, cap_kw) * hours,
            export_kwh: kwh(site.export_limit_watt.at(step)),
            spillable_kwh: kwh(spillable),
        }
    }

    /// The pieces of a step.
    ///
    /// # Errors
    /// [`NoPower`] if no power of the battery holds the limits of the connection.
    #[inline]
    pub fn fill(&self, pieces: &mut Pieces, step: usize, cap_kw: f64) -> Result<(), NoPower> {
        let hours = self.hours(step);
        if self.has_one_price && cap_kw == f64::INFINITY {
            let price = self.prices.import_price_per_kwh.at(step);
            pieces.fill_at_one_price(&self.curve, price, hours);
        } else {
            self.fill_at_many_prices(pieces, step, cap_kw)?;
        }
        if !pieces.is_convex {
            let connection = self.connection(step, cap_kw);
            pieces.relax(&self.curve, &connection, self.net_kwh(step), hours);
        }
        Ok(())
    }

    fn fill_at_many_prices(
        &self,
        pieces: &mut Pieces,
        step: usize,
        cap_kw: f64,
    ) -> Result<(), NoPower> {
        let connection = self.connection(step, cap_kw);
        let (net_kwh, hours) = (self.net_kwh(step), self.hours(step));
        pieces.fill(&self.curve, &connection, net_kwh, hours)
    }

    /// Both powers of the battery that change the stored energy by so much at least cost.
    #[inline]
    #[must_use]
    pub fn powers(&self, step: usize, change_kwh: f64, connection: &Connection) -> Both {
        let (net_kwh, hours) = (self.net_kwh(step), self.hours(step));
        let ac_kwh = self.curve.ac_kw(change_kwh * self.per_hour(step)) * hours;
        let (charge_kwh, discharge_kwh) = (ac_kwh.greater(0.0), (-ac_kwh).greater(0.0));
        let apart = Both { charge_kwh, discharge_kwh, change_kwh, cost: f64::NAN };
        if connection.export_price >= 0.0 || self.is_exclusive {
            return apart; // losing energy never pays
        }
        let corners = relaxed::corners(&self.curve, connection, net_kwh, hours);
        relaxed::mixture(&corners, change_kwh).unwrap_or(apart)
    }

    /// Lowest and highest energy at the end of a step. \[kWh\]
    #[inline]
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
        self.wishes.holding.is_some()
    }

    /// Marginal costs of holding energy over a step: from which energy on, and how much.
    /// \[kWh, currency/kWh\]
    pub fn holding(&self, step: usize, into: &mut Vec<(f64, f64)>) {
        into.clear();
        if let Some(holding) = &self.wishes.holding {
            let hours = self.hours(step) * holding.weight.at(step);
            let prices = holding.soc.iter().zip(&holding.price_per_kwh_hour);
            into.extend(prices.map(|(soc, price)| (soc * self.capacity_kwh, price * hours)));
        }
    }
}

impl Holding<'_> {
    fn check(&self, steps: usize) -> Result<(), Error> {
        use crate::error::{NOT_NEGATIVE, all_within, not_empty, same_length};
        not_empty("holding.soc", &self.soc)?;
        same_length("holding.price_per_kwh_hour", self.price_per_kwh_hour.len(), self.soc.len())?;
        all_within("holding.soc", &self.soc, FRACTION)?;
        all_within("holding.price_per_kwh_hour", &self.price_per_kwh_hour, SAMPLE)?;
        ascending("holding.soc", &self.soc)?;
        ascending("holding.price_per_kwh_hour", &self.price_per_kwh_hour)?;
        self.weight.check("holding.weight", steps, NOT_NEGATIVE)
    }
}

/// Nothing, if at no step `low` is higher than `high`.
fn no_higher(
    name: &'static str,
    low: PerStep<'_>,
    high: PerStep<'_>,
    steps: usize,
) -> Result<(), Error> {
    let wrong = match (low, high) {
        (PerStep::Same(low), PerStep::Same(high)) => (low > high).then_some(0),
        (PerStep::Each(low), PerStep::Each(high)) => {
            low.iter().zip(high).position(|(low, high)| low > high)
        }
        _ => (0..steps).position(|step| low.at(step) > high.at(step)),
    };
    let Some(step) = wrong else { return Ok(()) };
    let (value, high) = (low.at(step), high.at(step));
    within(name, value, f64::MIN..=high).map_err(|error| error.of_element(step)).map(|_| ())
}

fn ascending(name: &'static str, values: &[f64]) -> Result<(), Error> {
    for (index, [before, value]) in values.array_windows().enumerate() {
        within(name, *value, *before..=f64::MAX).map_err(|error| error.of_element(index + 1))?;
    }
    Ok(())
}
