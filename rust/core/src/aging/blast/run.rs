//! The course of a life, sub-step by sub-step.

use crate::aging::blast::cell::Cell;
use crate::aging::blast::peer::Peer;
use crate::aging::stressor::STRESSORS;

const DAY: f64 = 86_400.0;

/// The course of a life, a row for each sub-step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// Time lived; intervals between sub-steps are not.
    pub time_second: Vec<f64>,
    /// Equivalent full cycles so far.
    pub efc: Vec<f64>,
    /// Present over nominal capacity.
    pub soh_capacity: Vec<f64>,
    /// Present over nominal resistance.
    pub soh_resistance: Vec<f64>,
    /// The states, column by column.
    pub states: Vec<Vec<f64>>,
    /// The rates, likewise.
    pub rates: Vec<Vec<f64>>,
    /// The conditions, in the order of [`STRESSORS`].
    pub stressors: Vec<Vec<f64>>,
}

impl Run {
    /// Nothing yet.
    pub fn of(peer: &Peer) -> Self {
        Self {
            states: vec![vec![]; peer.state_names().len()],
            rates: vec![vec![]; peer.rate_names().len()],
            stressors: vec![vec![]; STRESSORS.len()],
            ..Self::default()
        }
    }

    /// Adds a row for the sub-step that `cell` has lived through.
    pub fn take(&mut self, cell: &Cell) {
        let [capacity, resistance] = cell.health();
        self.time_second.push(cell.day() * DAY);
        self.efc.push(cell.efc());
        self.soh_capacity.push(capacity);
        self.soh_resistance.push(resistance);
        for (column, level) in self.states.iter_mut().zip(cell.levels()) {
            column.push(*level);
        }
        for (column, rate) in self.rates.iter_mut().zip(cell.rates()) {
            column.push(*rate);
        }
        for (place, column) in self.stressors.iter_mut().enumerate() {
            column.push(cell.conditions().at(place));
        }
    }
}
