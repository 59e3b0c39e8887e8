//! What a run writes down while it runs: rows, ride-through and the bill.

use super::done::Done;
use super::log::{Log, Row};
use super::page::PAGE;
use super::plant::State;
use super::ride_through::{IslandLoad, RideThrough, RideThroughSummary};
use crate::site::{Equipment, Site};
use crate::soc::Number;
use crate::tariff::{Bill, Meter};

/// The books of a run.
pub(super) struct Ledger<'a> {
    log: Log,
    start_second: f64,
    row: Row,
    row_end: f64,
    /// The rows that are full.
    pub rows: Vec<Row>,
    /// Losses by cause at the end of each.
    pub losses: Vec<f64>,
    ride_through: RideThrough,
    meter: Option<Meter<'a>>,
}

impl<'a> Ledger<'a> {
    /// Empty books, opened at a moment of a run.
    pub fn new(site: &'a Site<'a>, equipment: &Equipment, log: Log, time_second: f64) -> Self {
        let start_second = site.start_second;
        let metered = |tariff| Meter::new(tariff, start_second + time_second);
        Self {
            log,
            start_second,
            row: Row::OPEN,
            row_end: log.row_end(time_second, start_second),
            rows: Vec::new(),
            losses: Vec::new(),
            ride_through: RideThrough::new(IslandLoad::new(site, equipment)),
            meter: site.tariff.as_ref().map(metered),
        }
    }

    /// When the open row ends. \[s\]
    pub fn row_end(&self) -> f64 {
        self.row_end
    }

    /// How many steps may go between two looks at the row.
    pub fn longest_leg(&self) -> usize {
        if self.log == Log::EachStep { 1 } else { PAGE }
    }

    /// Writes down what was done in a leg that began at a moment.
    pub fn take(&mut self, done: &Done<'_>, time_second: f64) {
        self.row.take(done);
        if let Some(meter) = &mut self.meter {
            let (leg, clock) = (done.leg, self.start_second + time_second);
            meter.push(leg.steps.start, clock, leg.dt_second, &done.page.grid_watt);
        }
    }

    /// Notes how long the energy above the floor would have lasted from the start of each step.
    pub fn note_starts(&mut self, done: &Done<'_>, time_second: f64, capacity_wh: f64) {
        let soc_min = done.plant.equipment().soc_min;
        for (place, &soc) in done.page.soc_before().iter().enumerate() {
            let time = time_second + place as f64 * done.leg.dt_second;
            let available_wh = (soc - soc_min).greater(0.0) * capacity_wh;
            self.ride_through.push(done.leg.steps.start + place, time, available_wh);
        }
    }

    /// Notes the end of a leg, at which `booked_wh` came with a change of capacity.
    pub fn end_leg(&mut self, ends_step: bool, booked_wh: f64, battery: &State<'_>) {
        self.row.book(booked_wh);
        if battery.time_second >= self.row_end {
            self.close_row(battery);
            self.row_end = self.log.row_end(battery.time_second, self.start_second);
        } else if self.log == Log::EachStep && ends_step {
            self.close_row(battery);
        }
    }

    fn close_row(&mut self, battery: &State<'_>) {
        self.row.close(battery);
        self.rows.push(self.row);
        self.losses.extend_from_slice(battery.wear.losses());
        self.row = Row::OPEN;
    }

    /// Closes the books.
    pub fn close(&mut self, battery: &State<'_>) -> (RideThroughSummary, Bill) {
        if self.row.is_open() {
            self.close_row(battery);
        }
        let bill = self.meter.as_ref().map_or_else(Bill::default, Meter::bill);
        (self.ride_through.summary(), bill)
    }
}
