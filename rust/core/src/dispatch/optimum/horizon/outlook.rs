//! What is believed of the steps to come.

use super::reached::Reached;
use crate::dispatch::optimum::charged::{charged_peaks, energy_of};
use crate::dispatch::optimum::meter::Connection;
use crate::dispatch::optimum::peaks::Peaks;
use crate::dispatch::optimum::wishes::no_higher;
use crate::error::Error;
use crate::site::Site;
use crate::soc::Number;
use std::ops::Range;

/// Spans closer than this share of a step are equal. \[1\]
const SLIVER: f64 = 1e-6;

/// What is believed of the steps of a trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    steps: Vec<Believed>,
    peaks: Vec<Peaks>,
    /// \[h\]
    shortest: f64,
    /// \[h\]
    longest: f64,
}

/// What is believed of one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Believed {
    /// Its length. \[h\]
    pub hours: f64,
    /// What the load asks for. \[kW\]
    pub load_kw: f64,
    /// What generation beside it would give. \[kW\]
    pub generation_kw: f64,
    /// For energy drawn. \[currency/kWh\]
    pub import_price: f64,
    /// For energy fed in. \[currency/kWh\]
    pub export_price: f64,
    /// Most that may be drawn. \[kW\]
    pub import_limit_kw: f64,
    /// Most that may be fed in. \[kW\]
    pub export_limit_kw: f64,
    /// Whether generation may be turned down.
    pub curtailable: bool,
}

impl Outlook {
    /// That of whoever believes that the steps to come are those of `site`.
    ///
    /// # Errors
    /// As [`Site::check`]; [`Error::BadInput`] for an export price above the import price,
    /// [`Error::BadShape`] for a price that depends on what was drawn before; as [`charged_peaks`].
    pub fn of(site: &Site<'_>) -> Result<Self, Error> {
        site.check()?;
        let prices = energy_of(site)?;
        let (import, export) =
            (prices.import_price_per_kwh.per_step(), prices.export_price_per_kwh.per_step());
        let count = site.load_watt.len();
        no_higher("export_price_per_kwh", export, import, count)?;
        let believed = |(step, &load_watt): (usize, &f64)| Believed {
            hours: site.dt_second.at(step) / 3600.0,
            load_kw: load_watt / 1e3,
            generation_kw: site.generation_watt.at(step) / 1e3,
            import_price: import.at(step),
            export_price: export.at(step),
            import_limit_kw: site.import_limit_watt.at(step) / 1e3,
            export_limit_kw: site.export_limit_watt.at(step) / 1e3,
            curtailable: site.curtailable,
        };
        let steps: Vec<Believed> = site.load_watt.iter().enumerate().map(believed).collect();
        let shortest = steps.iter().map(|step| step.hours).fold(f64::INFINITY, f64::min);
        let longest = steps.iter().map(|step| step.hours).fold(0.0, f64::max);
        let peaks = charged_peaks(site)?;
        Ok(Self { steps, peaks, shortest, longest })
    }

    /// How many steps there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Length of the shortest step. \[h\]
    #[must_use]
    pub fn shortest_hours(&self) -> f64 {
        self.shortest
    }

    /// What is believed of some of the steps.
    #[must_use]
    pub fn part(&self, steps: Range<usize>) -> &[Believed] {
        self.steps.get(steps).unwrap_or_default()
    }

    /// What is charged for the highest import of some of the steps, in each billing period and as
    /// far as no higher one was reached before; steps count from the first of them.
    #[must_use]
    pub fn charged(&self, steps: &Range<usize>, reached: &Reached) -> Vec<Peaks> {
        let within = |range: &Range<usize>| {
            let (start, end) = (range.start.max(steps.start), range.end.min(steps.end));
            (start < end).then(|| start - steps.start..end - steps.start)
        };
        let charged = |(peak, reached_kw): (&Peaks, f64)| {
            let floor_kw = peak.floor_kw.greater(reached_kw);
            let steps = peak.steps.iter().filter_map(within).collect();
            Peaks { floor_kw, steps, ..*peak }
        };
        let all = self.peaks.iter().zip(reached.each_kw()).map(charged);
        all.filter(|peak| !peak.steps.is_empty()).collect()
    }

    /// What is charged for peaks, one for each charge in each of its billing periods.
    #[must_use]
    pub fn peaks(&self) -> &[Peaks] {
        &self.peaks
    }

    /// The steps from `first` on that begin within so many seconds, one at least if there is one.
    #[must_use]
    pub fn within(&self, first: usize, second: f64) -> Range<usize> {
        let rest = self.part(first..self.len());
        let room = second / 3600.0;
        let count = if self.shortest == self.longest {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates"
            )]
            let count = (room / self.longest - SLIVER).ceil() as usize;
            count
        } else {
            begun_within(rest, room)
        };
        first..first + count.max(1).min(rest.len())
    }
}

/// How many of `steps` begin before so many hours have passed.
fn begun_within(steps: &[Believed], room: f64) -> usize {
    let mut passed = 0.0;
    let begins = |step: &&Believed| {
        let begins = passed < room - SLIVER * step.hours;
        passed += step.hours;
        begins
    };
    steps.iter().take_while(begins).count()
}

impl Believed {
    /// Load less generation over the step. \[kWh\]
    #[inline]
    #[must_use]
    pub fn net_kwh(&self) -> f64 {
        (self.load_kw - self.generation_kw) * self.hours
    }

    /// The connection over the step.
    #[inline]
    #[must_use]
    pub fn connection(&self) -> Connection {
        let spillable_kw = if self.curtailable { self.generation_kw } else { 0.0 };
        Connection {
            import_price: self.import_price,
            export_price: self.export_price,
            import_kwh: self.import_limit_kw * self.hours,
            export_kwh: self.export_limit_kw * self.hours,
            spillable_kwh: spillable_kw * self.hours,
        }
    }

    /// Whether energy has the same price at any power, and nothing limits the connection.
    #[inline]
    #[must_use]
    pub fn has_one_price(&self) -> bool {
        let is_unlimited = self.import_limit_kw.min(self.export_limit_kw) == f64::INFINITY;
        self.import_price == self.export_price && is_unlimited && !self.curtailable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::PerStep;

    #[test]
    fn a_horizon_holds_the_steps_that_begin_within_it() {
        let load = [1e3; 6];
        let even = Outlook::of(&Site::of_load(&load, PerStep::Same(600.0))).expect("a site");
        let each = [600.0, 600.0, 1200.0, 600.0, 600.0, 600.0];
        let uneven = Outlook::of(&Site::of_load(&load, PerStep::Each(&each))).expect("a site");
        for (second, expected) in [(0.0, 2), (600.0, 2), (601.0, 3), (1800.0, 4), (1e9, 6)] {
            assert_eq!(even.within(1, second), 1..expected, "{second}");
        }
        for (second, expected) in [(0.0, 2), (600.0, 2), (601.0, 3), (1800.0, 3), (1801.0, 4)] {
            assert_eq!(uneven.within(1, second), 1..expected, "{second}");
        }
        assert_eq!(even.within(9, 1e9), 9..9);
    }
}
