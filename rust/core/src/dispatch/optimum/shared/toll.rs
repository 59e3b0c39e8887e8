//! What a charged peak asks of a step.

/// A price of what is drawn beyond an energy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Toll {
    /// The energy. \[kWh\]
    pub kink_kwh: f64,
    /// The price there, by what is known so far. \[currency/kWh\]
    pub price: f64,
    /// That beyond it, if the step alone makes the peak. \[currency/kWh\]
    pub highest: f64,
    /// How fast it rises in between where it is eased. \[currency/kWh²\]
    pub rise: f64,
}
