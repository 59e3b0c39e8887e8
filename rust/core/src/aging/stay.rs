//! Pieces of duty that lie so close together that one sample speaks for all of them.

#![expect(clippy::inline_always, reason = "else it lives in memory, which each step waits for")]

use crate::aging::flow::Interval;
use crate::aging::quadrature::STRAIGHT;
use crate::aging::samples::Samples;
use crate::aging::seams::Region;
use crate::soc::Number;

/// Temperatures this close are as good as one, usually an eighth of a kelvin: rates that double
/// every ten kelvin are met to a few parts in a million.
const WARMER: f64 = 1.0 / 512.0;

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

/// What a piece of duty adds to a stay.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// State of charge at its end.
    pub soc: f64,
    /// Temperature in its middle, in kelvin.
    pub temperature: f64,
    /// Seconds, and state of charge and kelvin over time.
    pub over_time: [f64; 3],
}

impl Piece {
    /// What `step` adds.
    pub fn of(step: &Interval) -> Self {
        let [soc, temperature] = step.middle();
        let over_time = [step.dt, soc * step.dt, temperature * step.dt];
        Self { soc: step.soc[1], temperature, over_time }
    }
}

impl Stay {
    /// A stay that begins at a state of charge of `from` with `piece`.
    #[inline(always)]
    pub(crate) fn of(from: f64, piece: &Piece) -> Self {
        let [second, soc, temperature] = piece.over_time;
        Self {
            second,
            soc,
            temperature,
            soc_reach: [from.lesser(piece.soc), from.greater(piece.soc)],
            temperature_reach: [piece.temperature; 2],
        }
    }

    /// Goes on over `piece`, which lies in the same `region`, if that stays close enough; else
    /// nothing happens.
    #[inline(always)]
    pub(crate) fn goes_on(&mut self, piece: &Piece, region: &Region) -> bool {
        if self.second == 0.0 {
            return false;
        }
        let soc_reach = stretched(self.soc_reach, piece.soc);
        let temperature_reach = stretched(self.temperature_reach, piece.temperature);
        let [further, warmer] =
            region.way([soc_reach[1] - soc_reach[0], temperature_reach[1] - temperature_reach[0]]);
        let close = further <= STRAIGHT && warmer <= WARMER;
        if close {
            let [second, soc, temperature] = piece.over_time;
            self.second += second;
            self.soc += soc;
            self.temperature += temperature;
            (self.soc_reach, self.temperature_reach) = (soc_reach, temperature_reach);
        }
        close
    }

    /// State of charge and temperature in the middle of their reaches.
    pub(crate) fn middle(&self) -> [f64; 2] {
        [self.soc_reach, self.temperature_reach].map(|[low, high]| 0.5 * (low + high))
    }

    /// Ends it, if there was one: its sample is put to `samples`, where there is a place.
    #[inline(always)]
    pub fn end(&mut self, samples: &mut Samples) {
        if self.second > 0.0 {
            let mean = |over_time: f64, [low, high]: [f64; 2]| {
                (over_time / self.second).clamp_to(low, high) // by rounding it may lie beyond
            };
            let temperature = mean(self.temperature, self.temperature_reach);
            let soc = mean(self.soc, self.soc_reach);
            samples.put(&[[temperature], [soc], [self.second]], 1);
            *self = Self::default();
        }
    }
}

#[inline(always)]
fn stretched([low, high]: [f64; 2], to: f64) -> [f64; 2] {
    [low.lesser(to), high.greater(to)]
}
