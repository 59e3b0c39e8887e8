//! The battery as it is now, with what follows from that for every step.

use super::question::Question;
use crate::dispatch::optimum::curve::Curve;
use crate::dispatch::optimum::span::Span;
use crate::dispatch::optimum::wishes::Wishes;
use crate::site::Battery;
use crate::soc::Number;

/// The battery as it is now.
#[derive(Debug, Clone)]
pub struct Present {
    battery: Battery,
    capacity_wh: f64,
    shortest_hours: f64,
    curve: Curve,
    span: Span,
}

impl Present {
    /// That of a question.
    pub fn new(question: &Question<'_>) -> Self {
        let (battery, capacity_wh) = (question.now.battery.clone(), question.now.capacity_wh);
        let shortest_hours = question.outlook.shortest_hours();
        let charged_kwh = capacity_wh / 1e3 / battery.charge_efficiency;
        let curve = Curve::new(&battery, 2.0 * charged_kwh / shortest_hours);
        let span = Span::new(shortest_hours * 3600.0, 1.0 - battery.self_discharge_per_day);
        Self { battery, capacity_wh, shortest_hours, curve, span }
    }

    /// Whether it is that of another question too.
    pub fn is_of(&self, question: &Question<'_>) -> bool {
        self.capacity_wh == question.now.capacity_wh
            && self.shortest_hours == question.outlook.shortest_hours()
            && self.battery == *question.now.battery
    }

    /// Energy between soc 0 and 1. \[kWh\]
    pub fn capacity_kwh(&self) -> f64 {
        self.capacity_wh / 1e3
    }

    /// The battery as a chain of stretches.
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// The battery, with its health.
    pub fn battery(&self) -> Battery {
        let soh_capacity = self.capacity_wh / self.battery.energy_capacity_wh;
        Battery { soh_capacity, ..self.battery.clone() }
    }

    /// Share of the stored energy that a step of so many hours keeps. \[1\]
    #[inline]
    pub fn retention(&self, hours: f64) -> f64 {
        if hours == self.shortest_hours {
            return self.span.retention;
        }
        Span::new(hours * 3600.0, 1.0 - self.battery.self_discharge_per_day).retention
    }

    /// Lowest and highest energy at the end of a step of the trace. \[kWh\]
    #[inline]
    pub fn bounds_kwh(&self, wishes: &Wishes<'_>, step: usize) -> (f64, f64) {
        let ceiling = wishes.soc_ceiling.at(step).lesser(self.battery.soc_max);
        let floor = wishes.soc_floor.at(step).greater(self.battery.soc_min).lesser(ceiling);
        (floor * self.capacity_kwh(), ceiling * self.capacity_kwh())
    }

    /// Lowest energy to end a horizon at. \[kWh\]
    pub fn end_kwh(&self, wishes: &Wishes<'_>) -> f64 {
        wishes.soc_end_min.unwrap_or(0.0) * self.capacity_kwh()
    }
}
