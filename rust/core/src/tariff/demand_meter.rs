//! Reads the highest power of each billing period.
//!
//! Without an interval every moment counts, and a step counts in every window and period that it
//! touches. An interval counts where it starts: in the window, the period and the step.

use super::calendar::Moment;
use super::flow::{peak, total};
use super::walk::{Piece, fitting, is_before};
use crate::soc::Number;
use crate::tariff::DemandCharge;

/// A share of an interval that only rounding of the clock can have left.
const SLIVER: f64 = 1e-6;

/// Whether power counts, and in which period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub counts: bool,
    pub period: i64,
}

impl Standing {
    pub fn of(charge: &DemandCharge, moment: &Moment) -> Self {
        let (counts, period) = (charge.steps.hold(moment), charge.period.number(&moment.date));
        Self { counts, period }
    }
}

/// The highest power of the period that is open, and what closed periods cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DemandMeter<'a> {
    charge: &'a DemandCharge,
    standing: Option<Standing>,
    interval: Interval,
    period: Option<i64>,
    peak_watt: f64,
    /// Of the periods before, by their numbers.
    peaks: Vec<(i64, f64)>,
    closed_cost: f64,
}

/// The interval that is open, with what has flowed in it.
#[derive(Debug, Clone, PartialEq)]
struct Interval {
    standing: Option<Standing>,
    end_second: f64,
    energy_joule: f64,
    filled_second: f64,
}

/// When the interval ends in which a moment lies: intervals start on the clock's own grid.
pub(super) fn interval_end(second: f64, length_second: f64) -> f64 {
    ((second / length_second).floor() + 1.0) * length_second
}

impl<'a> DemandMeter<'a> {
    /// A meter that starts at a second of the clock.
    pub fn new(charge: &'a DemandCharge, start_second: f64) -> Self {
        let end_second = interval_end(start_second, charge.interval_second.unwrap_or(1.0));
        Self {
            charge,
            standing: None,
            interval: Interval {
                standing: None,
                end_second,
                energy_joule: 0.0,
                filled_second: 0.0,
            },
            period: None,
            peak_watt: 0.0,
            peaks: Vec::new(),
            closed_cost: 0.0,
        }
    }

    /// Other rules hold from this moment on.
    pub fn turn(&mut self, moment: &Moment) {
        self.standing = Some(Standing::of(self.charge, moment));
    }

    /// Counts a piece with its grid power.
    #[inline]
    pub fn take(&mut self, piece: &Piece, grid_watt: &[f64]) {
        match self.charge.interval_second {
            None => self.take_steps(piece, grid_watt),
            Some(length) => self.take_intervals(piece, grid_watt, length),
        }
    }

    fn take_steps(&mut self, piece: &Piece, grid_watt: &[f64]) {
        let Some(standing) = self.standing.filter(|standing| standing.counts) else { return };
        let charge = self.charge;
        for steps in charge.steps.among(piece.steps.clone()) {
            let here = steps.start - piece.steps.start..steps.end - piece.steps.start;
            self.note(standing, peak(grid_watt.get(here).unwrap_or_default()));
        }
    }

    fn take_intervals(&mut self, piece: &Piece, grid_watt: &[f64], length: f64) {
        let dt = piece.dt_second;
        let mut place = 0;
        while let Some(rest @ [watt, ..]) = grid_watt.get(place..) {
            let now = piece.start_second + place as f64 * dt;
            self.open(piece.steps.start + place);
            let whole = fitting(now, self.interval.end_second, dt).min(rest.len());
            if whole == 0 {
                self.cross(now, dt, piece.steps.start + place, *watt, length);
            } else {
                let held = &rest[..whole];
                self.interval.fill(total(held) * dt, whole as f64 * dt);
            }
            place += whole.max(1);
            if !is_before(piece.start_second + place as f64 * dt, self.interval.end_second, dt) {
                self.close(length);
            }
        }
    }

    /// Takes a step in which an interval ends; others may lie within it.
    fn cross(&mut self, start: f64, dt: f64, step: usize, watt: f64, length: f64) {
        let first = self.interval.end_second - start;
        self.interval.fill(watt * first, first);
        self.close(length);
        let rest = dt - first;
        let whole = (rest / length).floor();
        if whole > 0.0 {
            self.open(step);
            self.interval.fill(watt * length, length);
            self.close(length);
            self.interval.end_second += (whole - 1.0) * length;
        }
        let last = rest - whole * length;
        if is_before(0.0, last, dt) {
            self.open(step);
            self.interval.fill(watt * last, last);
        }
    }

    /// Opens an interval that starts in a step, if none is open.
    fn open(&mut self, step: usize) {
        if self.interval.standing.is_none() {
            let is_met = self.charge.steps.among(step..step + 1).next().is_some();
            let here = |now: Standing| Standing { counts: now.counts && is_met, ..now };
            self.interval.standing = self.standing.map(here);
        }
    }

    fn close(&mut self, length: f64) {
        let interval = &mut self.interval;
        let standing = interval.standing.take().filter(|standing| standing.counts);
        let is_seen = interval.filled_second > SLIVER * length;
        let mean_watt = interval.energy_joule / interval.filled_second;
        (interval.energy_joule, interval.filled_second) = (0.0, 0.0);
        interval.end_second += length;
        if let Some(standing) = standing.filter(|_| is_seen) {
            self.note(standing, mean_watt);
        }
    }

    fn note(&mut self, standing: Standing, watt: f64) {
        if self.period != Some(standing.period) {
            self.close_period();
            self.period = Some(standing.period);
        }
        self.peak_watt = self.peak_watt.greater(watt);
    }

    fn close_period(&mut self) {
        if let Some(period) = self.period.take() {
            let billed = self.charge.billed_watt(period, self.peak_watt, &self.peaks);
            self.closed_cost += self.charge.cost(billed);
            if self.charge.ratchet.is_some() {
                self.peaks.push((period, self.peak_watt));
            }
            self.peak_watt = 0.0;
        }
    }

    /// What has been charged, as if interval and period ended now. \[currency\]
    pub fn cost(&self) -> f64 {
        let mut now = self.clone();
        now.close(self.charge.interval_second.unwrap_or(1.0));
        now.close_period();
        now.closed_cost
    }
}

impl Interval {
    fn fill(&mut self, joule: f64, second: f64) {
        self.energy_joule += joule;
        self.filled_second += second;
    }
}
