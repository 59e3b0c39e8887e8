//! How duty is read.

use crate::error::{Error, FRACTION, within};

/// What a cycle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// What the rainflow rule counts, each with its own depth, mean and rate.
    #[default]
    Rainflow,
    /// The whole window, from its lowest to its highest state of charge, as BLAST-Lite reads it.
    Window,
}

/// What cycles do that are too shallow for any test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MicroCycles {
    /// Nothing.
    #[default]
    Ignore,
    /// Their charge counts as if it had moved in cycles of the smallest depth that was tested.
    Throughput,
    /// What the law says of their own depth.
    Law,
}

/// How duty is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// What a cycle is.
    pub depth: Depth,
    /// The depth below which a cycle is a micro-cycle.
    pub min_depth: f64,
    /// What micro-cycles do.
    pub micro_cycles: MicroCycles,
    /// Whether the charge behind a state of charge falls with the capacity that is left.
    pub feedback: bool,
    /// How long rates are averaged.
    pub window_second: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            depth: Depth::Rainflow,
            min_depth: 0.02,
            micro_cycles: MicroCycles::Ignore,
            feedback: false,
            window_second: 86_400.0,
        }
    }
}

impl Settings {
    /// These settings, if their numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `min_depth` is no fraction or the window is shorter than a second.
    pub fn checked(self) -> Result<Self, Error> {
        within("min_depth", self.min_depth, FRACTION)?;
        within("window_second", self.window_second, 1.0..=1e9)?;
        Ok(self)
    }

    /// The depth at which a cycle of `range` ages, or nothing if it does not.
    pub(crate) fn aging_depth(&self, range: f64, smallest_tested: f64) -> Option<f64> {
        if range >= self.min_depth {
            return Some(range);
        }
        match self.micro_cycles {
            MicroCycles::Ignore => None,
            MicroCycles::Throughput => Some(range.max(smallest_tested)),
            MicroCycles::Law => Some(range),
        }
    }
}
