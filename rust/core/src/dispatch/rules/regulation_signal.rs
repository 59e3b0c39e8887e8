//! Follows the signal of a regulation market with the capacity sold.

use crate::dispatch::{Command, Given, Rule, View};
use crate::error::{Error, FRACTION, NOT_NEGATIVE, within};

/// Gives or takes the share of the capacity that the signal asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct RegulationSignal {
    /// The capacity sold, both ways. \[W\]
    pub capacity_watt: f64,
    /// The soc to which it is led back. \[1\]
    pub target_soc: f64,
    /// Time constant of that. \[s\]
    pub centering_second: f64,
}

impl Rule for RegulationSignal {
    type Memory = ();

    fn check(&self) -> Result<(), Error> {
        within("capacity_watt", self.capacity_watt, NOT_NEGATIVE)?;
        within("target_soc", self.target_soc, FRACTION)?;
        let centering = f64::MIN_POSITIVE..=f64::INFINITY; // infinite: the soc is left alone
        within("centering_second", self.centering_second, centering).map(|_| ())
    }

    fn check_given(&self, given: &Given) -> Result<(), Error> {
        Given::demand(given.signal, "signal")
    }

    fn decide(&self, (): &mut (), view: &View<'_>) -> Command {
        let Some(signal) = view.signal else { return Command::FREE };
        let back = view.centering(self.target_soc, self.centering_second);
        Command::exactly(back - signal * self.capacity_watt)
    }
}
