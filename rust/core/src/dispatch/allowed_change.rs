//! By how much two samples of grid power may differ under the limits of a grid code.

use crate::error::{Error, within};
use crate::gridcode::{Direction, Limit, MeanRampLimit, over, peak_of, ramp_pairs};
use crate::trace::{Trace, Trailing};
use std::ops::Range;

/// What one limit allows between each sample and a window of samples before it.
#[derive(Debug, Clone, PartialEq)]
pub struct AllowedChange {
    /// Which changes it bounds.
    pub direction: Direction,
    windows: Vec<Window>,
}

/// Samples with which another is compared, and how far it may lie from each.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Window {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) change_watt: f64,
}

impl AllowedChange {
    /// Whether rises are bounded.
    #[must_use]
    pub fn bounds_rises(&self) -> bool {
        self.direction != Direction::Down
    }

    /// Whether falls are bounded.
    #[must_use]
    pub fn bounds_falls(&self) -> bool {
        self.direction != Direction::Up
    }

    /// Every earlier sample, later sample, and what may lie between them. \[W\]
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.windows.iter().enumerate().flat_map(|(later, window)| {
            (window.start..window.end).map(move |earlier| (earlier, later, window.change_watt))
        })
    }

    /// For each sample the earlier ones with which it is compared.
    pub(crate) fn before(&self) -> Vec<Window> {
        self.windows.clone()
    }

    /// The same with time running backwards: for each sample, the last one first, those later ones
    /// with which it is compared, counted from the end.
    pub(crate) fn after(&self) -> Vec<Window> {
        let samples = self.windows.len();
        let (mut first, mut beyond) = (0, 0);
        let mut mirrored = Vec::with_capacity(samples);
        for earlier in 0..samples {
            let until = |from: usize, passed: fn(&Window) -> usize| {
                let later = self.windows.iter().skip(from);
                from + later.take_while(|window| passed(window) <= earlier).count()
            };
            first = until(first, |window| window.end);
            beyond = until(beyond, |window| window.start).max(first);
            let change_watt = self.windows.get(first).map_or(0.0, |window| window.change_watt);
            mirrored.push(Window { start: samples - beyond, end: samples - first, change_watt });
        }
        mirrored.reverse();
        mirrored
    }
}

/// What each of `limits` allows on the clock of `trace`, shares being of `peak_watt` or, if that is
/// none, of its largest sample.
///
/// # Errors
/// [`Error::BadInput`] if a limit makes no sense, counts within a band of frequencies only, or
/// refers to a peak that is not positive.
pub fn allowed_changes(
    trace: Trace<'_>,
    limits: &[Limit],
    peak_watt: Option<f64>,
) -> Result<Vec<AllowedChange>, Error> {
    let peak = peak_of(limits, peak_watt, trace.values())?;
    let each = limits.iter().map(|limit| {
        let limit = limit.checked()?;
        if let Some(band) = limit.band() {
            within("band_hertz", band.low_hertz, 0.0..=0.0)?;
        }
        Ok(allowed_change(&limit, limit.bound(peak), trace))
    });
    each.collect()
}

fn allowed_change(limit: &Limit, bound: f64, trace: Trace<'_>) -> AllowedChange {
    match limit {
        Limit::MeanRamp(ramp) => {
            let windows = ramp_windows(ramp, bound, trace);
            AllowedChange { direction: ramp.direction, windows }
        }
        Limit::RollingRange(range) => {
            let earliest = Trailing::new(trace, range.window_second).enumerate();
            let window = |(end, start)| Window { start, end, change_watt: bound };
            AllowedChange { direction: Direction::Both, windows: earliest.map(window).collect() }
        }
        Limit::BandAmplitude(_) => AllowedChange { direction: Direction::Both, windows: vec![] },
    }
}

/// Windows of the samples that a mean ramp compares; both their ends never fall.
fn ramp_windows(limit: &MeanRampLimit, bound: f64, trace: Trace<'_>) -> Vec<Window> {
    let mut compared: Vec<Option<Range<usize>>> = vec![None; trace.values().len()];
    let mut changes = vec![0.0; trace.values().len()];
    for (now, later, second) in ramp_pairs(limit, trace).filter(|(now, later, _)| now < later) {
        let first = compared[later].as_ref().map_or(now, |range| range.start);
        compared[later] = Some(first..now + 1);
        changes[later] = over(bound, second);
    }
    let mut reached = 0;
    let each = compared.into_iter().zip(changes).map(|(range, change_watt)| {
        let Range { start, end } = range.unwrap_or(reached..reached);
        reached = end;
        Window { start, end, change_watt }
    });
    each.collect()
}
