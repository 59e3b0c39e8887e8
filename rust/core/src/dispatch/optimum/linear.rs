//! The terms of a problem step by step, as a linear program reads them.

use super::curve::Stretch;
use super::problem::Problem;

/// The battery of a problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Store {
    /// Energy between soc 0 and 1 at present health. \[kWh\]
    pub capacity_kwh: f64,
    /// Energy before the first step. \[kWh\]
    pub start_kwh: f64,
    /// What a kWh left at the end is worth. \[currency/kWh\]
    pub end_value_per_kwh: f64,
    /// Share of the stored energy that each step keeps. \[1\]
    pub retention: Vec<f64>,
    /// Lowest energy at the end of each step. \[kWh\]
    pub floor_kwh: Vec<f64>,
    /// Highest energy there. \[kWh\]
    pub ceiling_kwh: Vec<f64>,
    /// Lowest and highest energy to end at. \[kWh\]
    pub end_kwh: (f64, f64),
    /// From full discharge to full charge.
    pub stretches: Vec<Stretch>,
    /// From which energy on each price of holding begins. \[kWh\]
    pub holding_from_kwh: Vec<f64>,
    /// What a kWh more than that costs at each step: step by step, price by price.
    /// \[currency/kWh\]
    pub holding_price: Vec<f64>,
}

impl Store {
    /// That of `problem`.
    #[must_use]
    pub fn of(problem: &Problem<'_>) -> Self {
        let steps = 0..problem.steps();
        let (floor_kwh, ceiling_kwh) = steps.clone().map(|step| problem.bounds_kwh(step)).unzip();
        let mut holding = vec![];
        let mut holding_price = vec![];
        for step in steps.clone() {
            problem.holding(step, &mut holding);
            holding_price.extend(holding.iter().map(|(_, price)| *price));
        }
        Self {
            capacity_kwh: problem.capacity_kwh(),
            start_kwh: problem.start_kwh(),
            end_value_per_kwh: problem.end_value(),
            retention: steps.map(|step| problem.retention(step)).collect(),
            floor_kwh,
            ceiling_kwh,
            end_kwh: problem.end_kwh(),
            stretches: problem.curve().stretches.clone(),
            holding_from_kwh: holding.iter().map(|(from_kwh, _)| *from_kwh).collect(),
            holding_price,
        }
    }
}

/// The connection of a problem, and what stands beside the battery.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meter {
    /// Length of each step. \[h\]
    pub hours: Vec<f64>,
    /// Load less generation. \[kW\]
    pub net_kw: Vec<f64>,
    /// Generation that may be turned down. \[kW\]
    pub spillable_kw: Vec<f64>,
    /// Most that may be drawn. \[kW\]
    pub import_kw: Vec<f64>,
    /// Most that may be fed in. \[kW\]
    pub export_kw: Vec<f64>,
    /// For energy drawn. \[currency/kWh\]
    pub import_price: Vec<f64>,
    /// For energy fed in. \[currency/kWh\]
    pub export_price: Vec<f64>,
}

impl Meter {
    /// That of `problem`.
    #[must_use]
    pub fn of(problem: &Problem<'_>) -> Self {
        let mut meter = Self::default();
        for step in 0..problem.steps() {
            let connection = problem.connection(step, f64::INFINITY);
            let per_hour = problem.per_hour(step);
            meter.hours.push(problem.hours(step));
            meter.net_kw.push(problem.net_kw(step));
            meter.spillable_kw.push(connection.spillable_kwh * per_hour);
            meter.import_kw.push(connection.import_kwh * per_hour);
            meter.export_kw.push(connection.export_kwh * per_hour);
            meter.import_price.push(connection.import_price);
            meter.export_price.push(connection.export_price);
        }
        meter
    }
}
