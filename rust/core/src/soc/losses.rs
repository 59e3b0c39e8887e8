//! Where the energy went.

use super::clock::{self, Clock};
use super::store::Store;
use crate::error::{Error, FRACTION, all_within};

/// Energy lost in each sample, by cause. \[Wh\]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Losses {
    /// On the way in.
    pub charge_wh: Vec<f64>,
    /// On the way out.
    pub discharge_wh: Vec<f64>,
    /// At rest.
    pub self_discharge_wh: Vec<f64>,
}

/// The losses of runs, one after the other: a store, where it started, and its states.
///
/// What moved besides the leakage went through the terminal, so the states alone tell the losses.
///
/// # Errors
/// As [`super::integrate`].
pub fn losses<'a>(
    runs: impl Iterator<Item = (&'a (Store, f64), &'a [f64])>,
    dt_second: &[f64],
) -> Result<Losses, Error> {
    let mut losses = Losses::default();
    for ((store, soc_start), soc) in runs {
        losses.add(store, *soc_start, soc, dt_second)?;
    }
    Ok(losses)
}

impl Losses {
    fn add(&mut self, store: &Store, start: f64, soc: &[f64], dt: &[f64]) -> Result<(), Error> {
        all_within("soc", soc, FRACTION)?;
        Clock::new(dt, soc.len())?;
        let rules = clock::rules(store, dt)?;
        let mut before = start;
        for (sample, &after) in soc.iter().enumerate() {
            let rule = rules.get(sample).or(rules.first());
            let rest = before * rule.map_or(1.0, |rule| rule.retention);
            let moved_wh = (after - rest) * store.energy_capacity_wh;
            let lost_in = 1.0 / store.charge_efficiency - 1.0;
            self.charge_wh.push(moved_wh.max(0.0) * lost_in);
            let lost_out = 1.0 - store.discharge_efficiency;
            self.discharge_wh.push((-moved_wh).max(0.0) * lost_out);
            self.self_discharge_wh.push((before - rest) * store.energy_capacity_wh);
            before = after;
        }
        Ok(())
    }
}
