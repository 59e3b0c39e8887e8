//! What time and use do to a cell.

mod blast;
mod card;
mod check_ups;
mod draw;
mod engine;
mod outcome;
mod reading;
mod survey;
mod wear;

pub use blast::{BlastOutcome, blast_simulate, blast_update};
pub use card::{AgingCard, aging_cards, aging_rates, engine_of, vary_aging_card};
pub use check_ups::{AgingExposure, aging_check_ups};
pub use draw::{draw_normal, draw_place};
pub use engine::{AgingEngine, AgingHealth};
pub use outcome::AgingOutcome;
pub use reading::check_reading;
pub use survey::survey_aging;
pub use wear::aging_wear;
