//! What a run writes down: sums, means and extremes over rows of a chosen length.

use super::columns::{highest, lowest, sum, sum_of_both};
use super::done::Done;
use super::plant::State;
use crate::error::{Error, POSITIVE, within};
use crate::soc::Number;

const HOUR_PER_SECOND: f64 = 1.0 / 3600.0;

/// How much time goes into a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Log {
    /// A row per step of the trace.
    EachStep,
    /// A row per so many seconds of the clock.
    Seconds(f64),
}

impl Log {
    /// This choice, if it makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] if the length of a row is not positive.
    pub fn checked(self) -> Result<Self, Error> {
        match self {
            Self::EachStep => Ok(self),
            Self::Seconds(length) => within("log", length, POSITIVE).map(|_| self),
        }
    }

    /// When the row that is open at a moment ends, in seconds since the start of the run.
    pub(super) fn row_end(self, time_second: f64, start_second: f64) -> f64 {
        match self {
            Self::EachStep => f64::INFINITY,
            Self::Seconds(length) => {
                let clock = time_second + start_second;
                ((clock / length * (1.0 + 1e-12)).floor() + 1.0) * length - start_second
            }
        }
    }
}

/// One row: energies are sums, powers are extremes of step means, states are those at its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    end_second: f64,
    length_second: f64,
    load_wh: f64,
    import_wh: f64,
    export_wh: f64,
    generation_wh: f64,
    curtailed_wh: f64,
    import_excess_wh: f64,
    import_excess_second: f64,
    export_excess_wh: f64,
    export_excess_second: f64,
    charging_wh: f64,
    discharging_wh: f64,
    converter_loss_wh: f64,
    battery_loss_wh: f64,
    self_discharge_wh: f64,
    auxiliary_wh: f64,
    unserved_wh: f64,
    stored_wh: f64,
    capacity_change_wh: f64,
    load_peak_watt: f64,
    load_ramp: f64,
    grid_peak_watt: f64,
    grid_low_watt: f64,
    grid_ramp: f64,
    soc: f64,
    soc_low: f64,
    soc_high: f64,
    temperature_second: f64,
    temperature_high: f64,
    soh_capacity: f64,
    soh_resistance: f64,
    efc: f64,
}

impl Default for Row {
    fn default() -> Self {
        Self::OPEN
    }
}

impl Row {
    /// A row in which nothing has happened.
    pub(super) const OPEN: Self = Self {
        end_second: 0.0,
        length_second: 0.0,
        load_wh: 0.0,
        import_wh: 0.0,
        export_wh: 0.0,
        generation_wh: 0.0,
        curtailed_wh: 0.0,
        import_excess_wh: 0.0,
        import_excess_second: 0.0,
        export_excess_wh: 0.0,
        export_excess_second: 0.0,
        charging_wh: 0.0,
        discharging_wh: 0.0,
        converter_loss_wh: 0.0,
        battery_loss_wh: 0.0,
        self_discharge_wh: 0.0,
        auxiliary_wh: 0.0,
        unserved_wh: 0.0,
        stored_wh: 0.0,
        capacity_change_wh: 0.0,
        load_peak_watt: f64::NEG_INFINITY,
        load_ramp: 0.0,
        grid_peak_watt: f64::NEG_INFINITY,
        grid_low_watt: f64::INFINITY,
        grid_ramp: 0.0,
        soc: f64::NAN,
        soc_low: f64::INFINITY,
        soc_high: f64::NEG_INFINITY,
        temperature_second: 0.0,
        temperature_high: f64::NEG_INFINITY,
        soh_capacity: f64::NAN,
        soh_resistance: f64::NAN,
        efc: f64::NAN,
    };

    /// Whether anything has happened in it.
    pub(super) fn is_open(&self) -> bool {
        self.length_second > 0.0
    }

    /// Takes in what was done in a leg.
    pub(super) fn take(&mut self, done: &Done<'_>) {
        self.length_second += done.leg.length_second();
        self.take_connection(done);
        self.take_generation(done);
        self.take_battery(done);
    }

    fn take_connection(&mut self, done: &Done<'_>) {
        let (load, grid) = (done.load_watt, &done.page.grid_watt);
        let hour = done.leg.dt_second * HOUR_PER_SECOND;
        let (load_change, grid_change) = done.largest_changes();
        self.load_wh += hour * sum(load, |load| load);
        self.import_wh += hour * sum(grid, |grid| grid.greater(0.0));
        self.export_wh -= hour * sum(grid, |grid| grid.lesser(0.0));
        self.auxiliary_wh += hour * done.auxiliary_watt();
        self.unserved_wh += hour * done.unserved_watt();
        self.load_peak_watt = highest(load, self.load_peak_watt);
        self.load_ramp = self.load_ramp.greater(load_change / done.leg.step_second);
        self.grid_peak_watt = highest(grid, self.grid_peak_watt);
        self.grid_low_watt = lowest(grid, self.grid_low_watt);
        self.grid_ramp = self.grid_ramp.greater(grid_change / done.leg.step_second);
    }

    fn take_generation(&mut self, done: &Done<'_>) {
        let (dt, hour) = (done.leg.dt_second, done.leg.dt_second * HOUR_PER_SECOND);
        let (import, export) = (done.import_excess(), done.export_excess());
        self.generation_wh += hour * done.generation_watt();
        self.curtailed_wh += hour * done.curtailed_watt();
        self.import_excess_wh += hour * import.watt;
        self.import_excess_second += dt * f64::from(import.steps);
        self.export_excess_wh += hour * export.watt;
        self.export_excess_second += dt * f64::from(export.steps);
    }

    fn take_battery(&mut self, done: &Done<'_>) {
        let Done { plant, page, .. } = done;
        let (power, dc) = (&page.power_watt, &page.dc_power_watt);
        let hour = done.leg.dt_second * HOUR_PER_SECOND;
        self.charging_wh += hour * sum(power, |power| power.greater(0.0));
        self.discharging_wh -= hour * sum(power, |power| power.lesser(0.0));
        self.converter_loss_wh += hour * sum_of_both(power, dc, |ac, dc| ac - dc);
        self.battery_loss_wh += hour * sum(dc, |dc| plant.battery_loss_watt(dc));
        self.self_discharge_wh += hour * sum(page.soc_before(), |soc| plant.leak_watt(soc));
        self.stored_wh += plant.stored_wh(page.soc_change());
        self.soc_low = lowest(page.soc_after(), self.soc_low);
        self.soc_high = highest(page.soc_after(), self.soc_high);
        self.temperature_second += done.leg.dt_second * sum(&page.temperature_celsius, |t| t);
        self.temperature_high = highest(&page.temperature_celsius, self.temperature_high);
    }

    /// Books stored energy in or away because the capacity changed.
    pub(super) fn book(&mut self, capacity_change_wh: f64) {
        self.capacity_change_wh += capacity_change_wh;
    }

    /// Notes the states at its end.
    pub(super) fn close(&mut self, state: &State<'_>) {
        self.end_second = state.time_second;
        self.soc = state.soc;
        self.soh_capacity = state.health.soh_capacity;
        self.soh_resistance = state.health.soh_resistance;
        self.efc = state.wear.efc();
    }

    /// What stands in it, with the names of the columns.
    #[must_use]
    pub fn named(&self) -> [(&'static str, f64); COLUMNS] {
        [
            ("time_second", self.end_second),
            ("duration_second", self.length_second),
            ("load_energy_wh", self.load_wh),
            ("import_energy_wh", self.import_wh),
            ("export_energy_wh", self.export_wh),
            ("generation_energy_wh", self.generation_wh),
            ("curtailed_energy_wh", self.curtailed_wh),
            ("import_excess_wh", self.import_excess_wh),
            ("import_excess_second", self.import_excess_second),
            ("export_excess_wh", self.export_excess_wh),
            ("export_excess_second", self.export_excess_second),
            ("charging_energy_wh", self.charging_wh),
            ("discharging_energy_wh", self.discharging_wh),
            ("converter_loss_wh", self.converter_loss_wh),
            ("battery_loss_wh", self.battery_loss_wh),
            ("self_discharge_wh", self.self_discharge_wh),
            ("auxiliary_energy_wh", self.auxiliary_wh),
            ("unserved_energy_wh", self.unserved_wh),
            ("stored_change_wh", self.stored_wh),
            ("capacity_change_wh", self.capacity_change_wh),
            ("load_peak_watt", self.load_peak_watt),
            ("load_ramp_watt_per_second", self.load_ramp),
            ("grid_peak_watt", self.grid_peak_watt),
            ("grid_low_watt", self.grid_low_watt),
            ("grid_ramp_watt_per_second", self.grid_ramp),
            ("soc", self.soc),
            ("soc_low", self.soc_low),
            ("soc_high", self.soc_high),
            ("temperature_celsius", self.temperature_second / self.length_second),
            ("temperature_high_celsius", self.temperature_high),
            ("soh_capacity", self.soh_capacity),
            ("soh_resistance", self.soh_resistance),
            ("efc", self.efc),
        ]
    }
}

/// How many columns a log has.
pub const COLUMNS: usize = 33;
