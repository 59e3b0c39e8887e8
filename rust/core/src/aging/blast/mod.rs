//! BLAST-Lite's own driver, habit by habit, for those who compare with it or come from it.
//!
//! It stands apart from the engine, with which it shares the formulas of the cards and nothing else.
//! Sub-steps end at some turning points of the state of charge, the next one starts a sample later,
//! and each takes one explicit step along the curve of every state.

mod borders;
mod cell;
mod explicit;
mod habits;
mod peer;
mod run;
mod simulate;
mod span;

pub use cell::Cell;
pub use habits::{Habits, Leap};
pub use peer::Peer;
pub use run::Run;
pub use simulate::{Options, Outcome, Profile, simulate, update};
