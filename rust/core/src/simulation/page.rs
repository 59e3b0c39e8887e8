//! Steps run one after the other, column by column, so that sums over them run in vectors.

/// Steps of a page at most: its columns stay in the nearest cache.
pub(super) const PAGE: usize = 256;

/// What a step moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moved {
    /// State of charge at its end. \[1\]
    pub soc: f64,
    /// Mean AC power into the battery. \[W\]
    pub power_watt: f64,
    /// Mean DC power into the battery. \[W\]
    pub dc_power_watt: f64,
}

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

/// Where a step is written down.
pub(super) struct Place<'a> {
    soc: &'a mut f64,
    power_watt: &'a mut f64,
    dc_power_watt: &'a mut f64,
    grid_watt: &'a mut f64,
}

impl Place<'_> {
    /// Writes a step down.
    #[inline]
    pub fn take(self, moved: &Moved, grid_watt: f64) {
        *self.soc = moved.soc;
        *self.power_watt = moved.power_watt;
        *self.dc_power_watt = moved.dc_power_watt;
        *self.grid_watt = grid_watt;
    }
}

impl Page {
    /// Begins anew with a battery at `soc` that has `steps` before it; gives the places to fill.
    pub fn turn(&mut self, soc: f64, steps: usize) -> impl Iterator<Item = Place<'_>> {
        self.soc.resize(steps + 1, f64::NAN);
        self.power_watt.resize(steps, f64::NAN);
        self.dc_power_watt.resize(steps, f64::NAN);
        self.grid_watt.resize(steps, f64::NAN);
        self.temperature_celsius.clear();
        let (before, after) = self.soc.split_at_mut(1);
        before.fill(soc);
        let powers = self.power_watt.iter_mut().zip(&mut self.dc_power_watt);
        after.iter_mut().zip(powers).zip(&mut self.grid_watt).map(|((soc, (ac, dc)), grid)| Place {
            soc,
            power_watt: ac,
            dc_power_watt: dc,
            grid_watt: grid,
        })
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
