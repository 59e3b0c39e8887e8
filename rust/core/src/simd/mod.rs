//! Lanes: the same work on many samples at once, by what the processor at hand can do.
//!
//! Each kernel is written once over a trait of the few things that a register can do, and once
//! more portably, without branches; all forms are equal bit for bit, and the best is chosen at run
//! time. This is the only room with unsafe code: loads and stores of whole registers, and calls of
//! instructions that a token proves to be there.

#![expect(unsafe_code, reason = "whole registers, chosen at run time")]
#![expect(
    clippy::inline_always,
    reason = "instructions inline only into functions that have them enabled"
)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod instructions;
mod lanes;
mod portable;
mod swings;
#[cfg(target_arch = "x86_64")]
mod swings_in_lanes;

pub use instructions::Instructions;
pub use swings::{BLOCK, Buffer, Ends, Marks, SIZE, Steps, WORD};
