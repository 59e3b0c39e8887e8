//! What one step did, and what surrounded it.

use crate::error::{Error, within};
use crate::thermal::TEMPERATURE_CELSIUS;

/// What one step did.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Flow {
    /// Mean AC power into the battery. \[W\]
    pub power_watt: f64,
    /// Mean DC power into the battery. \[W\]
    pub dc_power_watt: f64,
    /// Mean power drawn from the AC side beside it. \[W\]
    pub auxiliary_watt: f64,
    /// Change of the stored energy but for that of capacity. \[Wh\]
    pub stored_wh: f64,
    /// Lost between AC side and DC terminals. \[Wh\]
    pub converter_loss_wh: f64,
    /// Lost inside the battery while it charges or discharges. \[Wh\]
    pub battery_loss_wh: f64,
    /// Lost at rest. \[Wh\]
    pub self_discharge_wh: f64,
    /// Stored energy booked in or away because the capacity changed, soc being kept. \[Wh\]
    pub capacity_change_wh: f64,
    /// Time mean of the temperature. \[°C\]
    pub temperature_celsius: f64,
}

/// What surrounds the battery over a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surroundings {
    /// Of the ambient. \[°C\]
    pub ambient_temperature_celsius: f64,
    /// Whether there is a grid to draw standby power from.
    pub grid: bool,
}

impl Surroundings {
    /// These surroundings, if they make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a temperature that looks like kelvin.
    pub fn checked(self) -> Result<Self, Error> {
        let ambient = self.ambient_temperature_celsius;
        within("ambient_temperature_celsius", ambient, TEMPERATURE_CELSIUS)?;
        Ok(self)
    }
}

impl Flow {
    /// This flow over `first` seconds and then another over `second`.
    pub(super) fn followed_by(self, first: f64, later: Self, second: f64) -> Self {
        let mean = |a: f64, b: f64| (a * first + b * second) / (first + second);
        Self {
            power_watt: mean(self.power_watt, later.power_watt),
            dc_power_watt: mean(self.dc_power_watt, later.dc_power_watt),
            auxiliary_watt: mean(self.auxiliary_watt, later.auxiliary_watt),
            stored_wh: self.stored_wh + later.stored_wh,
            converter_loss_wh: self.converter_loss_wh + later.converter_loss_wh,
            battery_loss_wh: self.battery_loss_wh + later.battery_loss_wh,
            self_discharge_wh: self.self_discharge_wh + later.self_discharge_wh,
            capacity_change_wh: self.capacity_change_wh + later.capacity_change_wh,
            temperature_celsius: mean(self.temperature_celsius, later.temperature_celsius),
        }
    }
}
