//! When the grid is away, and whether the battery carried the critical load.

use super::done::Done;
use crate::site::Outage;

/// How an outage went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutageReport {
    /// When it began and how long it lasted.
    pub outage: Outage,
    /// How much of it the run has seen. \[s\]
    pub seen_second: f64,
    /// Critical load that was not served. \[Wh\]
    pub unserved_critical_wh: f64,
    /// All load that was not served, shed load included. \[Wh\]
    pub unserved_wh: f64,
}

/// The outages of a run, in their order.
#[derive(Debug, Clone)]
pub(super) struct Outages {
    reports: Vec<OutageReport>,
    current: usize,
}

impl Outages {
    /// The outages of a site, from a moment on.
    pub fn new(outages: &[Outage], time_second: f64) -> Self {
        let report = |&outage: &Outage| OutageReport {
            outage,
            seen_second: 0.0,
            unserved_critical_wh: 0.0,
            unserved_wh: 0.0,
        };
        let over = |outage: &&Outage| outage.end_second() <= time_second;
        let current = outages.iter().take_while(over).count();
        Self { reports: outages.iter().map(report).collect(), current }
    }

    /// Whether the grid is away at a moment, and when that changes. \[s\]
    pub fn at(&mut self, time_second: f64) -> (bool, f64) {
        while self.open().is_some_and(|open| open.outage.end_second() <= time_second) {
            self.current += 1;
        }
        match self.open() {
            None => (false, f64::INFINITY),
            Some(next) if time_second < next.outage.start_second => {
                (false, next.outage.start_second)
            }
            Some(present) => (true, present.outage.end_second()),
        }
    }

    /// Notes a leg without the grid.
    pub fn note(&mut self, done: &Done<'_>) {
        let hour = done.leg.dt_second / 3600.0;
        if let Some(report) = self.reports.get_mut(self.current) {
            report.seen_second += done.leg.length_second();
            report.unserved_wh += hour * done.unserved_watt();
            report.unserved_critical_wh += hour * done.unserved_critical_watt();
        }
    }

    /// The outages that the run has seen.
    pub fn seen(&self) -> Vec<OutageReport> {
        self.reports.iter().filter(|report| report.seen_second > 0.0).copied().collect()
    }

    fn open(&self) -> Option<&OutageReport> {
        self.reports.get(self.current)
    }
}
