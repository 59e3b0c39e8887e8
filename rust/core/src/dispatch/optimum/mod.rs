//! Prices, load and limits in, the schedule that costs least out.

mod charged;
mod curve;
mod demand;
mod fullest;
mod hull;
mod infeasible;
mod live;
mod lowest_peak;
mod margins;
mod master;
mod meter;
mod offers;
mod optimum;
mod peak;
mod plan;
mod problem;
mod queue;
mod relaxed;
mod schedule;
mod stream;

pub use charged::charged_peaks;
pub use demand::{Demand, Peaks};
pub use fullest::{Fullest, Miss};
pub use infeasible::explain;
pub use lowest_peak::LowestPeak;
pub use margins::{Margins, ShadowPrices};
pub use meter::{Connection, Flows};
pub use offers::NoPower;
pub use optimum::{Method, Optimum};
pub use peak::Peak;
pub use plan::{Columns, Costs, Plan};
pub use problem::{Holding, Problem, Wishes};
pub use queue::{Bounds, Decisions, Offer, Piece, Shortfall, SlopeQueue};
pub use stream::{Decision, Stream};
pub use schedule::{BY_THE_END, Impossible, Lack, Schedule};
