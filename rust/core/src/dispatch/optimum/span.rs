//! A step's length.

/// How long a step is, and what that does to stored energy.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Span {
    /// Its length. \[h\]
    pub hours: f64,
    /// Powers over energies. \[1/h\]
    pub per_hour: f64,
    /// Share of the stored energy that is kept. \[1\]
    pub retention: f64,
}

impl Span {
    /// That of a step of so many seconds, where a day at rest keeps such a share of the energy.
    pub fn new(dt_second: f64, kept_per_day: f64) -> Self {
        let hours = dt_second / 3600.0;
        let leaks = kept_per_day < 1.0;
        let retention = if leaks { kept_per_day.powf(hours / 24.0) } else { 1.0 };
        Self { hours, per_hour: 1.0 / hours, retention }
    }
}
