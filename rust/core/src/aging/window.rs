//! What happened since the last window closed.

use crate::aging::expression::program::Values;
use crate::aging::flow::{Flow, Interval};
use crate::aging::quadrature::{STRAIGHT, rule};
use crate::aging::settings::Depth;
use crate::aging::stay::Stay;
use crate::aging::stressor::{Conditions, Stressor};
use crate::soc::Number;

/// Sums that run side by side.
const LANES: usize = 4;
/// Slower than this many capacities per hour, BLAST-Lite sees rest.
const BLAST_REST: f64 = 0.01;

/// A moment at which rates are evaluated, and how much of the window it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Kelvin.
    pub temperature: f64,
    /// State of charge.
    pub soc: f64,
    /// Seconds.
    pub weight: f64,
}

/// The open window.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    /// Integrals of the record at its start.
    pub start: Flow,
    /// Its length so far, in seconds.
    pub elapsed: f64,
    /// Lowest and highest state of charge.
    pub reach: [f64; 2],
    /// The duty that no sample speaks for yet.
    pub stay: Stay,
    /// Samples whose rates are not yet in `sums`.
    pub samples: Vec<Sample>,
    /// Rate times weight, by rate.
    pub sums: Vec<f64>,
    /// Weight in `sums`.
    pub weight: f64,
    /// Sums over raw points, for those who read windows as BLAST-Lite does.
    pub raw: RawPoints,
}

impl Window {
    /// A window that opens at `soc`.
    pub fn open(start: Flow, soc: f64, rates: usize) -> Self {
        Self { start, reach: [soc; 2], sums: vec![0.0; rates], ..Self::default() }
    }

    /// Closes this window and opens the next one at `soc`.
    pub fn reopen(&mut self, start: Flow, soc: f64) {
        self.start = start;
        self.elapsed = 0.0;
        self.reach = [soc; 2];
        self.stay = Stay::default();
        self.samples.clear();
        self.raw = RawPoints::default();
    }

    /// Takes `interval` in, with samples so dense that the step of the record does not matter.
    pub fn pass(&mut self, interval: &Interval) {
        self.stretch(interval);
        if !self.stay.goes_on(interval) {
            self.stay = begin(self.stay, interval, &mut self.samples);
        }
    }

    /// Ends the stay: its sample waits with the others.
    pub fn end_stay(&mut self) {
        self.samples.extend(self.stay.sample());
        self.stay = Stay::default();
    }

    /// Takes `interval` in as its two ends, which makes means of rates trapezoid sums.
    pub fn pass_raw(&mut self, interval: &Interval, capacity: f64) {
        let weight = 0.5 * interval.dt;
        self.samples.push(at(interval, 0.0, weight));
        self.samples.push(at(interval, 1.0, weight));
        self.raw.pass(interval, self.elapsed == 0.0, capacity);
        self.stretch(interval);
    }

    /// The conditions of the whole window, which ends at `now`.
    pub fn conditions(&self, now: &Flow, depth: Depth) -> Conditions {
        let conditions = now.since(&self.start).conditions(self.reach[0], self.reach[1]);
        match depth {
            Depth::Rainflow => conditions,
            Depth::Window => self.raw.correct(conditions, self.elapsed),
        }
    }

    /// Takes note that the state of charge was `soc`.
    pub fn stretch_to(&mut self, soc: f64) {
        self.reach[0] = self.reach[0].lesser(soc);
        self.reach[1] = self.reach[1].greater(soc);
    }

    fn stretch(&mut self, interval: &Interval) {
        self.elapsed += interval.dt;
        self.stretch_to(interval.soc[1]);
    }
}

/// Ends a stay, and begins another with `interval` if that is as good as straight.
#[inline(never)]
pub(crate) fn begin(stay: Stay, interval: &Interval, samples: &mut Vec<Sample>) -> Stay {
    samples.extend(stay.sample());
    let way = interval.step().abs();
    if way <= STRAIGHT {
        return Stay::of(interval);
    }
    let sampled = |(point, share): &(f64, f64)| at(interval, *point, share * interval.dt);
    samples.extend(rule(way).iter().map(sampled));
    Stay::default()
}

/// The sum of `rates` over the samples of `block`, by their weights, in lanes that need not wait
/// for each other.
pub(crate) fn weighted(block: &[Sample], rates: Values) -> f64 {
    let mut lanes = [0.0; LANES];
    for (at, samples) in block.chunks(LANES).enumerate() {
        for (k, (lane, sample)) in lanes.iter_mut().zip(samples).enumerate() {
            *lane += rates.at(at * LANES + k) * sample.weight;
        }
    }
    lanes.iter().sum()
}

fn at(interval: &Interval, share: f64, weight: f64) -> Sample {
    let between = |ends: [f64; 2]| ends[0] * (1.0 - share) + ends[1] * share;
    Sample { temperature: between(interval.temperature), soc: between(interval.soc), weight }
}

/// Sums by which BLAST-Lite knows a window: means without weights, and a rate over all time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RawPoints {
    /// Points of the record.
    pub count: f64,
    /// Their state of charge.
    pub soc: f64,
    /// Their temperature, in kelvin.
    pub temperature: f64,
    /// Trapezoid sum of the rates, from the second interval on.
    pub rate_time: f64,
    /// The last rate.
    pub rate: f64,
}

impl RawPoints {
    fn pass(&mut self, interval: &Interval, first: bool, capacity: f64) {
        let hourly = interval.rate() * 3600.0;
        let rate = if hourly < BLAST_REST { 0.0 } else { hourly * capacity };
        if first {
            self.add(interval, 0);
        } else {
            self.rate_time += 0.5 * (self.rate + rate) * interval.dt;
        }
        self.add(interval, 1);
        self.rate = rate;
    }

    fn add(&mut self, interval: &Interval, end: usize) {
        self.count += 1.0;
        self.soc += interval.soc[end];
        self.temperature += interval.temperature[end];
    }

    /// `conditions`, with the means and the rate of these points.
    fn correct(&self, conditions: Conditions, elapsed: f64) -> Conditions {
        conditions
            .with(Stressor::MeanSoc, self.soc / self.count)
            .with(Stressor::MeanTemperature, self.temperature / self.count)
            .with(Stressor::CRate, self.rate_time / elapsed)
    }
}
