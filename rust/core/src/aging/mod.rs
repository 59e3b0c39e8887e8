//! What time and use do to a cell: capacity and resistance, by cause.

pub mod blast;
pub mod card;
pub mod catalog;
mod engine;
mod expression;
mod fault;
mod flow;
mod health;
mod law;
mod model;
mod packing;
mod predict;
mod quadrature;
mod rates;
mod resolve;
mod settings;
mod state;
mod stay;
mod step;
mod stressor;
mod swing;
mod tested;
mod variant;
mod window;

pub use engine::{Engine, Names};
pub use health::Health;
pub use model::Model;
pub use predict::{Duty, Prediction, Run, predict};
pub use rates::Steady;
pub use settings::{Depth, MicroCycles, Settings};
pub use state::{AgingState, Shares};
pub use step::Aging;
