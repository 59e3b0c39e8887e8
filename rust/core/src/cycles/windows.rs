//! Parts of a series between moments of the clock; neighbors share a sample, so no way is lost.

use crate::trace::PerStep;

const DAY_SECOND: f64 = 86_400.0;

/// The days of `series`, counted from its first sample.
pub fn days<'a>(series: &'a [f64], dt_second: PerStep<'a>) -> impl Iterator<Item = &'a [f64]> + 'a {
    let mut clock = Clock::new(dt_second);
    let mut midnight = DAY_SECOND;
    let ends = (1..series.len()).filter(move |&at| {
        let now = clock.at(at);
        let is_over = now >= midnight;
        if is_over {
            midnight = DAY_SECOND * ((now / DAY_SECOND).floor() + 1.0);
        }
        is_over
    });
    between(series, ends)
}

/// The parts of `series` that end at the first of `ends` after a full cycle or a day.
pub fn full_cycles_or_days<'a>(
    series: &'a [f64],
    dt_second: Option<PerStep<'a>>,
    mut ends: Vec<usize>,
) -> impl Iterator<Item = &'a [f64]> + 'a {
    ends.sort_unstable();
    ends.dedup();
    let mut clock = dt_second.map(Clock::new);
    let (mut start, mut began, mut from) = (0, 0.0, 0);
    let mut moved = 0.0;
    let closing = ends.into_iter().filter(move |&end| {
        let way = series.get(from..=end).unwrap_or_default();
        moved += way.windows(2).fold(0.0, |way, step| way + (step[1] - step[0]).abs());
        from = end;
        let now = clock.as_mut().map_or(0.0, |clock| clock.at(end));
        let is_over = end > start && (0.5 * moved > 1.0 || now - began > DAY_SECOND);
        if is_over {
            (start, began, moved) = (end, now, 0.0);
        }
        is_over
    });
    between(series, closing)
}

/// The parts of `series` from one of `ends` to the next.
fn between<'a>(
    series: &'a [f64],
    ends: impl Iterator<Item = usize> + 'a,
) -> impl Iterator<Item = &'a [f64]> + 'a {
    let mut start = 0;
    ends.chain(std::iter::once(series.len().saturating_sub(1))).map(move |end| {
        let part = series.get(start..=end).unwrap_or_default();
        start = end;
        part
    })
}

/// Time since the first sample, asked for in order.
struct Clock<'a> {
    dt_second: PerStep<'a>,
    steps: usize,
    second: f64,
}

impl<'a> Clock<'a> {
    fn new(dt_second: PerStep<'a>) -> Self {
        Self { dt_second, steps: 0, second: 0.0 }
    }

    /// Equal steps are multiplied, as a sum of them would round.
    fn at(&mut self, sample: usize) -> f64 {
        if let PerStep::Same(step) = self.dt_second {
            return step * sample as f64;
        }
        while self.steps < sample {
            self.second += self.dt_second.at(self.steps);
            self.steps += 1;
        }
        self.second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_one_before_ends() {
        let series: Vec<f64> = (0..7).map(f64::from).collect();
        let parts: Vec<&[f64]> = days(&series, PerStep::Same(DAY_SECOND / 3.0)).collect();
        assert_eq!(parts, [&series[..4], &series[3..], &series[6..]]);
        let uneven = [DAY_SECOND, 3.5 * DAY_SECOND, 1.0, 1.0, DAY_SECOND, 1.0];
        let parts: Vec<&[f64]> = days(&series, PerStep::Each(&uneven)).collect();
        assert_eq!(parts, [&series[..2], &series[1..3], &series[2..6], &series[5..]]);
    }

    #[test]
    fn a_window_is_over_after_a_full_cycle_or_a_day() {
        let series = [0.0, 1.0, 0.0, 1.0, 0.9, 1.0];
        let ends = || vec![4, 1, 2, 3];
        let parts: Vec<&[f64]> = full_cycles_or_days(&series, None, ends()).collect();
        assert_eq!(parts, [&series[..4], &series[3..]]);
        let slow = Some(PerStep::Same(DAY_SECOND));
        let parts: Vec<&[f64]> = full_cycles_or_days(&series, slow, ends()).collect();
        assert_eq!(parts, [&series[..3], &series[2..5], &series[4..]]);
    }
}
