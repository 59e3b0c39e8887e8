//! Where a run goes on from, what it is asked for, and what comes of it.

use super::log::{Log, Row};
use super::outages::OutageReport;
use super::plant::State;
use super::ride_through::RideThroughSummary;
use crate::dispatch::Controller;
use crate::tariff::Bill;

/// All that a loop takes from one step to the next.
#[derive(Debug, Clone)]
pub struct Loop<'e> {
    /// Of the battery.
    pub battery: State<'e>,
    /// The policy with its memory.
    pub controller: Controller,
    /// Passes of the trace that are done.
    pub pass: u64,
    /// The step of the trace that comes next.
    pub step: usize,
    /// How much of it is done. \[s\]
    pub into_step_second: f64,
    /// Load and grid power of the step before, if there was one. \[W\]
    pub before: Option<(f64, f64)>,
}

impl<'e> Loop<'e> {
    /// The loop at the start of a trace.
    #[must_use]
    pub fn new(battery: State<'e>, controller: Controller) -> Self {
        Self { battery, controller, pass: 0, step: 0, into_step_second: 0.0, before: None }
    }
}

/// How long a run lasts and what it writes down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    /// Time to run for. \[s\]
    pub duration_second: f64,
    /// Length of the rows of the log.
    pub log: Log,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Run<'e> {
    /// The log.
    pub rows: Vec<Row>,
    /// Capacity lost by each cause at the end of each row, row by row.
    pub losses: Vec<f64>,
    /// The outages seen.
    pub outages: Vec<OutageReport>,
    /// Ride-through of every start instant.
    pub ride_through: RideThroughSummary,
    /// What the connection cost.
    pub bill: Bill,
    /// Steps in which the battery did not do what was commanded.
    pub curtailed_steps: u64,
    /// Steps run.
    pub steps: u64,
    /// Where the loop stands now.
    pub end: Loop<'e>,
}
