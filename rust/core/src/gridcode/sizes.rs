//! How large a limited figure is, sample by sample: for the window that ends with each.

use crate::error::Error;
use crate::gridcode::band::{Band, even_step, in_band};
use crate::gridcode::limit::{Limit, MeanRampLimit, per_minute};
use crate::parallel::KeepGoing;
use crate::trace::{Front, Leading, Steps, Trace, Trailing};

/// Samples between two looks at the watcher.
const BLOCK: usize = 1 << 16;

/// Figures of the samples that count.
pub(crate) struct Sizes {
    /// The first sample that counts: those before it warm up a filter.
    pub(crate) start: usize,
    /// Its figure and those of all after it, in the unit of the bound.
    pub(crate) values: Vec<f64>,
}

/// The figure that `limit` bounds; none at all where steps are uneven and a filter is asked for.
pub(crate) fn sizes(
    limit: &Limit,
    trace: Trace<'_>,
    watch: &dyn KeepGoing,
) -> Result<Sizes, Error> {
    match limit {
        Limit::MeanRamp(ramp) => Ok(Sizes { start: 0, values: ramps(ramp, trace, watch)? }),
        Limit::RollingRange(range) => match range.band_hertz {
            None => Ok(Sizes { start: 0, values: swings(trace, range.window_second, watch)? }),
            Some(band) => {
                let (start, filtered) = warm(trace, Band::of(band), watch)?;
                if filtered.is_empty() {
                    return Ok(Sizes { start, values: vec![] });
                }
                let steps = Steps::Uniform(even_step(trace)?);
                let inside = Trace::new("power_watt", &filtered, &steps)?;
                Ok(Sizes { start, values: swings(inside, range.window_second, watch)? })
            }
        },
        Limit::BandAmplitude(amplitude) => {
            let (start, filtered) = warm(trace, Band::of(amplitude.band_hertz), watch)?;
            Ok(Sizes { start, values: filtered.into_iter().map(f64::abs).collect() })
        }
    }
}

/// What passes the filter of `band` once it is warm, and from which sample on.
fn warm(trace: Trace<'_>, band: Band, watch: &dyn KeepGoing) -> Result<(usize, Vec<f64>), Error> {
    let samples = trace.values().len();
    let Ok(step) = even_step(trace) else {
        return Ok((samples, vec![]));
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of floats saturates"
    )]
    let start = ((band.warm_up_second() / step).ceil() as usize).min(samples);
    let mut filtered = in_band(trace, band, watch)?;
    Ok((start, filtered.split_off(start)))
}

fn ramps(
    limit: &MeanRampLimit,
    trace: Trace<'_>,
    watch: &dyn KeepGoing,
) -> Result<Vec<f64>, Error> {
    let values = trace.values();
    let mut sizes = vec![0.0; values.len()];
    for (now, later, second) in ramp_pairs(limit, trace) {
        if later % BLOCK == 0 {
            watch.keep_going(later as f64 / values.len() as f64)?;
        }
        let size = limit.direction.size(per_minute(values[later] - values[now], second));
        sizes[later] = size.max(sizes[later]);
    }
    Ok(sizes)
}

/// The pairs of samples that a mean ramp compares, and the seconds over which it is taken.
pub(crate) fn ramp_pairs<'a>(
    limit: &MeanRampLimit,
    trace: Trace<'a>,
) -> Box<dyn Iterator<Item = (usize, usize, f64)> + 'a> {
    let window = limit.window_second;
    if window > 0.0 {
        return Box::new(Leading::new(trace, window).map(move |(now, later)| (now, later, window)));
    }
    let steps = trace.steps();
    Box::new((1..trace.values().len()).map(move |later| (later - 1, later, steps.at(later - 1))))
}

fn swings(trace: Trace<'_>, window: f64, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
    let (mut highest, mut lowest) = (Front::default(), Front::default());
    let numbered = trace.values().iter().enumerate();
    let swing = |((index, &value), earliest): ((usize, &f64), usize)| {
        if index % BLOCK == 0 {
            watch.keep_going(index as f64 / trace.values().len() as f64)?;
        }
        Ok(highest.push(index, value, earliest) + lowest.push(index, -value, earliest))
    };
    numbered.zip(Trailing::new(trace, window)).map(swing).collect()
}
