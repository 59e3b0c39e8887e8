//! Lanes: the same work on many samples at once, by what the processor at hand can do.
//!
//! Each function has a portable form, which is the specification, and forms for single instruction
//! sets, equal to it bit for bit, of which the best is chosen at run time. This is the only room
//! with unsafe code: loads and stores of whole registers, and the choice itself.

#![expect(unsafe_code, reason = "whole registers, chosen at run time")]

#[cfg(target_arch = "x86_64")]
mod avx512;
mod swings;

pub use swings::{BLOCK, Buffer, Heading, SIZE, close_swings, gather_turns};
