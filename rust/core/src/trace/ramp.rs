//! How fast a trace changes over a window.

use crate::error::{Error, FRACTION, all_within};
use crate::parallel::KeepGoing;
use crate::trace::window::{Leading, whole_steps};
use crate::trace::{SECONDS, Steps, Trace, look_up};

/// Quantiles of the ramps over one window, one entry per level.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ramp {
    /// Of the rise per second; a fall counts as none.
    pub up: Vec<f64>,
    /// Of the fall per second; a rise counts as none.
    pub down: Vec<f64>,
    /// Of the change per second in either direction.
    pub either: Vec<f64>,
    /// Whether the sampling lets this window be judged.
    pub resolvable: bool,
}

/// Quantiles of |x(t + W) - x(t)| / W for each window W, where t runs over the starts of samples
/// for which the trace reaches t + W. Level 1 is the largest ramp; where no window fits, all are 0.
///
/// Between order statistics the quantile is linear (definition 7 of R. J. Hyndman and Y. Fan, The
/// American Statistician 50(4), 1996).
///
/// # Errors
/// [`Error::BadInput`] if a window is not within [`SECONDS`] or a level not a fraction;
/// [`Error::BadShape`] if there are fewer than two samples.
pub fn ramps(
    trace: Trace<'_>,
    window_second: &[f64],
    quantile: &[f64],
    watch: &dyn KeepGoing,
) -> Result<Vec<Ramp>, Error> {
    let trace = trace.with_a_change()?;
    all_within("quantile", quantile, FRACTION)?;
    let windows = all_within("window_second", window_second, SECONDS)?.iter();
    windows.map(|&window| ramp(trace, window, quantile, watch)).collect()
}

fn ramp(
    trace: Trace<'_>,
    window: f64,
    levels: &[f64],
    watch: &dyn KeepGoing,
) -> Result<Ramp, Error> {
    let rates = rates(trace, window, watch)?;
    let of = |part: fn(f64) -> f64, done| {
        watch.keep_going(done)?;
        Ok(quantiles(rates.iter().copied().map(part), levels))
    };
    Ok(Ramp {
        up: of(|rate| rate.max(0.0), 0.25)?,
        down: of(|rate| (-rate).max(0.0), 0.5)?,
        either: of(f64::abs, 0.75)?,
        resolvable: trace.resolves(window),
    })
}

fn rates(trace: Trace<'_>, window: f64, watch: &dyn KeepGoing) -> Result<Vec<f64>, Error> {
    let values = trace.values();
    if let Steps::Uniform(step) = trace.steps {
        let later = values.get(whole_steps(window, *step)..).unwrap_or(&[]);
        let pairs = values.iter().zip(later);
        return Ok(pairs.map(|(now, later)| (later - now) / window).collect());
    }
    let pairs = Leading::new(trace, window);
    let rates = pairs.map(|(now, later)| {
        look_up(watch, now..now + 1, values.len())?;
        Ok((values[later] - values[now]) / window)
    });
    rates.collect()
}

/// Quantiles of the sizes of `series`; all 0 if it is empty.
///
/// Numbers without a sign are ordered as their bits are, and integers are selected faster.
fn quantiles(series: impl Iterator<Item = f64>, levels: &[f64]) -> Vec<f64> {
    let mut sizes: Vec<u64> = series.map(|value| value.abs().to_bits()).collect();
    let Some(last) = sizes.len().checked_sub(1) else {
        return vec![0.0; levels.len()];
    };
    let mut settled = 0; // everything before it is no larger than what stands from there on
    let mut quantile = |level: &f64| {
        let (rank, share) = place(*level, last);
        settled = if rank < settled { 0 } else { settled };
        let (_, &mut below, higher) = sizes[settled..].select_nth_unstable(rank - settled);
        settled = rank;
        let above = higher.iter().copied().min().unwrap_or(below);
        let [below, above] = [below, above].map(f64::from_bits);
        below + (above - below) * share
    };
    levels.iter().map(&mut quantile).collect()
}

/// Rank at or below a level and the share of the way to the next, among ranks 0 to `last`.
fn place(level: f64, last: usize) -> (usize, f64) {
    let place = level * last as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a level is a fraction"
    )]
    let rank = (place as usize).min(last);
    (rank, place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(values: &[f64], steps: &Steps, window: f64, levels: &[f64]) -> Ramp {
        let trace = Trace::new("values", values, steps).unwrap();
        ramps(trace, &[window], levels, &()).unwrap().remove(0)
    }

    #[test]
    fn rise_and_fall_are_told_apart() {
        let ramp = found(&[0.0, 4.0, 3.0, 3.0], &Steps::Uniform(2.0), 2.0, &[0.5, 1.0]);
        assert_eq!(ramp.up, [0.0, 2.0]);
        assert_eq!(ramp.down, [0.0, 0.5]);
        assert_eq!(ramp.either, [0.5, 2.0]);
    }

    #[test]
    fn an_uneven_trace_is_compared_with_what_holds_a_window_later() {
        let steps = Steps::Each(vec![1.0, 3.0, 1.0]);
        let ramp = found(&[0.0, 6.0, 12.0], &steps, 3.0, &[0.0, 1.0]);
        assert_eq!(ramp.up, [2.0, 2.0]); // from 0 s to 3 s and from 1 s to 4 s
    }

    #[test]
    fn where_no_window_fits_nothing_is_judged() {
        let ramp = found(&[0.0, 9.0], &Steps::Uniform(1.0), 60.0, &[1.0]);
        assert_eq!((ramp.up, ramp.resolvable), (vec![0.0], false));
    }
}
