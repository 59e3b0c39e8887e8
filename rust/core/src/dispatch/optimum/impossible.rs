//! What makes a problem impossible.

use super::offers::NoPower;
use super::queue::Shortfall;

/// Why no schedule keeps within all limits, and the first step that shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impossible {
    /// The step.
    pub step: usize,
    /// What is missing there.
    pub lack: Lack,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lack {
    /// Power of the battery.
    Power(NoPower),
    /// Energy in it, or room.
    Energy(Shortfall),
    /// What is asked of the end.
    End(Shortfall),
}
