//! The rules, one per file.

mod backup_reserve;
mod cycle_aware;
mod frequency_response;
mod learned_peak_shaving;
mod load_smoothing;
mod own;
mod peak_shaving;
mod price_threshold;
mod progress;
mod ramp_limit;
mod range_limit;
mod receding_horizon;
mod regulation_signal;
mod schedule;
mod self_consumption;
mod time_of_use;
mod trade;

pub use backup_reserve::{BackupReserve, Highest};
pub use cycle_aware::{CycleAware, worthwhile_depth};
pub use frequency_response::FrequencyResponse;
pub use learned_peak_shaving::LearnedPeakShaving;
pub use load_smoothing::LoadSmoothing;
pub use own::{Decider, Own};
pub use peak_shaving::PeakShaving;
pub use price_threshold::PriceThreshold;
pub use ramp_limit::RampLimit;
pub use range_limit::RangeLimit;
pub use receding_horizon::{Forecast, Forecaster, HoldingCost, RecedingHorizon};
pub use regulation_signal::RegulationSignal;
pub use schedule::{Goal, Schedule};
pub use self_consumption::SelfConsumption;
pub use time_of_use::TimeOfUse;
