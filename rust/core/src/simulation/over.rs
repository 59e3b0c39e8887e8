//! What a step of one length at one health has in common with the next.

use crate::error::Error;
use crate::soc::{Rule, Store};
use crate::thermal::{Lump, LumpStep};

/// What depends on the length of a step and on health, kept while neither changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Over {
    pub dt_second: f64,
    pub soh_capacity: f64,
    pub hour: f64,
    pub capacity_wh: f64,
    /// What a full battery loses at rest. \[W\]
    pub leak_watt: f64,
    pub rule: Rule,
    pub lump: Option<LumpStep>,
}

impl Over {
    pub fn new(
        nominal: Store,
        lump: Option<Lump>,
        dt_second: f64,
        soh_capacity: f64,
    ) -> Result<Self, Error> {
        let capacity_wh = nominal.energy_capacity_wh * soh_capacity;
        let hour = dt_second / 3600.0;
        let rule = Store { energy_capacity_wh: capacity_wh, ..nominal }.rule(dt_second)?;
        Ok(Self {
            dt_second,
            soh_capacity,
            hour,
            capacity_wh,
            leak_watt: capacity_wh * (1.0 - rule.retention()) / hour,
            rule,
            lump: lump.map(|lump| lump.over(dt_second)),
        })
    }
}
