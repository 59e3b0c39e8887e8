//! Reads a connection step by step.

use super::calendar::Moment;
use super::demand_meter::DemandMeter;
use super::energy::EnergyMeter;
use super::walk::{Follow, Leg, Piece, Walk};
use crate::tariff::{Bill, FixedCharge, Tariff};

/// Reads the connection step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Meter<'a> {
    tariff: &'a Tariff<'a>,
    walk: Walk<'a>,
    books: Books<'a>,
}

/// What has been counted, by kind of charge.
#[derive(Debug, Clone, PartialEq)]
struct Books<'a> {
    import: EnergyMeter<'a>,
    export: EnergyMeter<'a>,
    demand: Vec<DemandMeter<'a>>,
    fixed: Vec<FixedMeter<'a>>,
}

impl<'a> Meter<'a> {
    /// A meter that has seen nothing, at a second of the clock.
    #[must_use]
    pub fn new(tariff: &'a Tariff<'a>, start_second: f64) -> Self {
        let demand = tariff.demand_charges.iter();
        let books = Books {
            import: EnergyMeter::new(&tariff.energy_price_per_kwh, 1.0),
            export: EnergyMeter::new(&tariff.export_price_per_kwh, -1.0),
            demand: demand.map(|charge| DemandMeter::new(charge, start_second)).collect(),
            fixed: tariff.fixed_charges.iter().map(FixedMeter::new).collect(),
        };
        Self { tariff, walk: Walk::new(tariff), books }
    }

    /// Counts steps of one length; the first has number `first` in the trace and begins at
    /// `start_second` of the clock.
    #[inline]
    pub fn push(&mut self, first: usize, start_second: f64, dt_second: f64, grid_watt: &[f64]) {
        let leg = Leg { first, steps: grid_watt.len(), start_second, dt_second };
        self.walk.along(&leg, &mut Reading { books: &mut self.books, first, grid_watt });
    }

    /// The bill so far, open intervals and periods included.
    #[must_use]
    pub fn bill(&self) -> Bill {
        let books = &self.books;
        let energy_cost = books.import.cost;
        let demand_cost =
            books.demand.iter().map(DemandMeter::cost).fold(0.0, |sum, cost| sum + cost);
        let fixed_cost = books.fixed.iter().fold(0.0, |sum, fixed| sum + fixed.cost);
        let levied = books.import.flowed_kwh * self.tariff.tax_per_kwh;
        let taxed = energy_cost + demand_cost + fixed_cost + levied;
        Bill {
            energy_cost,
            export_revenue: books.export.cost,
            demand_cost,
            fixed_cost,
            tax_cost: levied + self.tariff.tax_share * taxed,
        }
    }
}

/// The books, with the grid power of the leg that is being read.
struct Reading<'r, 'a> {
    books: &'r mut Books<'a>,
    first: usize,
    grid_watt: &'r [f64],
}

impl Follow for Reading<'_, '_> {
    fn turn(&mut self, moment: &Moment) {
        let books = &mut *self.books;
        books.import.turn(moment);
        books.export.turn(moment);
        books.demand.iter_mut().for_each(|demand| demand.turn(moment));
        books.fixed.iter_mut().for_each(|fixed| fixed.turn(moment));
    }

    #[inline]
    fn take(&mut self, piece: &Piece) {
        let here = piece.steps.start - self.first..piece.steps.end - self.first;
        let grid_watt = self.grid_watt.get(here).unwrap_or_default();
        let books = &mut *self.books;
        books.import.take(piece, grid_watt);
        books.export.take(piece, grid_watt);
        for demand in &mut books.demand {
            demand.take(piece, grid_watt);
        }
    }
}

/// Counts the periods in which there was a connection.
#[derive(Debug, Clone, PartialEq)]
struct FixedMeter<'a> {
    charge: &'a FixedCharge,
    period: Option<i64>,
    cost: f64,
}

impl<'a> FixedMeter<'a> {
    fn new(charge: &'a FixedCharge) -> Self {
        Self { charge, period: None, cost: 0.0 }
    }

    fn turn(&mut self, moment: &Moment) {
        let period = Some(self.charge.period.number(&moment.date));
        if self.period != period {
            self.period = period;
            self.cost += self.charge.price;
        }
    }
}
