//! What a cell remembers of its past.

use crate::aging::engine::Engine;
use crate::aging::flow::Flow;
use crate::aging::health::Health;
use crate::aging::stressor::{Conditions, Stressor};
use crate::aging::stretch::Stretch;
use crate::aging::tested::{Bounds, Tested};
use crate::aging::track::Track;
use crate::aging::window::Window;
use crate::cycles::Counter;
use crate::error::{Error, same_length};
use std::ops::Range;

/// Everything that a cell carries from one moment to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct AgingState {
    /// State of charge.
    pub soc: f64,
    /// What a state of charge of 1 holds, as a share of the nominal capacity.
    pub capacity: f64,
    /// By state of the model: its age on its curve; its value, where the curve changes shape.
    pub ages: Vec<f64>,
    /// By state of the model: the value that health is computed from.
    pub levels: Vec<f64>,
    /// Integrals of the record.
    pub flow: Flow,
    /// The window that is open.
    pub window: Window,
    /// Cycles that are open.
    pub counter: Counter<Flow>,
    /// Sums over the record.
    pub tally: Tally,
}

/// Sums over the record, for those who judge how far the answer can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Seconds at a temperature, and at a state of charge, that was not tested.
    pub untested: [f64; 2],
    /// Equivalent full cycles at a depth that was not tested.
    pub dod: f64,
    /// Equivalent full cycles charged at a rate that was not tested.
    pub charge_c_rate: f64,
    /// Equivalent full cycles discharged at a rate that was not tested.
    pub discharge_c_rate: f64,
    /// Equivalent full cycles in micro-cycles that did not age the cell.
    pub ignored: f64,
}

impl AgingState {
    /// A new cell at `soc`.
    pub fn new(engine: &Engine, soc: f64) -> Self {
        let flow = Flow::default();
        let mut counter = Counter::new();
        counter.push(soc, flow, |_| ());
        Self {
            soc,
            capacity: 1.0,
            ages: engine.growths.iter().map(Track::starting_age).collect(),
            levels: engine.growths.iter().map(|track| track.start).collect(),
            flow,
            window: Window::open(flow, soc, engine.averages.rates().len()),
            counter,
            tally: Tally::default(),
        }
    }

    /// Nothing, if this is the state of a cell that `engine` can age.
    ///
    /// # Errors
    /// [`Error::BadShape`] if it is not.
    pub fn fits(&self, engine: &Engine) -> Result<(), Error> {
        same_length("ages", self.ages.len(), engine.growths.len())?;
        same_length("levels", self.levels.len(), engine.growths.len())?;
        same_length("sums", self.window.sums.len(), engine.averages.rates().len())
    }

    /// Passes some steps of `stretch`, along which the state of charge does not turn.
    #[inline]
    pub(crate) fn pass(&mut self, stretch: &Stretch, steps: Range<usize>) {
        if let Some(&soc) = stretch.soc()[steps.clone()].last() {
            self.soc = soc;
            self.window.stretch_to(soc);
        }
        stretch.add(steps, &mut self.flow, &mut self.tally.untested);
    }

    /// Lets the capacity that is left act back on the duty to come, if it shall.
    pub(crate) fn feel(&mut self, engine: &Engine, health: &Health) {
        if engine.settings.feedback {
            self.capacity = health.soh_capacity.max(0.0);
        }
    }
}

/// Shares of a record that the answer does not rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// Of the charge moved: what moved in micro-cycles that did not age the cell.
    pub ignored: f64,
    /// By tested condition, of time or of the charge moved: what lies outside the tested range.
    pub outside: [(&'static str, f64); 5],
}

impl Tally {
    /// These sums as shares of all that passed.
    pub fn shares(&self, passed: &Flow) -> Shares {
        let share = |part: f64, whole: f64| if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 };
        let of_charge = |part: f64| share(part, passed.efc());
        Shares {
            ignored: of_charge(self.ignored),
            outside: [
                ("temperature_celsius", share(self.untested[0], passed.time())),
                ("soc", share(self.untested[1], passed.time())),
                ("dod", of_charge(self.dod)),
                ("charge_c_rate", of_charge(self.charge_c_rate)),
                ("discharge_c_rate", of_charge(self.discharge_c_rate)),
            ],
        }
    }

    /// Takes note of a cycle of `efc` under `conditions`.
    pub(crate) fn judge(&mut self, tested: &Tested, conditions: &Conditions, efc: f64) {
        let judge = |sum: &mut f64, bounds: Bounds, stressor| {
            if bounds.exclude(conditions.get(stressor)) {
                *sum += efc;
            }
        };
        judge(&mut self.dod, tested.dod, Stressor::Dod);
        judge(&mut self.charge_c_rate, tested.charge_c_rate, Stressor::ChargeCRate);
        judge(&mut self.discharge_c_rate, tested.discharge_c_rate, Stressor::DischargeCRate);
    }
}
