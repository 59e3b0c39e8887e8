//! What stays beside a load that grows, and the reserve that grows with it.

use super::fullest::Moving;
use crate::error::Error;
use crate::site::{Battery, Site};
use crate::tariff::YEAR_SECOND;
use crate::trace::{PerStep, SAMPLE};

/// What stays beside a load that grows, and for how long the battery alone must carry that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth<'a> {
    /// The load beside it that does not grow. \[W\]
    pub base_load_watt: PerStep<'a>,
    /// How long its highest critical load must be carried, from the end of each step on. \[s\]
    pub ride_through_second: PerStep<'a>,
}

impl<'a> Growth<'a> {
    /// Nothing, if this makes sense over so many steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] names what does not.
    pub fn check(&self, steps: usize) -> Result<(), Error> {
        self.base_load_watt.check("base_load_watt", steps, 0.0..=*SAMPLE.end())?;
        self.ride_through_second.check("ride_through_second", steps, 0.0..=YEAR_SECOND)
    }

    /// The reserve of `battery` for the critical load of `site`.
    #[must_use]
    pub fn reserve(&self, battery: &Battery, site: &Site<'_>) -> Reserve<'a> {
        let loads = site.load_watt.iter().enumerate();
        let critical = loads.map(|(step, &load)| (site.critical_watt(step, load), step));
        let higher = |a: (f64, usize), b: (f64, usize)| if b.0 > a.0 { b } else { a };
        let (critical_watt, step) = critical.fold((0.0, 0), higher);
        let discharge_watt = battery.equipment().discharge_limit_watt;
        Reserve {
            second: self.ride_through_second,
            most_scale: discharge_watt / critical_watt,
            step,
            draw_kw: critical_watt / battery.discharge_efficiency / 1e3,
        }
    }
}

/// Energy that carries the critical load without the grid, in proportion to the scale of that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reserve<'a> {
    second: PerStep<'a>,
    /// The scale at which full discharge just carries it. \[1\]
    most_scale: f64,
    /// Where it is highest.
    step: usize,
    /// What the store gives to carry it at scale one. \[kW\]
    draw_kw: f64,
}

impl Reserve<'_> {
    /// The largest scale that power allows, and the step that sets it.
    #[must_use]
    pub fn most(&self) -> (f64, usize) {
        let is_asked = match self.second {
            PerStep::Same(second) => second > 0.0,
            PerStep::Each(seconds) => seconds.iter().any(|&second| second > 0.0),
        };
        if is_asked { (self.most_scale, self.step) } else { (f64::INFINITY, 0) }
    }

    /// What must be stored at the end of a step, and how a lower scale eases that. \[kWh\]
    #[inline]
    #[must_use]
    pub fn kwh(&self, step: usize, scale: f64) -> Moving {
        let kwh = self.draw_kw * self.second.at(step) / 3600.0;
        Moving { value: scale * kwh, per_unit: -kwh }
    }
}
