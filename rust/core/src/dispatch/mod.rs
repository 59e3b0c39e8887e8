//! Load and limits in, the power wanted out: rules that run in a controller, one per file, and plans
//! that are optimal.
//!
//! A policy looks at the present step and answers with an interval of battery power and a wish
//! within it. A stack narrows the interval from its first policy to its last; where nothing would
//! be left, the earlier interval stands and the conflict is counted. The first wish is taken,
//! clipped, even if the bounds that came with it had to be passed over.

mod allowed_change;
mod command;
mod controller;
mod member;
mod minimum_power;
pub mod optimum;
mod plans;
mod policy;
mod rule;
mod rules;
#[cfg(test)]
mod tests;
mod view;

pub use allowed_change::{AllowedChange, allowed_changes};
pub use command::Command;
pub use controller::Controller;
pub use minimum_power::{MinimumPower, minimum_power};
pub use plans::Plans;
pub use policy::Policy;
pub use rule::{Remembered, Rule};
pub use rules::{
    BackupReserve, CycleAware, Decider, Forecast, Forecaster, FrequencyResponse, Goal, Highest,
    HoldingCost, LearnedPeakShaving, LoadSmoothing, Own, PeakShaving, PriceThreshold, RampLimit,
    RangeLimit, RecedingHorizon, RegulationSignal, Schedule, SelfConsumption, TimeOfUse,
    worthwhile_depth,
};
pub use view::{Given, View};
