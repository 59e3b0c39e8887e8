//! What a run writes down while it runs: rows, ride-through and the bill.

use super::flow::Flow;
use super::leg::Leg;
use super::log::{Balance, Log, Row};
use super::plant::State;
use super::ride_through::{IslandLoad, RideThrough, RideThroughSummary};
use crate::dispatch::View;
use crate::site::{Equipment, Site};
use crate::soc::Number;
use crate::tariff::{Bill, Meter, Tariff};

/// Steps of a leg at most, so that a run is never far from a look at the caller's clock.
const LONGEST_LEG: usize = 1 << 12;

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
    meter: Option<(&'a Tariff<'a>, Meter)>,
}

impl<'a> Ledger<'a> {
    /// Empty books, opened at a moment of a run.
    pub fn new(site: &'a Site<'a>, equipment: &Equipment, log: Log, time_second: f64) -> Self {
        let start_second = site.start_second;
        let metered = |tariff| (tariff, Meter::new(tariff, start_second + time_second));
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
        if self.log == Log::EachStep { 1 } else { LONGEST_LEG }
    }

    /// Notes how long the energy above the floor would last if the grid left now.
    #[inline]
    pub fn note_start(&mut self, step: usize, time_second: f64, view: &View<'_>) {
        let available_wh = (view.soc - view.equipment.soc_min).greater(0.0) * view.capacity_wh;
        self.ride_through.push(step, time_second, available_wh);
    }

    /// Notes what a step did, after which the battery is at `soc`.
    #[inline]
    pub fn note(&mut self, step: usize, time_second: f64, balance: &Balance, flow: &Flow, soc: f64) {
        self.row.add(balance, flow, soc);
        if let Some((tariff, meter)) = &mut self.meter {
            let clock = self.start_second + time_second;
            meter.push(tariff, step, clock, balance.dt_second, balance.grid_watt);
        }
    }

    /// Notes the end of a leg, at which `booked_wh` came with a change of capacity.
    pub fn end_leg(&mut self, leg: &Leg, booked_wh: f64, battery: &State<'_>) {
        self.row.book(booked_wh);
        if battery.time_second >= self.row_end {
            self.close_row(battery);
            self.row_end = self.log.row_end(battery.time_second, self.start_second);
        } else if self.log == Log::EachStep && leg.ends_step {
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
        let bill = self.meter.as_ref().map_or_else(Bill::default, |(_, meter)| meter.bill());
        (self.ride_through.summary(), bill)
    }
}
