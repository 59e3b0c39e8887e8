//! What a battery can do, what it should do, what that costs it in life, and what it is worth.
//!
//! Kernels on slices, one room each. Data flows down this list, and a room knows only the rooms
//! above it. Conventions: positive power charges; W, Wh, s, degrees Celsius, fractions from 0 to 1;
//! a sample holds over `[t, t + dt)`.

pub mod error;
pub mod simd;
pub mod parallel;
pub mod table;
pub mod trace;
pub mod converter;
pub mod soc;
pub mod thermal;
pub mod cycles;
pub mod aging;
pub mod tariff;
pub mod gridcode;
pub mod site;
pub mod dispatch;
pub mod simulation;

pub use error::Error;
