//! What time and use do to a cell: capacity and resistance, by cause.

pub mod card;
pub mod catalog;
pub mod expression;
pub mod law;
pub mod model;
mod resolve;
pub mod stressor;

pub use model::Model;
