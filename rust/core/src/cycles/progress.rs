//! How far a kernel has come.

/// The share of a series that is done.
pub fn share(done: usize, of: usize) -> f64 {
    done as f64 / of as f64
}
