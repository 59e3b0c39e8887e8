//! The samples of one sub-step, and the conditions that BLAST-Lite reads from them.

use crate::aging::flow::ICE;
use crate::aging::stressor::{Conditions, Stressor};

const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
/// Slower than this many capacities per hour is rest.
const REST: f64 = 0.01;

/// Some samples in a row, equally many in each column.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// Seconds.
    pub time: &'a [f64],
    /// State of charge.
    pub soc: &'a [f64],
    /// Degrees Celsius.
    pub temperature: &'a [f64],
}

/// A moment of the record.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Kelvin.
    pub temperature: f64,
    /// State of charge.
    pub soc: f64,
    /// Seconds that it stands for in a trapezoid sum.
    pub weight: f64,
}

impl Span<'_> {
    /// The samples from `start` to `end`, both included.
    pub fn part(&self, start: usize, end: usize) -> Option<Self> {
        Some(Self {
            time: self.time.get(start..=end)?,
            soc: self.soc.get(start..=end)?,
            temperature: self.temperature.get(start..=end)?,
        })
    }

    /// Writes the state of charge with every step `factor` times as large, from the first on, held
    /// between 0 and 1.
    pub fn rescale(&self, factor: f64, scaled: &mut Vec<f64>) {
        let start = self.soc.first().copied().unwrap_or(0.0);
        let mut way = 0.0;
        scaled.clear();
        scaled.push(start);
        scaled.extend(self.steps().map(|(_, step)| {
            way += step * factor;
            (way + start).clamp(0.0, 1.0)
        }));
    }

    /// From the first sample to the last.
    pub fn day(&self) -> f64 {
        ends(self.time).map_or(0.0, |(first, last)| last / DAY - first / DAY)
    }

    /// The same in seconds.
    pub fn second(&self) -> f64 {
        ends(self.time).map_or(0.0, |(first, last)| last - first)
    }

    /// Equivalent full cycles, as if a state of charge of 1 held the nominal capacity.
    pub fn efc(&self) -> f64 {
        self.steps().map(|(_, step)| step.abs()).sum::<f64>() / 2.0
    }

    /// The samples, each with its share of the time.
    pub fn samples(&self) -> impl Iterator<Item = Sample> + '_ {
        let time = |at: usize| self.time.get(at.min(self.time.len().saturating_sub(1)));
        let between = move |early: usize, late: usize| match (time(early), time(late)) {
            (Some(early), Some(late)) => 0.5 * (late - early),
            _ => f64::NAN,
        };
        let columns = self.temperature.iter().zip(self.soc).enumerate();
        columns.map(move |(at, (temperature, soc))| Sample {
            temperature: temperature + ICE,
            soc: *soc,
            weight: between(at.saturating_sub(1), at + 1),
        })
    }

    /// The conditions, where a state of charge of 1 holds `capacity` times the nominal capacity.
    pub fn conditions(&self, capacity: f64) -> Conditions {
        let low = self.soc.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self.soc.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (soc, temperature) = (mean(self.soc), mean(self.temperature) + ICE);
        let (charge, discharge) = self.own_rates();
        Conditions::default()
            .with(Stressor::Temperature, temperature)
            .with(Stressor::MeanTemperature, temperature)
            .with(Stressor::Soc, soc)
            .with(Stressor::MeanSoc, soc)
            .with(Stressor::LowestSoc, low)
            .with(Stressor::HighestSoc, high)
            .with(Stressor::Dod, high - low)
            .with(Stressor::CRate, self.rate_over_all_time() * capacity)
            .with(Stressor::ChargeCRate, charge * capacity)
            .with(Stressor::DischargeCRate, discharge * capacity)
            .with(Stressor::EfcPerDay, self.efc() * capacity / self.day())
    }

    /// Seconds and way of each interval.
    fn steps(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let pairs = self.time.windows(2).zip(self.soc.windows(2));
        pairs.filter_map(|(time, soc)| match (time, soc) {
            ([t0, t1], [s0, s1]) => Some((t1 - t0, s1 - s0)),
            _ => None,
        })
    }

    /// Capacities per hour in each interval, with its seconds; 0 at rest.
    fn rates(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.steps().map(|(dt, step)| {
            let rate = step / (dt / HOUR);
            (dt, if rate.abs() < REST { 0.0 } else { rate })
        })
    }

    /// Mean rate, rest included; its sum has one interval less than the time it is divided by.
    fn rate_over_all_time(&self) -> f64 {
        let rates = self.rates().map(|(dt, rate)| (dt, rate.abs()));
        let mean = trapezoid(rates).sum / self.second();
        if mean.is_nan() { 0.0 } else { mean }
    }

    /// Mean rates of charging and of discharging, each over its own intervals laid end to end.
    fn own_rates(&self) -> (f64, f64) {
        if self.second() == 0.0 {
            return (0.0, 0.0);
        }
        let charging = trapezoid(self.rates().filter(|(_, rate)| *rate > 0.0));
        let discharging = self.rates().filter(|(_, rate)| *rate < 0.0);
        let discharging = trapezoid(discharging.map(|(dt, rate)| (dt, -rate)));
        (charging.mean(), discharging.mean())
    }
}

/// A trapezoid sum over values that stand at the ends of their intervals.
#[derive(Debug, Clone, Copy, Default)]
struct Trapezoid {
    sum: f64,
    /// From the end of the first interval on.
    time: f64,
    last: Option<f64>,
}

fn trapezoid(values: impl Iterator<Item = (f64, f64)>) -> Trapezoid {
    values.fold(Trapezoid::default(), |so_far, (dt, value)| match so_far.last {
        None => Trapezoid { last: Some(value), ..so_far },
        Some(last) => Trapezoid {
            sum: so_far.sum + 0.5 * (last + value) * dt,
            time: so_far.time + dt,
            last: Some(value),
        },
    })
}

impl Trapezoid {
    fn mean(&self) -> f64 {
        let only = self.last.unwrap_or(0.0);
        if self.time > 0.0 { self.sum / self.time } else { only }
    }
}

fn ends(values: &[f64]) -> Option<(f64, f64)> {
    Some((*values.first()?, *values.last()?))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
