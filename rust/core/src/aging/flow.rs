//! Running integrals of duty, whose differences are the conditions of any span of it.

use crate::aging::card::Clock;
use crate::aging::stressor::{Conditions, Stressor};

/// 0 degrees Celsius, in kelvin.
pub const ICE: f64 = 273.15;
/// Slower than this many capacities per second is rest.
const REST: f64 = 0.01 / 3600.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

/// How many integrals there are.
pub const INTEGRALS: usize = 8;

/// Integrals from the start of the record to a point of it, which advance together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Flow(pub [f64; INTEGRALS]);

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
    /// The piece before `share` of its length, and the piece after, if there is one.
    pub fn split(&self, share: f64) -> (Self, Option<Self>) {
        if share >= 1.0 {
            return (*self, None);
        }
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
        (early, Some(late))
    }

    /// The piece between two shares of its length.
    pub fn between(&self, from: f64, to: f64) -> Self {
        let at = |[start, end]: [f64; 2], share: f64| {
            if share == 1.0 { end } else { start + share * (end - start) }
        };
        let ends = |ends| [at(ends, from), at(ends, to)];
        Self { soc: ends(self.soc), temperature: ends(self.temperature), dt: (to - from) * self.dt }
    }

    /// State of charge and temperature in the middle.
    #[inline]
    pub fn middle(&self) -> [f64; 2] {
        [self.mean_soc(), self.mean_temperature()]
    }

    /// How far the state of charge moves.
    #[inline]
    pub fn step(&self) -> f64 {
        self.soc[1] - self.soc[0]
    }

    /// How far the temperature moves.
    #[inline]
    pub fn warming(&self) -> f64 {
        self.temperature[1] - self.temperature[0]
    }

    /// Charge moved per second.
    pub fn rate(&self) -> f64 {
        self.step().abs() / self.dt
    }

    /// Temperature in the middle.
    #[inline]
    pub fn mean_temperature(&self) -> f64 {
        0.5 * (self.temperature[0] + self.temperature[1])
    }

    /// State of charge in the middle.
    #[inline]
    pub fn mean_soc(&self) -> f64 {
        0.5 * (self.soc[0] + self.soc[1])
    }

    /// What this piece adds to each integral; `capacity` is what a state of charge of 1 holds.
    #[expect(clippy::inline_always, reason = "compiled into loops over many pieces")]
    #[inline(always)]
    #[expect(clippy::needless_bitwise_bool, reason = "a branch on a sign is guessed wrongly")]
    pub fn passed(&self, capacity: f64) -> [f64; INTEGRALS] {
        let (dt, step) = (self.dt, self.step());
        let moves = step.abs() >= REST * dt;
        let (up, down) = (f64::from(moves & (step > 0.0)), f64::from(moves & (step < 0.0)));
        let moved = step.abs() * capacity;
        [
            dt,
            self.mean_soc() * dt,
            self.mean_temperature() * dt,
            moved,
            up * moved,
            up * dt,
            down * moved,
            down * dt,
        ]
    }
}

impl Flow {
    /// Goes on over `interval`; `capacity` is what a state of charge of 1 holds.
    #[inline]
    pub fn pass(&mut self, interval: &Interval, capacity: f64) {
        for (sum, passed) in self.0.iter_mut().zip(interval.passed(capacity)) {
            *sum += passed;
        }
    }

    /// What passed between `earlier` and here.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] - earlier.0[at]))
    }

    /// Seconds.
    pub fn time(&self) -> f64 {
        self.0[0]
    }

    /// State of charge over time.
    fn soc_time(&self) -> f64 {
        self.0[1]
    }

    /// Kelvin over time.
    fn temperature_time(&self) -> f64 {
        self.0[2]
    }

    /// Equivalent full cycles, of all charge moved.
    pub fn efc(&self) -> f64 {
        0.5 * self.0[3]
    }

    /// Charge taken in while not at rest, in capacities.
    pub fn charged(&self) -> f64 {
        self.0[4]
    }

    fn charging_time(&self) -> f64 {
        self.0[5]
    }

    /// Charge given out while not at rest, in capacities.
    pub fn discharged(&self) -> f64 {
        self.0[6]
    }

    fn discharging_time(&self) -> f64 {
        self.0[7]
    }

    /// What passed on a clock, of whole windows.
    pub fn on(&self, clock: Clock) -> f64 {
        match clock {
            Clock::TimeDay => self.time() / DAY,
            Clock::Efc | Clock::Cycle => self.efc(),
            Clock::ChargeThroughput => self.charged(),
            Clock::DischargeThroughput => self.discharged(),
        }
    }

    /// Charge per hour of charging.
    pub fn charge_c_rate(&self) -> f64 {
        quotient(self.charged(), self.charging_time()) * HOUR
    }

    /// Charge per hour of discharging.
    pub fn discharge_c_rate(&self) -> f64 {
        quotient(self.discharged(), self.discharging_time()) * HOUR
    }

    /// The conditions of this span, in which the state of charge ran from `low` to `high`.
    pub fn conditions(&self, low: f64, high: f64) -> Conditions {
        let soc = quotient(self.soc_time(), self.time());
        let temperature = quotient(self.temperature_time(), self.time());
        let moving = self.charging_time() + self.discharging_time();
        Conditions::default()
            .with(Stressor::Temperature, temperature)
            .with(Stressor::MeanTemperature, temperature)
            .with(Stressor::Soc, soc)
            .with(Stressor::MeanSoc, soc)
            .with(Stressor::LowestSoc, low)
            .with(Stressor::HighestSoc, high)
            .with(Stressor::Dod, high - low)
            .with(Stressor::CRate, quotient(self.charged() + self.discharged(), moving) * HOUR)
            .with(Stressor::ChargeCRate, self.charge_c_rate())
            .with(Stressor::DischargeCRate, self.discharge_c_rate())
            .with(Stressor::EfcPerDay, quotient(self.efc(), self.time()) * DAY)
    }
}

/// a / b, and 0 where nothing passed.
fn quotient(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
