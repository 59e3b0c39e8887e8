//! A trace beside the limits of a code.

use crate::error::Error;
use crate::gridcode::band::{Band, even_step};
use crate::gridcode::limit::{Limit, peak_of};
use crate::gridcode::sizes::{Sizes, sizes};
use crate::parallel::KeepGoing;
use crate::trace::{Steps, Trace};

/// A bound is exceeded beyond this share of it: rounding breaks no code.
const SAME: f64 = 1e-9;
/// A ramp at every instant is told per minute, and seen if two steps fit into one.
const MINUTE: f64 = 60.0;

/// Why a trace says nothing about a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// What happens within a window is hidden within a step.
    WindowShort,
    /// The trace ends before a window does, or before the filter is warm.
    TraceShort,
    /// Swings at the upper edge are faster than twice the step.
    BandBeyondSampling,
    /// A filter needs steps as long as each other.
    UnevenSteps,
}

impl Obstacle {
    /// In words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::WindowShort => "window shorter than two steps",
            Self::TraceShort => "trace too short",
            Self::BandBeyondSampling => "band beyond half the sampling rate",
            Self::UnevenSteps => "uneven steps",
        }
    }
}

/// How a trace stands to one limit, in W/min for a ramp, else in W.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// The largest figure.
    pub worst: f64,
    /// What is allowed.
    pub bound: f64,
    /// The first sample that ends a window beyond the bound.
    pub first_index: Option<usize>,
    /// Share of time with such samples, of the time after a filter has warmed up.
    pub share_of_time: f64,
    /// Why it says nothing, if the sampling hides what the limit is about; `worst` is then a figure
    /// of what is seen.
    pub obstacle: Option<Obstacle>,
}

impl Finding {
    /// What is left of the bound; negative where it is exceeded.
    #[must_use]
    pub fn margin(&self) -> f64 {
        self.bound - self.worst
    }
}

/// How `trace` stands to each of `limits`, shares being of `peak_watt` or, if that is none, of its
/// largest sample.
///
/// # Errors
/// [`Error::BadInput`] if a limit makes no sense, or a share refers to a peak that is not positive.
pub fn check(
    limits: &[Limit],
    trace: Trace<'_>,
    peak_watt: Option<f64>,
    watch: &dyn KeepGoing,
) -> Result<Vec<Finding>, Error> {
    let peak = peak_of(limits, peak_watt, trace.values())?;
    let each = limits.iter().map(|limit| {
        let limit = limit.checked()?;
        let sizes = sizes(&limit, trace, watch)?;
        Ok(finding(&limit, limit.bound(peak), trace, &sizes))
    });
    each.collect()
}

fn finding(limit: &Limit, bound: f64, trace: Trace<'_>, sizes: &Sizes) -> Finding {
    let worst = sizes.values.iter().copied().fold(0.0, f64::max);
    let beyond = |size: &f64| *size > bound * (1.0 + SAME);
    let first_index = sizes.values.iter().position(beyond).map(|first| sizes.start + first);
    let (mut all, mut bad) = (0.0, 0.0);
    for (size, index) in sizes.values.iter().zip(sizes.start..) {
        let second = trace.steps().at(index);
        all += second;
        bad += if beyond(size) { second } else { 0.0 };
    }
    let share_of_time = if all > 0.0 { bad / all } else { 0.0 };
    Finding { worst, bound, first_index, share_of_time, obstacle: obstacle(limit, trace) }
}

fn obstacle(limit: &Limit, trace: Trace<'_>) -> Option<Obstacle> {
    let farthest = trace.span_second() - last_step(trace);
    match limit {
        Limit::MeanRamp(ramp) if ramp.window_second == 0.0 => {
            hidden(trace, MINUTE).or((farthest == 0.0).then_some(Obstacle::TraceShort))
        }
        Limit::MeanRamp(ramp) => of_window(trace, ramp.window_second, farthest),
        Limit::RollingRange(range) => match range.band_hertz.map(Band::of) {
            None => of_window(trace, range.window_second, farthest),
            Some(band) => of_band(trace, band).or_else(|| {
                of_window(trace, range.window_second, farthest - band.warm_up_second())
            }),
        },
        Limit::BandAmplitude(amplitude) => of_band(trace, Band::of(amplitude.band_hertz)),
    }
}

fn of_window(trace: Trace<'_>, window: f64, farthest: f64) -> Option<Obstacle> {
    let fits = window <= farthest * (1.0 + SAME);
    hidden(trace, window).or((!fits).then_some(Obstacle::TraceShort))
}

fn of_band(trace: Trace<'_>, band: Band) -> Option<Obstacle> {
    let Ok(step) = even_step(trace) else {
        return Some(Obstacle::UnevenSteps);
    };
    if !band.is_seen_at(step) {
        return Some(Obstacle::BandBeyondSampling);
    }
    let is_warm = band.warm_up_second() < trace.span_second();
    (!is_warm).then_some(Obstacle::TraceShort)
}

fn hidden(trace: Trace<'_>, window: f64) -> Option<Obstacle> {
    let is_hidden = 2.0 * trace.steps().longest() > window * (1.0 + SAME);
    is_hidden.then_some(Obstacle::WindowShort)
}

fn last_step(trace: Trace<'_>) -> f64 {
    match trace.steps() {
        Steps::Uniform(step) => *step,
        Steps::Each(steps) => steps.last().copied().unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gridcode::{BandAmplitudeLimit, Direction, MeanRampLimit, RollingRangeLimit};

    const NONE: f64 = f64::INFINITY;

    fn found(limit: Limit, values: &[f64], steps: &Steps) -> Finding {
        let trace = Trace::new("power_watt", values, steps).unwrap();
        check(&[limit], trace, None, &()).unwrap()[0]
    }

    fn ramp(window_second: f64, direction: Direction) -> Limit {
        let (limit_watt_per_minute, limit_share_per_minute) = (60.0, NONE);
        Limit::MeanRamp(MeanRampLimit {
            limit_watt_per_minute,
            limit_share_per_minute,
            window_second,
            direction,
        })
    }

    #[test]
    fn tells_where_and_how_long_a_ramp_is_too_steep() {
        let power = [0.0, 1.0, 4.0, 4.0, 0.0];
        let both = found(ramp(0.0, Direction::Both), &power, &Steps::Uniform(1.0));
        assert_eq!((both.worst, both.margin()), (240.0, -180.0));
        assert_eq!((both.first_index, both.share_of_time), (Some(2), 0.4));
        let up = found(ramp(0.0, Direction::Up), &power, &Steps::Uniform(1.0));
        assert_eq!((up.worst, up.share_of_time), (180.0, 0.2));
    }

    #[test]
    fn what_the_sampling_hides_is_not_judged() {
        let range = |window_second, band_hertz| {
            let (limit_watt, limit_share) = (1.0, NONE);
            Limit::RollingRange(RollingRangeLimit {
                limit_watt,
                limit_share,
                window_second,
                band_hertz,
            })
        };
        let amplitude = Limit::BandAmplitude(BandAmplitudeLimit {
            limit_watt: 1.0,
            limit_share: NONE,
            band_hertz: [0.01, 0.2],
        });
        let flat = [0.0; 200];
        let of = |limit| found(limit, &flat, &Steps::Uniform(2.0)).obstacle;
        assert_eq!(of(range(3.0, None)), Some(Obstacle::WindowShort));
        assert_eq!(of(range(500.0, None)), Some(Obstacle::TraceShort));
        assert_eq!(of(range(5.0, Some([0.1, 55.0]))), Some(Obstacle::BandBeyondSampling));
        assert_eq!(of(range(5.0, Some([0.1, 0.2]))), None);
        assert_eq!(of(range(380.0, Some([0.1, 0.2]))), Some(Obstacle::TraceShort));
        assert_eq!(of(amplitude), None);
        assert_eq!(of(ramp(0.0, Direction::Both)), None);
        let mut steps = vec![2.0; 200];
        steps[7] = 1.0;
        let uneven = found(amplitude, &flat, &Steps::Each(steps));
        assert_eq!(uneven.obstacle, Some(Obstacle::UnevenSteps));
    }
}
