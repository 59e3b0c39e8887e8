//! A battery on its way through a trace: where it stands, and what lies ahead.

use super::store::Store;
use super::strip::Strip;

/// One battery on its way.
#[derive(Debug)]
pub struct Run<'a> {
    /// The battery.
    pub store: Store,
    /// State of charge where the run stands.
    pub soc: f64,
    /// What lies ahead.
    pub strip: Strip<'a>,
}
