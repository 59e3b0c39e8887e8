//! The course of health, row by row.

use crate::aging::engine::Engine;
use crate::aging::health::Health;

/// The course of health.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// End of the last window of the row.
    pub time_second: Vec<f64>,
    /// Equivalent full cycles so far.
    pub efc: Vec<f64>,
    /// Present over nominal capacity.
    pub soh_capacity: Vec<f64>,
    /// Present over nominal resistance.
    pub soh_resistance: Vec<f64>,
    /// Shares of capacity lost, by cause.
    pub losses: Vec<Vec<f64>>,
    /// Shares of resistance gained, by cause.
    pub gains: Vec<Vec<f64>>,
    /// Windows so far.
    windows: usize,
}

impl Run {
    /// A course that has not begun.
    pub fn of(engine: &Engine) -> Self {
        Self {
            losses: vec![vec![]; engine.names().losses.len()],
            gains: vec![vec![]; engine.names().gains.len()],
            ..Self::default()
        }
    }

    /// Takes the end of a window; each row is the last of `windows_per_row`.
    pub fn take(&mut self, health: &Health, windows_per_row: usize) {
        let row = self.windows / windows_per_row.max(1);
        self.windows += 1;
        put(&mut self.time_second, row, health.time_second);
        put(&mut self.efc, row, health.efc);
        put(&mut self.soh_capacity, row, health.soh_capacity);
        put(&mut self.soh_resistance, row, health.soh_resistance);
        for (column, value) in self.losses.iter_mut().zip(health.losses) {
            put(column, row, *value);
        }
        for (column, value) in self.gains.iter_mut().zip(health.gains) {
            put(column, row, *value);
        }
    }
}

fn put(column: &mut Vec<f64>, row: usize, value: f64) {
    match column.get_mut(row) {
        Some(last) => *last = value,
        None => column.push(value),
    }
}
