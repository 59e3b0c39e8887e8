//! Pieces of duty that lie so close together that one sample speaks for all of them.

use crate::aging::flow::Interval;
use crate::aging::quadrature::STRAIGHT;
use crate::aging::samples::Samples;
use crate::soc::Number;

/// Temperatures this close are as good as one, in kelvin: rates that double every ten kelvin are
/// met to a few parts in a million.
const WARMER: f64 = 0.125;

/// Time spent near one state of charge and one temperature.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stay {
    /// How long it lasts, in seconds; 0 if there is none.
    pub second: f64,
    /// State of charge over time.
    pub soc: f64,
    /// Kelvin over time.
    pub temperature: f64,
    /// Lowest and highest state of charge.
    pub soc_reach: [f64; 2],
    /// Lowest and highest temperature, in kelvin.
    pub temperature_reach: [f64; 2],
}

impl Stay {
    /// A stay that begins with `interval`.
    pub fn of(interval: &Interval) -> Self {
        let [from, to] = interval.soc;
        let temperature = interval.mean_temperature();
        Self {
            second: interval.dt,
            soc: interval.mean_soc() * interval.dt,
            temperature: temperature * interval.dt,
            soc_reach: [from.lesser(to), from.greater(to)],
            temperature_reach: [temperature; 2],
        }
    }

    /// Goes on over `interval`, if that stays close enough; else nothing happens.
    #[inline]
    pub fn goes_on(&mut self, interval: &Interval) -> bool {
        if self.second == 0.0 {
            return false;
        }
        let temperature = interval.mean_temperature();
        let soc_reach = stretched(self.soc_reach, interval.soc[1]);
        let temperature_reach = stretched(self.temperature_reach, temperature);
        let close = soc_reach[1] - soc_reach[0] <= STRAIGHT
            && temperature_reach[1] - temperature_reach[0] <= WARMER;
        if close {
            self.second += interval.dt;
            self.soc += interval.mean_soc() * interval.dt;
            self.temperature += temperature * interval.dt;
            (self.soc_reach, self.temperature_reach) = (soc_reach, temperature_reach);
        }
        close
    }

    /// Ends it, if there was one: its sample is put to `samples`, where there is a place.
    #[inline]
    pub fn end(&mut self, samples: &mut Samples) {
        if self.second > 0.0 {
            let mean = |over_time: f64| over_time / self.second;
            samples.put(&[[mean(self.temperature)], [mean(self.soc)], [self.second]], 1);
            *self = Self::default();
        }
    }
}

#[inline]
fn stretched([low, high]: [f64; 2], to: f64) -> [f64; 2] {
    [low.lesser(to), high.greater(to)]
}
