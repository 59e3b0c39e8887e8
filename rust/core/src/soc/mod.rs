//! Power in; state of charge, the power really delivered and the losses out.
//!
//! One step maps the state of charge by `soc -> clamp(a soc + b, low, high)`. Such maps compose to
//! one of the same form, so a trace takes eight steps at once.

#![expect(
    clippy::inline_always,
    reason = "what is inlined below `Piece` is compiled for the vectors of the processor at hand"
)]

mod clock;
mod eights;
mod integrate;
mod losses;
mod number;
mod piece;
mod rule;
mod run;
mod scan;
mod store;
mod strip;
mod vectors;
mod wide;

pub use integrate::integrate;
pub use losses::{Losses, losses};
pub use number::{Number, rarely_clamped};
pub use rule::{Rule, Step};
pub use run::Run;
pub use store::{Store, step};
pub use strip::Strip;
