//! Interval means on another clock, with the same energy.

use crate::error::{Error, within};
use crate::parallel::KeepGoing;
use crate::trace::{SAME, SECONDS, Sum, Trace, look_up, reach};

/// More intervals than this are a mistake in the new step.
const MOST_INTERVALS: f64 = 1e9;

/// What becomes of a last interval that the trace does not fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partial {
    /// It stays, shorter than the others: the span and its energy are kept whole.
    Keep,
    /// It goes, and its energy with it.
    Drop,
}

/// The clock onto which a trace is brought; it starts with the trace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Onto {
    /// Length of every interval, in seconds.
    pub new_dt_second: f64,
    /// What becomes of the last interval if the trace does not fill it.
    pub partial: Partial,
}

/// Interval means and the lengths of their intervals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resampled {
    /// Mean of the trace over each interval.
    pub values: Vec<f64>,
    /// Length of each interval, in seconds.
    pub dt_second: Vec<f64>,
}

/// Means of the trace over the intervals of another clock, finer or coarser, multiple or not.
///
/// The sum of value times step over the covered span stays.
///
/// # Errors
/// [`Error::BadInput`] if the new step is not within [`SECONDS`], cuts the trace into more than a
/// thousand million intervals, or is longer than a trace whose last interval is to be dropped.
pub fn resample(trace: Trace<'_>, onto: Onto, watch: &dyn KeepGoing) -> Result<Resampled, Error> {
    let (totals, dt_second) = over_intervals(trace, onto, watch, |total: &mut Sum, value, dt| {
        total.add(value * dt);
    })?;
    let totals = totals.iter().zip(&dt_second);
    let values = totals.map(|(total, dt)| total.value() / dt).collect();
    Ok(Resampled { values, dt_second })
}

/// What `add` gathers from the pieces of each interval, and the lengths of the intervals.
///
/// Edges of both clocks cut the trace into pieces. Each piece enters one interval, and the pieces
/// of a sample fill its step, so no energy is lost or counted twice.
pub(crate) fn over_intervals<S: Default>(
    trace: Trace<'_>,
    onto: Onto,
    watch: &dyn KeepGoing,
    add: impl Fn(&mut S, f64, f64),
) -> Result<(Vec<S>, Vec<f64>), Error> {
    let mut clock = Clock::new(onto.checked(trace)?);
    let mut open = S::default();
    let mut closed = Vec::new();
    for (index, value, step) in trace.samples() {
        look_up(watch, index..index + 1, trace.values().len())?;
        clock.enter(step);
        let mut rest = Sum::of(&[step]);
        while let Some(piece) = clock.edge_within(rest.value()) {
            add(&mut open, value, piece);
            rest.add(-piece);
            closed.push(std::mem::take(&mut open));
        }
        add(&mut open, value, rest.value());
        if clock.reaches_edge(rest.value()) {
            closed.push(std::mem::take(&mut open));
        }
    }
    let mut lengths = vec![onto.new_dt_second; closed.len()];
    if let (Partial::Keep, Some(length)) = (onto.partial, clock.begun()) {
        closed.push(open);
        lengths.push(length);
    }
    Ok((closed, lengths))
}

impl Onto {
    fn checked(self, trace: Trace<'_>) -> Result<f64, Error> {
        let span = trace.span_second();
        let longest = match self.partial {
            Partial::Keep => *SECONDS.end(),
            Partial::Drop => reach(span),
        };
        let shortest = SECONDS.start().max(span / MOST_INTERVALS);
        within("new_dt_second", self.new_dt_second, shortest..=longest)
    }
}

/// The new clock as seen from a moving point of the trace.
struct Clock {
    width: f64,
    /// Seconds until the next edge.
    ahead: Sum,
    /// Seconds by which instants may differ and be the same.
    same: f64,
}

impl Clock {
    fn new(width: f64) -> Self {
        Self { width, ahead: Sum::of(&[width]), same: 0.0 }
    }

    fn enter(&mut self, step: f64) {
        self.same = SAME * self.width.min(step);
    }

    /// Moves to the next edge if that lies clearly before the end of a sample with `rest` to go.
    fn edge_within(&mut self, rest: f64) -> Option<f64> {
        let piece = self.ahead.value();
        if rest - piece <= self.same {
            return None;
        }
        self.ahead.add(-piece);
        self.ahead.add(self.width);
        Some(piece)
    }

    /// Moves to the end of the sample; an edge that lies there is the same instant.
    fn reaches_edge(&mut self, rest: f64) -> bool {
        self.ahead.add(-rest);
        let reached = self.ahead.value() <= self.same;
        if reached {
            self.ahead = Sum::of(&[self.width]);
        }
        reached
    }

    /// Seconds of an interval that is begun and not ended.
    fn begun(&self) -> Option<f64> {
        let length = self.width - self.ahead.value();
        (length > 0.0).then_some(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Steps;

    fn onto(new_dt_second: f64) -> Onto {
        let partial = Partial::Keep;
        Onto { new_dt_second, partial }
    }

    fn resampled(values: &[f64], dt: f64, onto: Onto) -> Resampled {
        let steps = Steps::Uniform(dt);
        resample(Trace::new("values", values, &steps).unwrap(), onto, &()).unwrap()
    }

    #[test]
    fn decimal_steps_meet_on_their_edges() {
        let values: Vec<f64> = (0..300_000).map(f64::from).collect();
        let found = resampled(&values, 0.1, onto(0.3));
        assert_eq!(found.values.len(), 100_000);
        assert!((found.values[99_999] - 299_998.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_left_over_is_kept_or_dropped() {
        let kept = resampled(&[1.0, 3.0, 5.0], 1.0, onto(2.0));
        assert_eq!((kept.values, kept.dt_second), (vec![2.0, 5.0], vec![2.0, 1.0]));
        let partial = Partial::Drop;
        let dropped = resampled(&[1.0, 3.0, 5.0], 1.0, Onto { partial, ..onto(2.0) });
        assert_eq!((dropped.values, dropped.dt_second), (vec![2.0], vec![2.0]));
    }
}
