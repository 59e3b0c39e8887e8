//! Numbers that know their slopes.

/// A number, and its slopes over the open parameters and over the speed of aging.
#[derive(Debug, Clone, PartialEq)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// Its slopes; the last one is over a factor on all that passes.
    pub slopes: Vec<f64>,
}

impl Dual {
    /// Adds a share of another number.
    pub(crate) fn add(&mut self, share: f64, value: f64, slopes: &[f64]) {
        self.value += share * value;
        for (sum, slope) in self.slopes.iter_mut().zip(slopes) {
            *sum += share * slope;
        }
    }

    /// Hands over the slopes; the number itself comes back.
    pub(crate) fn put(&self, slopes: &mut [f64]) -> f64 {
        slopes.copy_from_slice(&self.slopes);
        self.value
    }

    /// On the straight line to `other`.
    pub(crate) fn between(&self, other: &Self, share: f64) -> Self {
        let mut found = Self { value: 0.0, slopes: vec![0.0; self.slopes.len()] };
        found.add(1.0 - share, self.value, &self.slopes);
        found.add(share, other.value, &other.slopes);
        found
    }
}
