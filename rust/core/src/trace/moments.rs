//! What averaging hides: the spread inside each interval of a coarser clock.

use crate::error::Error;
use crate::parallel::KeepGoing;
use crate::trace::resample::over_intervals;
use crate::trace::{Onto, Sum, Trace};

/// Moments of a trace over each interval of another clock, column by column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: Vec<f64>,
    /// Mean of the square, for losses that grow with it.
    pub mean_square: Vec<f64>,
    /// Mean of the positive part, for throughput: that of the negative part is this less the mean.
    pub mean_positive: Vec<f64>,
    /// Smallest sample.
    pub minimum: Vec<f64>,
    /// Largest sample.
    pub maximum: Vec<f64>,
    /// Length of each interval, in seconds.
    pub dt_second: Vec<f64>,
}

/// Moments of the trace over the intervals of another clock.
///
/// # Errors
/// As [`resample`](crate::trace::resample).
pub fn moments(trace: Trace<'_>, onto: Onto, watch: &dyn KeepGoing) -> Result<Moments, Error> {
    let (found, dt_second) = over_intervals(trace, onto, watch, Interval::add)?;
    let mut moments = Moments::default();
    for (interval, dt) in found.iter().zip(&dt_second) {
        moments.mean.push(interval.total.value() / dt);
        moments.mean_square.push(interval.square.value() / dt);
        moments.mean_positive.push(interval.positive.value() / dt);
        moments.minimum.push(interval.minimum);
        moments.maximum.push(interval.maximum);
    }
    Ok(Moments { dt_second, ..moments })
}

struct Interval {
    total: Sum,
    square: Sum,
    positive: Sum,
    minimum: f64,
    maximum: f64,
}

impl Default for Interval {
    fn default() -> Self {
        Self {
            total: Sum::default(),
            square: Sum::default(),
            positive: Sum::default(),
            minimum: f64::INFINITY,
            maximum: f64::NEG_INFINITY,
        }
    }
}

impl Interval {
    fn add(&mut self, value: f64, dt: f64) {
        self.total.add(value * dt);
        self.square.add(value * value * dt);
        self.positive.add(value.max(0.0) * dt);
        self.minimum = self.minimum.min(value);
        self.maximum = self.maximum.max(value);
    }
}
