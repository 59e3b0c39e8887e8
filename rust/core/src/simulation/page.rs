//! Steps run one after the other, column by column, so that sums over them run in vectors.

use super::plant::Moved;

/// Steps of a page at most: its columns stay in the nearest cache.
pub(super) const PAGE: usize = 256;

/// What a battery did in the steps of a leg.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// State of charge before the first step, and after each. \[1\]
    soc: Vec<f64>,
    /// Mean AC power into the battery. \[W\]
    pub power_watt: Vec<f64>,
    /// Mean DC power into the battery. \[W\]
    pub dc_power_watt: Vec<f64>,
    /// Mean power from the grid. \[W\]
    pub grid_watt: Vec<f64>,
    /// Time mean of the temperature. \[°C\]
    pub temperature_celsius: Vec<f64>,
}

impl Page {
    /// Begins anew with a battery at `soc`.
    pub fn turn(&mut self, soc: f64) {
        self.soc.clear();
        self.soc.push(soc);
        self.power_watt.clear();
        self.dc_power_watt.clear();
        self.grid_watt.clear();
        self.temperature_celsius.clear();
    }

    /// Takes in a step.
    #[inline]
    pub fn push(&mut self, moved: &Moved, grid_watt: f64) {
        self.soc.push(moved.soc);
        self.power_watt.push(moved.power_watt);
        self.dc_power_watt.push(moved.dc_power_watt);
        self.grid_watt.push(grid_watt);
    }

    /// Fills in the temperatures, each from the step, the soc before it and its DC power.
    pub fn warm(&mut self, mut mean_celsius: impl FnMut(usize, f64, f64) -> f64) {
        let steps = self.soc.iter().zip(&self.dc_power_watt).enumerate();
        self.temperature_celsius
            .extend(steps.map(|(step, (&soc, &dc))| mean_celsius(step, soc, dc)));
    }

    /// State of charge before each step. \[1\]
    pub fn soc_before(&self) -> &[f64] {
        self.soc.split_last().map_or(&[], |(_, before)| before)
    }

    /// State of charge after each step. \[1\]
    pub fn soc_after(&self) -> &[f64] {
        self.soc.get(1..).unwrap_or_default()
    }

    /// Change of the state of charge over all steps. \[1\]
    pub fn soc_change(&self) -> f64 {
        match self.soc[..] {
            [first, .., last] => last - first,
            _ => 0.0,
        }
    }
}
