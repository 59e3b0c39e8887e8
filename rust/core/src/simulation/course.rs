//! What a run is asked for, and what comes of it.

use super::log::{Log, Row};
use super::outages::OutageReport;
use super::ride_through::RideThroughSummary;
use super::run::Loop;
use crate::tariff::Bill;

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
