//! The smallest battery power that holds the limits of a grid code, in closed form.
//!
//! Grid power g may lie no further than P from the load l, and each limit bounds g(j) − g(i) for
//! some pairs of samples. Let d(i, j) be the least sum of bounds over chains of such pairs. A g
//! exists exactly if l(j) − l(i) ≤ d(i, j) + 2 P for all pairs (E. J. `McShane`, Bulletin of the AMS
//! 40, 1934), so
//!
//! P = ½ max (0, l(j) − u(j)) with the lower envelope u(j) = min over i of l(i) + d(i, j).

use crate::dispatch::allowed_change::{AllowedChange, Window};
use crate::dispatch::allowed_changes;
use crate::error::Error;
use crate::gridcode::Limit;
use crate::parallel::KeepGoing;
use crate::trace::Trace;
use std::collections::VecDeque;

/// Samples between two looks at the watcher.
const BLOCK: usize = 1 << 16;

/// What holding the limits takes.
#[derive(Debug, Clone, PartialEq)]
pub struct MinimumPower {
    /// Smallest power of the battery, the same for charge and discharge. \[W\]
    pub power_watt: f64,
    /// The two samples that force it, the lower one first; none if no battery is needed.
    pub pair: Option<(usize, usize)>,
    /// Grid power that holds the limits with it: half-way between the highest and the lowest that
    /// can be told from the load, and the load itself where that is smooth enough. \[W\]
    pub grid_watt: Vec<f64>,
}

/// The smallest power that holds `limits` with a battery of enough energy that knows the load ahead.
///
/// # Errors
/// As [`allowed_changes`]; those of `watch`.
pub fn minimum_power(
    trace: Trace<'_>,
    limits: &[Limit],
    peak_watt: Option<f64>,
    watch: &dyn KeepGoing,
) -> Result<MinimumPower, Error> {
    let changes = allowed_changes(trace, limits, peak_watt)?;
    let load = trace.values().to_vec(); // what the caller may change meanwhile
    let (rises, falls): (Vec<_>, Vec<_>) = (
        changes.iter().filter(|change| change.bounds_rises()).collect(),
        changes.iter().filter(|change| change.bounds_falls()).collect(),
    );
    let under = Envelope::below(&load, &rises, &falls, watch)?;
    let mirrored: Vec<f64> = load.iter().map(|watt| -watt).collect();
    let over = Envelope::below(&mirrored, &falls, &rises, watch)?;
    let grid_watt =
        under.values.iter().zip(&over.values).map(|(low, high)| 0.5 * (low - high)).collect();
    let (power_watt, pair) = under.deepest_below(&load);
    Ok(MinimumPower { power_watt, pair, grid_watt })
}

/// The highest series that lies nowhere above another and holds all limits.
struct Envelope {
    values: Vec<f64>,
    /// The sample from which each value is reached.
    sources: Vec<usize>,
}

impl Envelope {
    fn below(
        load: &[f64],
        rises: &[&AllowedChange],
        falls: &[&AllowedChange],
        watch: &dyn KeepGoing,
    ) -> Result<Self, Error> {
        let forward: Vec<_> = rises.iter().map(|change| change.before()).collect();
        let backward: Vec<_> = falls.iter().map(|change| change.after()).collect();
        let mut envelope = Self { values: load.to_vec(), sources: (0..load.len()).collect() };
        envelope.sweep(&forward, watch)?;
        loop {
            envelope.reverse();
            let moved = envelope.sweep(&backward, watch)?;
            envelope.reverse();
            if !moved || !envelope.sweep(&forward, watch)? {
                return Ok(envelope);
            }
        }
    }

    /// Lowers each value to what the values before it allow; tells whether any was lowered.
    fn sweep(&mut self, limits: &[Vec<Window>], watch: &dyn KeepGoing) -> Result<bool, Error> {
        let mut fronts = vec![Front::default(); limits.len()];
        let mut moved = false;
        for sample in 0..self.values.len() {
            if sample % BLOCK == 0 {
                watch.keep_going(sample as f64 / self.values.len() as f64)?;
            }
            for (windows, front) in limits.iter().zip(&mut fronts) {
                let Some(window) = windows.get(sample) else { continue };
                let Some((least, at)) = front.least(&self.values, window) else { continue };
                if least + window.change_watt < self.values[sample] {
                    self.values[sample] = least + window.change_watt;
                    self.sources[sample] = self.sources[at];
                    moved = true;
                }
            }
        }
        Ok(moved)
    }

    fn reverse(&mut self) {
        self.values.reverse();
        self.sources.reverse();
    }

    /// Half of the largest depth below `load`, and where it leads from and to.
    fn deepest_below(&self, load: &[f64]) -> (f64, Option<(usize, usize)>) {
        let depths = load.iter().zip(&self.values).map(|(high, low)| high - low);
        let pairs = self.sources.iter().copied().zip(0..);
        let deepest = depths.zip(pairs).fold((0.0, None), |best, (depth, pair)| {
            if depth > best.0 { (depth, Some(pair)) } else { best }
        });
        (0.5 * deepest.0, deepest.1)
    }
}

/// Samples of a window that are, or may still become, its least: a rising series.
#[derive(Clone, Default)]
struct Front {
    samples: VecDeque<(f64, usize)>,
    next: usize,
}

impl Front {
    /// The least of the values in a window, whose ends never fall, and where it stands.
    fn least(&mut self, values: &[f64], window: &Window) -> Option<(f64, usize)> {
        for at in self.next..window.end {
            let value = *values.get(at)?;
            while self.samples.back().is_some_and(|&(last, _)| last >= value) {
                self.samples.pop_back();
            }
            self.samples.push_back((value, at));
        }
        self.next = self.next.max(window.end);
        while self.samples.front().is_some_and(|&(_, at)| at < window.start) {
            self.samples.pop_front();
        }
        self.samples.front().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gridcode::{Direction, MeanRampLimit, RollingRangeLimit};
    use crate::trace::Steps;
    use proptest::prelude::*;

    const NONE: f64 = f64::INFINITY;

    fn range(limit_watt: f64, window_second: f64) -> Limit {
        let (limit_share, band_hertz) = (NONE, None);
        Limit::RollingRange(RollingRangeLimit {
            limit_watt,
            limit_share,
            window_second,
            band_hertz,
        })
    }

    fn ramp(watt_per_second: f64, window_second: f64, direction: Direction) -> Limit {
        let limit_share_per_minute = NONE;
        let limit_watt_per_minute = 60.0 * watt_per_second;
        Limit::MeanRamp(MeanRampLimit {
            limit_watt_per_minute,
            limit_share_per_minute,
            window_second,
            direction,
        })
    }

    fn found(load: &[f64], limits: &[Limit]) -> MinimumPower {
        let steps = Steps::Uniform(1.0);
        let trace = Trace::new("load_watt", load, &steps).unwrap();
        minimum_power(trace, limits, None, &()).unwrap()
    }

    #[test]
    fn a_step_under_a_ramp_takes_half_of_what_the_ramp_leaves() {
        let found = found(&[9.0, 9.0, 0.0, 0.0], &[ramp(1.0, 0.0, Direction::Both)]);
        assert_eq!((found.power_watt, found.pair), (4.0, Some((2, 1))));
    }

    #[test]
    fn a_rise_is_free_where_only_falls_are_bounded() {
        let load = [0.0, 9.0, 9.0];
        assert_eq!(found(&load, &[ramp(1.0, 0.0, Direction::Down)]).power_watt, 0.0);
        assert_eq!(found(&load, &[ramp(1.0, 0.0, Direction::Up)]).power_watt, 4.0);
    }

    #[test]
    fn a_load_that_is_smooth_enough_stays_as_it_is() {
        let load = [0.0, 1.0, 2.0, 1.0];
        let found = found(&load, &[range(2.0, 2.0), ramp(1.0, 2.0, Direction::Both)]);
        assert_eq!((found.power_watt, found.pair), (0.0, None));
        assert_eq!(found.grid_watt, load);
    }

    proptest! {
        #[test]
        fn a_rolling_range_alone_is_the_largest_of_the_ranges_less_what_chains_of_windows_allow(
            load in prop::collection::vec(0.0..100.0_f64, 1..60),
            limit in 1.0..50.0_f64,
            steps in 1_usize..7,
        ) {
            let far = |i: usize, j: usize| limit * i.abs_diff(j).div_ceil(steps) as f64;
            let pairs = (0..load.len()).flat_map(|i| (0..load.len()).map(move |j| (i, j)));
            let need = pairs.map(|(i, j)| 0.5 * (load[j] - load[i] - far(i, j)));
            let need = need.fold(0.0, f64::max);
            let found = found(&load, &[range(limit, steps as f64)]);
            prop_assert!((found.power_watt - need).abs() < 1e-9);
        }

        #[test]
        fn the_profile_holds_every_limit_and_stays_within_the_power(
            load in prop::collection::vec(0.0..100.0_f64, 1..60),
            limits in prop::collection::vec((1.0..50.0_f64, 0_usize..9, 0_usize..4), 1..4),
        ) {
            let directions = [Direction::Both, Direction::Up, Direction::Down];
            let limits: Vec<Limit> = limits.into_iter().map(|(watt, window, kind)| {
                match directions.get(kind) {
                    Some(&direction) => ramp(0.1 * watt, window as f64, direction),
                    None => range(watt, 1.0 + window as f64),
                }
            }).collect();
            let found = found(&load, &limits);
            let furthest = found.grid_watt.iter().zip(&load).map(|(g, l)| (g - l).abs());
            prop_assert!(furthest.fold(0.0, f64::max) <= found.power_watt + 1e-9);
            let steps = Steps::Uniform(1.0);
            let grid = Trace::new("grid_watt", &found.grid_watt, &steps).unwrap();
            for finding in crate::gridcode::check(&limits, grid, None, &()).unwrap() {
                prop_assert!(finding.margin() >= -1e-7);
            }
        }
    }
}
