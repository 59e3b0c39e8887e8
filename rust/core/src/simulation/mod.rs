//! The closed loop: policy, limits, converter, store, heat, cycles, health, and the bill.
//!
//! One [`Plant::step`], folded over a trace that may be repeated for years without being copied. A
//! live controller calls the same step once a second.

mod beside;
mod columns;
mod course;
mod done;
mod flow;
mod histogram;
mod ledger;
mod leg;
mod log;
mod memory;
mod outages;
mod over;
mod page;
mod plant;
mod revive;
mod ride_through;
mod run;
mod wear;
#[cfg(test)]
mod tests;

pub use course::{Course, Loop, Run};
pub use flow::{Flow, Surroundings};
pub use histogram::{CycleHistogram, DEPTH_BINS, MEAN_BINS};
pub use log::{COLUMNS, Log, Row};
pub use memory::Memory;
pub use outages::OutageReport;
pub use plant::{Plant, State};
pub use ride_through::RideThroughSummary;
pub use wear::{Health, Wear};
