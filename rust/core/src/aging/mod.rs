//! What time and use do to a cell: capacity and resistance, by cause.

pub mod card;
pub mod catalog;
pub mod engine;
pub mod expression;
pub mod flow;
pub mod law;
pub mod model;
mod packing;
pub mod predict;
mod rates;
mod resolve;
pub mod settings;
pub mod state;
pub mod step;
pub mod stressor;
mod swing;
pub mod window;

pub use engine::{Engine, Names};
pub use model::Model;
pub use predict::{Duty, Prediction, Run, predict};
pub use rates::Steady;
pub use settings::{Depth, MicroCycles, Settings};
pub use state::{AgingState, Shares};
pub use step::{Aging, Health};
