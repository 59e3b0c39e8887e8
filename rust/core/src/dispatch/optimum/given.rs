//! What is known of some steps in a row before a battery is planned, column by column.

use super::problem::{KILO, Problem};
use super::span::Span;
use crate::soc::Number;
use crate::trace::PerStep;

/// Steps that are worked on at once.
pub const STEPS: usize = 64;
/// One value per step.
pub type Column = [f64; STEPS];

/// Some steps in a row; places that no step takes hold anything.
#[derive(Debug, Clone)]
pub struct Given {
    /// Length. \[h\]
    pub hours: Column,
    /// Powers over energies. \[1/h\]
    pub per_hour: Column,
    /// Share of the stored energy that is kept. \[1\]
    pub retention: Column,
    /// Lowest energy at its end. \[kWh\]
    pub floor_kwh: Column,
    /// Highest energy at its end. \[kWh\]
    pub ceiling_kwh: Column,
    /// Load less generation. \[kWh\]
    pub net_kwh: Column,
    /// For energy drawn. \[currency/kWh\]
    pub import_price: Column,
    /// For energy fed in. \[currency/kWh\]
    pub export_price: Column,
}

impl Given {
    /// No steps.
    pub fn nothing() -> Self {
        let none = [0.0; STEPS];
        Self {
            hours: none,
            per_hour: none,
            retention: none,
            floor_kwh: none,
            ceiling_kwh: none,
            net_kwh: none,
            import_price: none,
            export_price: none,
        }
    }

    /// Takes what `problem` knows of its steps from `first` on.
    pub fn lay(&mut self, problem: &Problem<'_>, first: usize) {
        self.lay_spans(&problem.spans, first);
        self.lay_bounds(problem, first);
        let (site, prices) = (problem.site, &problem.prices);
        lay(&mut self.net_kwh, PerStep::Each(site.load_watt), first);
        lay(&mut self.import_price, prices.import_price_per_kwh.per_step(), first);
        lay(&mut self.export_price, prices.export_price_per_kwh.per_step(), first);
        let mut generation_watt = [0.0; STEPS];
        lay(&mut generation_watt, site.generation_watt, first);
        let pairs = generation_watt.iter().zip(&self.hours);
        for (net, (generation, hours)) in self.net_kwh.iter_mut().zip(pairs) {
            *net = (*net - generation) * KILO * hours;
        }
    }

    fn lay_bounds(&mut self, problem: &Problem<'_>, first: usize) {
        let (wishes, capacity_kwh) = (problem.wishes, problem.capacity_kwh());
        lay(&mut self.floor_kwh, wishes.soc_floor, first);
        lay(&mut self.ceiling_kwh, wishes.soc_ceiling, first);
        for floor in &mut self.floor_kwh {
            *floor = floor.greater(problem.soc_min) * capacity_kwh;
        }
        for ceiling in &mut self.ceiling_kwh {
            *ceiling = ceiling.lesser(problem.soc_max) * capacity_kwh;
        }
    }

    fn lay_spans(&mut self, spans: &[Span], first: usize) {
        let take = |column: &mut Column, part: fn(&Span) -> f64| {
            if let [only] = spans {
                return column.fill(part(only));
            }
            let spans = spans.get(first..).unwrap_or_default();
            column.iter_mut().zip(spans).for_each(|(cell, span)| *cell = part(span));
        };
        take(&mut self.hours, |span| span.hours);
        take(&mut self.per_hour, |span| span.per_hour);
        take(&mut self.retention, |span| span.retention);
    }
}

fn lay(column: &mut Column, values: PerStep<'_>, first: usize) {
    match values {
        PerStep::Same(value) => column.fill(value),
        PerStep::Each(values) => {
            let values = values.get(first..).unwrap_or_default();
            let count = values.len().min(STEPS);
            column[..count].copy_from_slice(&values[..count]);
        }
    }
}
