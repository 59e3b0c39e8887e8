//! Samples side by side.

/// Samples that are evaluated side by side.
pub const BLOCK: usize = 128;
/// One value per sample of a block.
pub type Column = [f64; BLOCK];
