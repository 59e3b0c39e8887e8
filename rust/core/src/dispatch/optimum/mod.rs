//! Prices, load and limits in, the schedule that costs least out.

mod curve;
mod hull;
mod live;
mod meter;
mod offers;
mod plan;
mod problem;
mod queue;
mod relaxed;
mod schedule;

pub use meter::{Connection, Flows};
pub use offers::NoPower;
pub use plan::{Columns, Costs, Plan};
pub use problem::{Holding, Problem, Wishes};
pub use queue::{Bounds, Decisions, Offer, Piece, Shortfall, SlopeQueue};
pub use schedule::{BY_THE_END, Impossible, Lack, Schedule};
