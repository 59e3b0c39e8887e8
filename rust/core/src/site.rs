//! Battery, load, outages and prices in, one checked description behind the meter out.
//!
//! At the connection, `grid = load − unserved + battery + auxiliary − generation + curtailed`: the
//! battery counts positive where it takes power in, the grid where it gives some.

use crate::converter::{Converter, Losses, PowerPath};
use crate::error::{Error, FINITE, LIMIT, POSITIVE, all_within, not_empty, within};
use crate::soc::{Number, Store};
use crate::tariff::{Tariff, YEAR_SECOND};
use crate::thermal::{Lump, TEMPERATURE_CELSIUS};
use crate::trace::{PerStep, SAMPLE};
use std::ops::RangeInclusive;

/// What wear may cost: nothing, or as much as any price. \[currency/kWh\]
const PRICE: RangeInclusive<f64> = 0.0..=*SAMPLE.end();
/// What the frequency of a grid may be, railways and ships included. \[Hz\]
pub const FREQUENCY_HERTZ: RangeInclusive<f64> = 1.0..=1000.0;
/// What a regulation signal may ask for, of the capacity sold. \[1\]
pub const SIGNAL: RangeInclusive<f64> = -1.0..=1.0;

/// A battery as its owner knows it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Battery {
    /// Energy stored between soc 0 and 1 when new. \[Wh\]
    pub energy_capacity_wh: f64,
    /// Largest AC power into it. \[W\]
    pub charge_power_watt: f64,
    /// Largest AC power out of it. \[W\]
    pub discharge_power_watt: f64,
    /// Stored per taken. \[1\]
    pub charge_efficiency: f64,
    /// Given per drawn. \[1\]
    pub discharge_efficiency: f64,
    /// Share of the stored energy that a day at rest loses. \[1\]
    pub self_discharge_per_day: f64,
    /// Lowest soc to which it is discharged. \[1\]
    pub soc_min: f64,
    /// Highest soc to which it is charged. \[1\]
    pub soc_max: f64,
    /// Present over nominal capacity. \[1\]
    pub soh_capacity: f64,
    /// Present over nominal resistance. \[1\]
    pub soh_resistance: f64,
    /// What wear costs per AC kWh charged. \[currency/kWh\]
    pub charge_cost_per_kwh: f64,
    /// What wear costs per AC kWh discharged. \[currency/kWh\]
    pub discharge_cost_per_kwh: f64,
    /// Between the AC side and the battery; without one the efficiencies hold at the AC side.
    pub converter: Option<Converter>,
    /// What its losses warm; without one it has the temperature of the ambient.
    pub thermal: Option<Lump>,
}

impl Battery {
    /// Nothing, if this battery makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the field that does not.
    pub fn check(&self) -> Result<(), Error> {
        self.store().checked()?;
        within("charge_power_watt", self.charge_power_watt, LIMIT)?;
        within("discharge_power_watt", self.discharge_power_watt, LIMIT)?;
        within("soh_capacity", self.soh_capacity, f64::MIN_POSITIVE..=2.0)?;
        within("soh_resistance", self.soh_resistance, f64::MIN_POSITIVE..=f64::MAX)?;
        within("charge_cost_per_kwh", self.charge_cost_per_kwh, PRICE)?;
        within("discharge_cost_per_kwh", self.discharge_cost_per_kwh, PRICE)?;
        self.converter.clone().map_or(Ok(()), |converter| converter.checked().map(|_| ()))?;
        self.thermal.map_or(Ok(()), |lump| lump.checked().map(|_| ()))
    }

    /// The store behind its terminals, as new.
    #[must_use]
    pub fn store(&self) -> Store {
        Store {
            energy_capacity_wh: self.energy_capacity_wh,
            soc_min: self.soc_min,
            soc_max: self.soc_max,
            charge_efficiency: self.charge_efficiency,
            discharge_efficiency: self.discharge_efficiency,
            self_discharge_per_day: self.self_discharge_per_day,
            charge_power_watt: f64::INFINITY, // limits hold at the AC side
            discharge_power_watt: f64::INFINITY,
        }
    }

    /// What of this battery does not change while it runs.
    #[must_use]
    pub fn equipment(&self) -> Equipment {
        let converter = self.converter.as_ref();
        let rated = converter.map_or(f64::INFINITY, |converter| converter.rated_power_watt);
        let losses = converter.map_or(Losses::NONE, Converter::losses);
        let path = PowerPath::new(losses, self.charge_efficiency, self.discharge_efficiency);
        let charge_limit_watt = self.charge_power_watt.min(rated);
        let discharge_limit_watt = self.discharge_power_watt.min(rated);
        Equipment {
            path,
            charge_limit_watt,
            discharge_limit_watt,
            fastest_fill_watt: fastest(charge_limit_watt, |limit| path.store_power(limit)),
            fastest_drain_watt: fastest(discharge_limit_watt, |limit| -path.store_power(-limit)),
            standby_watt: converter.map_or(0.0, |converter| converter.standby_power_watt),
            soc_min: self.soc_min,
            soc_max: self.soc_max,
        }
    }
}

/// How fast the store moves at a limit that may be infinite.
fn fastest(limit_watt: f64, at_limit: impl Fn(f64) -> f64) -> f64 {
    if limit_watt.is_finite() { at_limit(limit_watt) } else { f64::INFINITY }
}

/// What of a battery does not change while it runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equipment {
    /// The way of power between the AC side and the store.
    pub path: PowerPath,
    /// Largest AC power in, by the battery and by its converter. \[W\]
    pub charge_limit_watt: f64,
    /// Largest AC power out. \[W\]
    pub discharge_limit_watt: f64,
    /// How fast the store fills at the largest power. \[W\]
    pub fastest_fill_watt: f64,
    /// How fast it drains at the largest power. \[W\]
    pub fastest_drain_watt: f64,
    /// Drawn from the AC side while the converter is idle. \[W\]
    pub standby_watt: f64,
    /// Lowest soc to which the battery is discharged. \[1\]
    pub soc_min: f64,
    /// Highest soc to which it is charged. \[1\]
    pub soc_max: f64,
}

/// A time without the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outage {
    /// When it begins, counted from the start of the run. \[s\]
    pub start_second: f64,
    /// How long it lasts. \[s\]
    pub duration_second: f64,
}

impl Outage {
    /// When the grid is back. \[s\]
    #[must_use]
    pub fn end_second(&self) -> f64 {
        self.start_second + self.duration_second
    }
}

/// What lies behind one meter.
#[derive(Debug, Clone, PartialEq)]
pub struct Site<'a> {
    /// Power that the load asks for. \[W\]
    pub load_watt: &'a [f64],
    /// How long each sample holds. \[s\]
    pub dt_second: PerStep<'a>,
    /// What sun and wind beside it would give. \[W\]
    pub generation_watt: PerStep<'a>,
    /// Whether generation may be turned down.
    pub curtailable: bool,
    /// Most that may be drawn from the grid. \[W\]
    pub import_limit_watt: PerStep<'a>,
    /// Most that may be fed into it. \[W\]
    pub export_limit_watt: PerStep<'a>,
    /// Share of the load that must be carried through an outage, in W; all of it if none.
    pub critical_load_watt: Option<PerStep<'a>>,
    /// Of the grid, where it is measured. \[Hz\]
    pub frequency_hertz: Option<PerStep<'a>>,
    /// What a regulation market asks for, from -1 (take) to 1 (give). \[1\]
    pub signal: Option<PerStep<'a>>,
    /// Around the battery. \[°C\]
    pub ambient_temperature_celsius: PerStep<'a>,
    /// Times without the grid, in their order.
    pub outages: Vec<Outage>,
    /// What the connection costs.
    pub tariff: Option<Tariff<'a>>,
    /// Where in the year of the clock the trace begins. \[s\]
    pub start_second: f64,
}

impl<'a> Site<'a> {
    /// A load beside a grid of any strength, with nothing else about it.
    #[must_use]
    pub fn of_load(load_watt: &'a [f64], dt_second: PerStep<'a>) -> Self {
        Self {
            load_watt,
            dt_second,
            generation_watt: PerStep::Same(0.0),
            curtailable: false,
            import_limit_watt: PerStep::Same(f64::INFINITY),
            export_limit_watt: PerStep::Same(f64::INFINITY),
            critical_load_watt: None,
            frequency_hertz: None,
            signal: None,
            ambient_temperature_celsius: PerStep::Same(25.0),
            outages: vec![],
            tariff: None,
            start_second: 0.0,
        }
    }

    /// Nothing, if this site makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names the argument that does not.
    pub fn check(&self) -> Result<(), Error> {
        let steps = self.load_watt.len();
        let load_watt = 0.0..=*SAMPLE.end();
        not_empty("load_watt", self.load_watt)?;
        all_within("load_watt", self.load_watt, load_watt.clone())?;
        self.dt_second.check("dt_second", steps, f64::MIN_POSITIVE..=YEAR_SECOND)?;
        self.generation_watt.check("generation_watt", steps, load_watt.clone())?;
        self.import_limit_watt.check("import_limit_watt", steps, LIMIT)?;
        self.export_limit_watt.check("export_limit_watt", steps, LIMIT)?;
        if let Some(critical) = self.critical_load_watt {
            critical.check("critical_load_watt", steps, load_watt)?;
        }
        if let Some(frequency) = self.frequency_hertz {
            frequency.check("frequency_hertz", steps, FREQUENCY_HERTZ)?;
        }
        if let Some(signal) = self.signal {
            signal.check("signal", steps, SIGNAL)?;
        }
        let ambient = self.ambient_temperature_celsius;
        ambient.check("ambient_temperature_celsius", steps, TEMPERATURE_CELSIUS)?;
        within("start", self.start_second, 0.0..=YEAR_SECOND)?;
        self.check_outages()?;
        self.tariff.as_ref().map_or(Ok(()), |tariff| tariff.check(steps))
    }

    fn check_outages(&self) -> Result<(), Error> {
        let starts: Vec<f64> = self.outages.iter().map(|outage| outage.start_second).collect();
        let lengths: Vec<f64> = self.outages.iter().map(|outage| outage.duration_second).collect();
        all_within("outages.start_second", &starts, FINITE)?;
        all_within("outages.duration_second", &lengths, POSITIVE)?;
        let mut free_from = 0.0;
        for (index, outage) in self.outages.iter().enumerate() {
            if outage.start_second < free_from {
                return Err(Error::BadInput {
                    name: "outages.start_second",
                    index: Some(index),
                    value: outage.start_second,
                    low: free_from,
                    high: f64::INFINITY,
                });
            }
            free_from = outage.end_second();
        }
        Ok(())
    }

    /// The power that an outage leaves to be carried at a step. \[W\]
    #[inline]
    #[must_use]
    pub fn critical_watt(&self, step: usize, load_watt: f64) -> f64 {
        self.critical_load_watt.map_or(load_watt, |critical| critical.at(step).lesser(load_watt))
    }
}
