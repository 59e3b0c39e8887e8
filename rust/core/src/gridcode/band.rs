//! What of a load swings within a band of frequencies.

use crate::error::{Error, all_within, within};
use crate::parallel::{KeepGoing, in_blocks};
use crate::trace::{SECONDS, Steps, Trace};
use std::f64::consts::{PI, SQRT_2};
use std::ops::RangeInclusive;

/// Frequencies that can be asked for. \[Hz\]
const HERTZ: RangeInclusive<f64> = 1e-6..=1e6;
/// Periods of the lower edge that pass before the filter is believed: by then it has forgotten all
/// but e^(-2π√2), 0.014 %, of how it started.
const WARM_UP_PERIODS: f64 = 2.0;

/// A band of frequencies, as one causal filter sees it.
///
/// A Butterworth high-pass of second order at the lower edge, then a Butterworth low-pass of second
/// order at the upper one, both by the bilinear transform with the edge where it belongs. The filter
/// starts at rest: the first sample counts as having stood forever. If samples come too rarely for
/// the upper edge there is no low-pass, as nothing beyond is seen anyway.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Lower edge. \[Hz\]
    pub low_hertz: f64,
    /// Upper edge. \[Hz\]
    pub high_hertz: f64,
}

impl Band {
    /// The band between two edges.
    #[must_use]
    pub fn of([low_hertz, high_hertz]: [f64; 2]) -> Self {
        Self { low_hertz, high_hertz }
    }

    /// This band, if its edges are frequencies in their order.
    ///
    /// # Errors
    /// [`Error::BadInput`] if they are not.
    pub fn checked(self) -> Result<Self, Error> {
        within("band_hertz", self.low_hertz, HERTZ).map_err(|error| error.of_element(0))?;
        let above = self.low_hertz..=*HERTZ.end();
        within("band_hertz", self.high_hertz, above).map_err(|error| error.of_element(1))?;
        Ok(self)
    }

    /// How long the filter runs before it is believed. \[s\]
    #[must_use]
    pub fn warm_up_second(&self) -> f64 {
        WARM_UP_PERIODS / self.low_hertz
    }

    /// Whether samples of this step show the whole band (the sampling theorem).
    #[must_use]
    pub fn is_seen_at(&self, step_second: f64) -> bool {
        is_seen(self.high_hertz, step_second)
    }
}

/// The part of a trace within `band`; zero if its sampling shows nothing of it.
///
/// # Errors
/// [`Error::BadInput`] if the band is none, or steps are not even.
pub fn in_band(trace: Trace<'_>, band: Band, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
    let band = band.checked()?;
    let step = even_step(trace)?;
    let mut passed = vec![0.0; trace.values().len()];
    if !is_seen(band.low_hertz, step) {
        return Ok(passed);
    }
    let mut high_pass = Biquad::high_pass(band.low_hertz, step);
    let mut low_pass = band.is_seen_at(step).then(|| Biquad::low_pass(band.high_hertz, step));
    let first = trace.values().first().copied().unwrap_or(0.0);
    in_blocks(passed.len(), watch, |block| {
        for (slot, value) in passed[block.clone()].iter_mut().zip(&trace.values()[block]) {
            let above = high_pass.push(value - first);
            *slot = low_pass.as_mut().map_or(above, |filter| filter.push(above));
        }
    })?;
    Ok(passed)
}

/// The step of a trace whose steps are all as long.
///
/// # Errors
/// [`Error::BadInput`] with the first one that is not.
pub fn even_step(trace: Trace<'_>) -> Result<f64, Error> {
    match trace.steps() {
        Steps::Uniform(step) => Ok(*step),
        Steps::Each(steps) => {
            let first = steps.first().copied().unwrap_or(*SECONDS.start());
            let alike = first * (1.0 - 1e-9)..=first * (1.0 + 1e-9);
            all_within("dt_second", steps, alike).map(|_| first)
        }
    }
}

fn is_seen(hertz: f64, step_second: f64) -> bool {
    2.0 * hertz * step_second < 1.0
}

/// A filter of second order, in the transposed direct form II.
struct Biquad {
    forward: [f64; 3],
    back: [f64; 2],
    memory: [f64; 2],
}

impl Biquad {
    fn high_pass(hertz: f64, step_second: f64) -> Self {
        let edge = (PI * hertz * step_second).tan();
        Self::with(edge, [1.0, -2.0, 1.0])
    }

    fn low_pass(hertz: f64, step_second: f64) -> Self {
        let edge = (PI * hertz * step_second).tan();
        Self::with(edge, [edge * edge, 2.0 * edge * edge, edge * edge])
    }

    fn with(edge: f64, forward: [f64; 3]) -> Self {
        let whole = 1.0 + SQRT_2 * edge + edge * edge;
        let back = [2.0 * (edge * edge - 1.0), 1.0 - SQRT_2 * edge + edge * edge];
        let scaled = |part: f64| part / whole;
        Self { forward: forward.map(scaled), back: back.map(scaled), memory: [0.0; 2] }
    }

    fn push(&mut self, value: f64) -> f64 {
        let passed = self.forward[0] * value + self.memory[0];
        self.memory = [
            self.forward[1] * value - self.back[0] * passed + self.memory[1],
            self.forward[2] * value - self.back[1] * passed,
        ];
        passed
    }
}
