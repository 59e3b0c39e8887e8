//! Running integrals of duty, whose differences are the conditions of any span of it.

use crate::aging::stressor::{Conditions, Stressor};

/// Slower than this many capacities per second is rest.
const REST: f64 = 0.01 / 3600.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

/// Integrals from the start of the record to a point of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Flow {
    /// Time, in seconds.
    pub time: f64,
    /// State of charge over time.
    pub soc_time: f64,
    /// Temperature over time, in kelvin seconds.
    pub temperature_time: f64,
    /// Charge moved in either direction, rest included, in capacities.
    pub moved: f64,
    /// Charge taken in while not at rest.
    pub charged: f64,
    /// Time spent so.
    pub charging_time: f64,
    /// Charge given out while not at rest.
    pub discharged: f64,
    /// Time spent so.
    pub discharging_time: f64,
}

/// A straight piece of duty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// State of charge at both ends.
    pub soc: [f64; 2],
    /// Temperature at both ends, in kelvin.
    pub temperature: [f64; 2],
    /// How long it is, in seconds.
    pub dt: f64,
}

impl Interval {
    /// The piece before `share` of its length, and the piece after.
    pub fn split(&self, share: f64) -> (Self, Self) {
        let at = |ends: [f64; 2]| ends[0] + share * (ends[1] - ends[0]);
        let (soc, temperature) = (at(self.soc), at(self.temperature));
        let early = Self {
            soc: [self.soc[0], soc],
            temperature: [self.temperature[0], temperature],
            dt: share * self.dt,
        };
        let late = Self {
            soc: [soc, self.soc[1]],
            temperature: [temperature, self.temperature[1]],
            dt: self.dt - early.dt,
        };
        (early, late)
    }

    /// How far the state of charge moves.
    pub fn step(&self) -> f64 {
        self.soc[1] - self.soc[0]
    }

    /// Charge moved per second.
    pub fn rate(&self) -> f64 {
        self.step().abs() / self.dt
    }

    /// Temperature in the middle.
    pub fn mean_temperature(&self) -> f64 {
        0.5 * (self.temperature[0] + self.temperature[1])
    }

    /// State of charge in the middle.
    pub fn mean_soc(&self) -> f64 {
        0.5 * (self.soc[0] + self.soc[1])
    }
}

impl Flow {
    /// Goes on over `interval`; `capacity` is what a state of charge of 1 holds.
    #[inline]
    pub fn pass(&mut self, interval: &Interval, capacity: f64) {
        let dt = interval.dt;
        self.time += dt;
        self.soc_time += interval.mean_soc() * dt;
        self.temperature_time += interval.mean_temperature() * dt;
        let step = interval.step() * capacity;
        self.moved += step.abs();
        if interval.step().abs() < REST * dt {
            return;
        }
        if step > 0.0 {
            self.charged += step;
            self.charging_time += dt;
        } else {
            self.discharged -= step;
            self.discharging_time += dt;
        }
    }

    /// What passed between `earlier` and here.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            time: self.time - earlier.time,
            soc_time: self.soc_time - earlier.soc_time,
            temperature_time: self.temperature_time - earlier.temperature_time,
            moved: self.moved - earlier.moved,
            charged: self.charged - earlier.charged,
            charging_time: self.charging_time - earlier.charging_time,
            discharged: self.discharged - earlier.discharged,
            discharging_time: self.discharging_time - earlier.discharging_time,
        }
    }

    /// Equivalent full cycles.
    pub fn efc(&self) -> f64 {
        0.5 * self.moved
    }

    /// Charge per hour of charging.
    pub fn charge_c_rate(&self) -> f64 {
        quotient(self.charged, self.charging_time) * HOUR
    }

    /// Charge per hour of discharging.
    pub fn discharge_c_rate(&self) -> f64 {
        quotient(self.discharged, self.discharging_time) * HOUR
    }

    /// The conditions of this span, in which the state of charge ran from `low` to `high`.
    pub fn conditions(&self, low: f64, high: f64) -> Conditions {
        let soc = quotient(self.soc_time, self.time);
        let temperature = quotient(self.temperature_time, self.time);
        let moving = self.charging_time + self.discharging_time;
        Conditions::default()
            .with(Stressor::Temperature, temperature)
            .with(Stressor::MeanTemperature, temperature)
            .with(Stressor::Soc, soc)
            .with(Stressor::MeanSoc, soc)
            .with(Stressor::LowestSoc, low)
            .with(Stressor::HighestSoc, high)
            .with(Stressor::Dod, high - low)
            .with(Stressor::CRate, quotient(self.charged + self.discharged, moving) * HOUR)
            .with(Stressor::ChargeCRate, self.charge_c_rate())
            .with(Stressor::DischargeCRate, self.discharge_c_rate())
            .with(Stressor::EfcPerDay, quotient(self.efc(), self.time) * DAY)
    }
}

/// a / b, and 0 where nothing passed.
fn quotient(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
