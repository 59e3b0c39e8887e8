//! What adds up along a series: time, state of charge, temperature, charge moved.

use std::ops::{Add, Sub};

/// Integrals over a stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Integrals {
    /// Time itself. \[s\]
    pub second: f64,
    /// State of charge over time. \[s\]
    pub soc_second: f64,
    /// Temperature over time. \[degC s\]
    pub celsius_second: f64,
    /// Charge moved either way, as a share of the capacity.
    pub throughput: f64,
}

impl Integrals {
    /// State of charge, averaged over time.
    #[must_use]
    pub fn soc(&self) -> f64 {
        self.soc_second / self.second
    }

    /// Temperature, averaged over time. \[degC\]
    #[must_use]
    pub fn temperature_celsius(&self) -> f64 {
        self.celsius_second / self.second
    }
}

impl Add for Integrals {
    type Output = Self;

    #[inline]
    fn add(self, more: Self) -> Self {
        Self {
            second: self.second + more.second,
            soc_second: self.soc_second + more.soc_second,
            celsius_second: self.celsius_second + more.celsius_second,
            throughput: self.throughput + more.throughput,
        }
    }
}

impl Sub for Integrals {
    type Output = Self;

    #[inline]
    fn sub(self, less: Self) -> Self {
        Self {
            second: self.second - less.second,
            soc_second: self.soc_second - less.soc_second,
            celsius_second: self.celsius_second - less.celsius_second,
            throughput: self.throughput - less.throughput,
        }
    }
}

/// The way from one sample to the next, along straight lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leg {
    /// State of charge at both ends.
    pub soc: [f64; 2],
    /// Temperature at both ends. \[degC\]
    pub celsius: [f64; 2],
    /// How long it takes. \[s\]
    pub second: f64,
}

impl Leg {
    /// The share of the leg that is done when the state of charge is `soc`.
    #[inline]
    #[must_use]
    pub fn share_at(&self, soc: f64) -> f64 {
        let [from, to] = self.soc;
        ((soc - from) / (to - from)).clamp(0.0, 1.0)
    }

    /// What has added up after a `share` of the leg.
    #[inline]
    #[must_use]
    pub fn up_to(&self, share: f64) -> Integrals {
        let second = share * self.second;
        let mean = |[from, to]: [f64; 2]| from + 0.5 * share * (to - from);
        let [from, to] = self.soc;
        Integrals {
            second,
            soc_second: second * mean(self.soc),
            celsius_second: second * mean(self.celsius),
            throughput: share * (to - from).abs(),
        }
    }

    /// How fast the state of charge moves. \[1/h\]
    #[inline]
    #[must_use]
    pub fn c_rate(&self) -> f64 {
        let [from, to] = self.soc;
        (to - from).abs() * SECONDS_PER_HOUR / self.second
    }
}

/// What turns a rate per second into one per hour.
pub const SECONDS_PER_HOUR: f64 = 3600.0;
