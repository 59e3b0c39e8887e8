//! What happened since the last window closed.

use crate::aging::flow::{Flow, Interval};
use crate::aging::quadrature::MOST;
use crate::aging::samples::{Sample, Samples};
use crate::aging::sampling::Sampling;
use crate::aging::seams::Seams;
use crate::aging::settings::Depth;
use crate::aging::stay::Stay;
use crate::aging::stressor::{Conditions, Stressor};
use crate::aging::stretch::Stretch;
use crate::soc::Number;

/// Share of a step by which its end may miss the end of a window and still be it.
const SAME_MOMENT: f64 = 1e-6;
/// Slower than this many capacities per hour, BLAST-Lite sees rest.
const BLAST_REST: f64 = 0.01;

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
    pub samples: Samples,
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

    /// Takes the steps of `stretch` in, which are worked out, with samples so dense that the step
    /// of the record does not matter.
    pub(crate) fn sample(&mut self, stretch: &Stretch, seams: &Seams) {
        self.samples.make_room(MOST * (stretch.count() + 1));
        let Self { stay, samples, .. } = self;
        pulp::Arch::new().dispatch(Sampling { stretch, seams, stay, samples });
    }

    /// Ends the stay: its sample waits with the others.
    pub fn end_stay(&mut self) {
        self.samples.make_room(1);
        self.stay.end(&mut self.samples);
    }

    /// Takes `intervals` in as their two ends, which makes means of rates trapezoid sums.
    pub fn sample_raw(&mut self, intervals: impl Iterator<Item = Interval>, capacity: f64) {
        for interval in intervals {
            for end in 0..2 {
                let (temperature, soc) = (interval.temperature[end], interval.soc[end]);
                self.samples.push(Sample { temperature, soc, weight: 0.5 * interval.dt });
            }
            self.raw.pass(&interval, capacity);
            self.stretch_to(interval.soc[1]);
        }
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

    /// Takes note of how long `interval` is, and how far it reaches.
    pub fn stretch(&mut self, interval: &Interval) {
        self.elapsed += interval.dt;
        self.stretch_to(interval.soc[1]);
    }

    /// Whether this window, which is so long in all, ends within a step of `dt` or with it.
    #[inline]
    pub fn ends_after(&self, dt: f64, window_second: f64) -> bool {
        dt >= (window_second - self.elapsed) - SAME_MOMENT * dt
    }

    /// Whether it ends with such a step, if it ends there.
    #[inline]
    pub fn ends_with(&self, dt: f64, window_second: f64) -> bool {
        dt <= (window_second - self.elapsed) + SAME_MOMENT * dt
    }

    /// The share of `step` that lies in this window, if that ends within it.
    pub fn share(&self, step: &Interval, window_second: f64) -> f64 {
        let left = window_second - self.elapsed;
        if self.ends_with(step.dt, window_second) { 1.0 } else { (left / step.dt).max(0.0) }
    }
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
    fn pass(&mut self, interval: &Interval, capacity: f64) {
        let hourly = interval.rate() * 3600.0;
        let rate = if hourly < BLAST_REST { 0.0 } else { hourly * capacity };
        if self.count == 0.0 {
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
