//! What is left of a cell.

use crate::aging::flow::Flow;
use crate::aging::model::Model;

/// What the outputs are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Whether the model knows of resistance.
    pub resistance: bool,
    /// Causes of lost capacity.
    pub losses: Vec<String>,
    /// Causes of gained resistance.
    pub gains: Vec<String>,
}

/// What is left of a cell at the end of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Health<'a> {
    /// Age, in seconds.
    pub time_second: f64,
    /// Charge moved, in equivalent full cycles of the nominal capacity.
    pub efc: f64,
    /// Present over nominal capacity.
    pub soh_capacity: f64,
    /// Present over nominal resistance; 1 where the model does not know it.
    pub soh_resistance: f64,
    /// Shares of the nominal capacity lost, in the order of [`Engine::names`](crate::aging::Engine::names).
    pub losses: &'a [f64],
    /// Shares of the nominal resistance gained, in that order.
    pub gains: &'a [f64],
}

impl<'a> Health<'a> {
    /// What the formulas of health gave, after all that `passed`.
    pub(crate) fn of(names: &Names, passed: &Flow, outputs: &'a [f64]) -> Self {
        let (soh_capacity, rest) = outputs.split_first().unwrap_or((&1.0, &[]));
        let (resistance, rest) = rest.split_at(usize::from(names.resistance).min(rest.len()));
        let (losses, gains) = rest.split_at(names.losses.len().min(rest.len()));
        Self {
            time_second: passed.time(),
            efc: passed.efc(),
            soh_capacity: *soh_capacity,
            soh_resistance: resistance.first().copied().unwrap_or(1.0),
            losses,
            gains,
        }
    }
}

impl Names {
    /// Those of `model`.
    pub(crate) fn of(model: &Model) -> Self {
        Self {
            resistance: model.card.health.soh_resistance.is_some(),
            losses: model.card.losses.keys().cloned().collect(),
            gains: model.card.gains.keys().cloned().collect(),
        }
    }
}
