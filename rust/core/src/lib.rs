//! What a battery can do, what it should do, what that costs it in life, and what it is worth.
//!
//! Kernels on slices, one room each. Data flows down this list, and a room knows only the rooms
//! above it. Conventions: positive power charges; W, Wh, s, degrees Celsius, fractions from 0 to 1;
//! a sample holds over `[t, t + dt)`.

pub mod error;
pub mod simd;
pub mod parallel;
pub mod table;
pub mod cycles;

pub use error::Error;
