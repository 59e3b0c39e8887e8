//! Tariffs as Python holds them.

use crate::arrays::OneOrEach;
use battcore::tariff::{
    Calendar, DemandCharge, DemandSteps, EnergyPrice, EnergyRate, FixedCharge, Period, Ratchet,
    Tariff, Tiers, Window, Years,
};
use numpy::PyReadonlyArray1;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A tariff as Python holds it.
#[derive(FromPyObject)]
pub struct TariffArrays<'py> {
    energy_price_per_kwh: EnergyPriceFields<'py>,
    export_price_per_kwh: EnergyPriceFields<'py>,
    demand_charges: Vec<DemandChargeFields<'py>>,
    fixed_charges: Vec<FixedChargeFields>,
    tax_per_kwh: f64,
    tax_share: f64,
    holidays: Vec<DateFields>,
}

#[derive(FromPyObject)]
enum EnergyPriceFields<'py> {
    Steps(OneOrEach<'py>),
    Rates(Vec<EnergyRateFields>),
}

#[derive(FromPyObject)]
enum OneOrTiers {
    One(f64),
    Tiers(Vec<f64>),
}

/// A rate as Python holds it.
#[derive(FromPyObject)]
pub struct EnergyRateFields {
    price_per_kwh: OneOrTiers,
    tier_limit_kwh: Vec<f64>,
    tier_period: String,
    windows: Vec<Window>,
}

/// A demand charge as Python holds it.
#[derive(FromPyObject)]
pub struct DemandChargeFields<'py> {
    price_per_kw: OneOrTiers,
    tier_limit_watt: Vec<f64>,
    steps: Option<DemandStepsFields<'py>>,
    floor_watt: f64,
    interval_second: Option<f64>,
    period: String,
    ratchet: Option<Ratchet>,
}

#[derive(FromPyObject)]
enum DemandStepsFields<'py> {
    Mask(PyReadonlyArray1<'py, bool>),
    Ranges(Vec<(usize, usize)>),
    Windows(Vec<Window>),
}

/// A fixed charge as Python holds it.
#[derive(FromPyObject)]
pub struct FixedChargeFields {
    price: f64,
    period: String,
}

#[derive(FromPyObject)]
struct DateFields {
    year: i64,
    month: i64,
    day: i64,
}

/// A calendar as Python holds it.
#[derive(FromPyObject)]
pub struct CalendarFields {
    has_leap_years: bool,
    first_day: i64,
    first_weekday: i64,
    changes: Vec<(f64, f64)>,
}

impl TariffArrays<'_> {
    /// The same, as a kernel reads it by a calendar.
    pub fn tariff(&self, calendar: &CalendarFields) -> PyResult<Tariff<'_>> {
        let charges = self.demand_charges.iter().map(DemandChargeFields::charge);
        let fixed = self.fixed_charges.iter().map(FixedChargeFields::charge);
        let holidays = self.holidays.iter().map(|date| (date.year, date.month, date.day));
        Ok(Tariff {
            energy_price_per_kwh: self.energy_price_per_kwh.price()?,
            export_price_per_kwh: self.export_price_per_kwh.price()?,
            demand_charges: charges.collect::<PyResult<_>>()?,
            fixed_charges: fixed.collect::<PyResult<_>>()?,
            tax_per_kwh: self.tax_per_kwh,
            tax_share: self.tax_share,
            holidays: holidays.collect(),
            calendar: calendar.calendar(),
        })
    }

    /// How many steps it was made for; one if for no number in particular.
    pub fn steps(&self) -> PyResult<usize> {
        let prices = [&self.energy_price_per_kwh, &self.export_price_per_kwh];
        let mut steps = None;
        for price in prices {
            if let EnergyPriceFields::Steps(price) = price {
                steps = steps.or(price.per_step()?.steps());
            }
        }
        let charges = self.demand_charges.iter();
        let wanted = charges.filter_map(DemandChargeFields::last_step).max();
        Ok(steps.or(wanted).unwrap_or(1).max(1))
    }
}

impl EnergyPriceFields<'_> {
    fn price(&self) -> PyResult<EnergyPrice<'_>> {
        match self {
            Self::Steps(price) => Ok(EnergyPrice::Steps(price.per_step()?)),
            Self::Rates(rates) => {
                let rates = rates.iter().map(EnergyRateFields::rate);
                Ok(EnergyPrice::Rates(rates.collect::<PyResult<_>>()?))
            }
        }
    }
}

impl OneOrTiers {
    fn with_limits(&self, limit: &[f64]) -> Tiers {
        let price = match self {
            Self::One(price) => vec![*price],
            Self::Tiers(prices) => prices.clone(),
        };
        Tiers { price, limit: limit.to_vec() }
    }
}

impl EnergyRateFields {
    /// The same, as a kernel reads it.
    pub fn rate(&self) -> PyResult<EnergyRate> {
        Ok(EnergyRate {
            price_per_kwh: self.price_per_kwh.with_limits(&self.tier_limit_kwh),
            tier_period: period(&self.tier_period)?,
            windows: self.windows.clone(),
        })
    }
}

impl DemandStepsFields<'_> {
    fn steps(&self) -> PyResult<DemandSteps> {
        let range = |&(start, stop): &(usize, usize)| start..stop;
        Ok(match self {
            Self::Mask(mask) => DemandSteps::masked(mask.as_slice()?),
            Self::Ranges(ranges) => {
                DemandSteps::Ranges { ranges: ranges.iter().map(range).collect(), of: None }
            }
            Self::Windows(windows) => DemandSteps::Windows(windows.clone()),
        })
    }

    fn last_step(&self) -> Option<usize> {
        match self {
            Self::Mask(mask) => mask.as_slice().ok().map(<[bool]>::len),
            Self::Ranges(ranges) => ranges.iter().map(|&(_, stop)| stop).max(),
            Self::Windows(_) => None,
        }
    }
}

impl DemandChargeFields<'_> {
    /// Where the last of its steps ends, if it names steps.
    pub fn last_step(&self) -> Option<usize> {
        self.steps.as_ref().and_then(DemandStepsFields::last_step)
    }

    /// The same, as a kernel reads it.
    pub fn charge(&self) -> PyResult<DemandCharge> {
        let steps = self.steps.as_ref().map(DemandStepsFields::steps).transpose()?;
        Ok(DemandCharge {
            price_per_kw: self.price_per_kw.with_limits(&self.tier_limit_watt),
            steps: steps.unwrap_or(DemandSteps::All),
            floor_watt: self.floor_watt,
            interval_second: self.interval_second,
            period: period(&self.period)?,
            ratchet: self.ratchet.clone(),
        })
    }
}

impl FixedChargeFields {
    /// The same, as a kernel reads it.
    pub fn charge(&self) -> PyResult<FixedCharge> {
        Ok(FixedCharge { price: self.price, period: period(&self.period)? })
    }
}

impl CalendarFields {
    /// One for what no calendar changes.
    pub const ANY: Self =
        Self { has_leap_years: false, first_day: 0, first_weekday: 0, changes: vec![] };

    fn calendar(&self) -> Calendar {
        let years = if self.has_leap_years { Years::Gregorian } else { Years::Common };
        let (first_day, first_weekday) = (self.first_day, self.first_weekday);
        Calendar { years, first_day, first_weekday, changes: self.changes.clone() }
    }
}

pub fn period(name: &str) -> PyResult<Period> {
    match name {
        "day" => Ok(Period::Day),
        "month" => Ok(Period::Month),
        "year" => Ok(Period::Year),
        _ => {
            let text = format!("period = {name:?}, expected \"day\", \"month\" or \"year\"");
            Err(PyValueError::new_err(text))
        }
    }
}
