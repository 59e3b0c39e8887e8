//! What a battery must be able to do to hold a moving mean.

use crate::error::{Error, all_within};
use crate::parallel::KeepGoing;
use crate::trace::{MovingMean, SECONDS, Sum, Trace, look_up};

const SECONDS_PER_HOUR: f64 = 3600.0;

/// The battery without losses that turns a load into its moving mean.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SmoothingNeed {
    /// Power to charge with, while the load lies below its mean.
    pub charge_power_watt: f64,
    /// Power to discharge with, while the load lies above its mean.
    pub discharge_power_watt: f64,
    /// Energy between the fullest and the emptiest moment, the start included.
    pub energy_wh: f64,
    /// Whether the sampling lets this window be judged.
    pub resolvable: bool,
}

/// Power and energy that hold the trailing mean of the load over each window.
///
/// # Errors
/// [`Error::BadInput`] if a window is not within [`SECONDS`]; [`Error::BadShape`] if there are
/// fewer than two samples.
pub fn smoothing_needs(
    load: Trace<'_>,
    window_second: &[f64],
    watch: &dyn KeepGoing,
) -> Result<Vec<SmoothingNeed>, Error> {
    let load = load.with_a_change()?;
    let windows = all_within("window_second", window_second, SECONDS)?.iter();
    windows.map(|&window| smoothing_need(load, window, watch)).collect()
}

fn smoothing_need(
    load: Trace<'_>,
    window: f64,
    watch: &dyn KeepGoing,
) -> Result<SmoothingNeed, Error> {
    let (mut charge, mut discharge) = (0.0_f64, 0.0_f64);
    let (mut stored, mut emptiest, mut fullest) = (Sum::default(), 0.0_f64, 0.0_f64);
    let mut mean = MovingMean::new(window);
    for (index, watt, dt) in load.samples() {
        look_up(watch, index..index + 1, load.values().len())?;
        let power = mean.push(dt, watt) - watt;
        charge = charge.max(power);
        discharge = discharge.max(-power);
        stored.add(power * dt);
        fullest = fullest.max(stored.value());
        emptiest = emptiest.min(stored.value());
    }
    Ok(SmoothingNeed {
        charge_power_watt: charge,
        discharge_power_watt: discharge,
        energy_wh: (fullest - emptiest) / SECONDS_PER_HOUR,
        resolvable: load.resolves(window),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Steps;

    #[test]
    fn a_step_is_carried_while_the_mean_climbs() {
        let mut load = vec![0.0; 10];
        load.extend([3600.0; 10]);
        let trace = Trace::new("values", &load, &Steps::Uniform(1.0)).unwrap();
        let need = smoothing_needs(trace, &[4.0], &()).unwrap()[0];
        assert_eq!(need.charge_power_watt, 0.0);
        assert_eq!(need.discharge_power_watt, 2700.0);
        assert!((need.energy_wh - (0.75 + 0.5 + 0.25)).abs() < 1e-12);
    }
}
