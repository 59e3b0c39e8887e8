//! How large prices are, and how far they lie apart.

use super::ladder::Ladder;
use crate::dispatch::optimum::problem::Problem;

/// A price beyond limits, as a multiple of the highest of all. \[1\]
const PENALTY: f64 = 100.0;

/// Measures of the prices of a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Root of their mean squared distance from their mean; if there is none, the highest.
    /// \[currency/kWh\]
    pub spread: f64,
    /// More than any of them. \[currency/kWh\]
    pub penalty: f64,
}

impl Scale {
    /// That of the prices of `problem`.
    #[must_use]
    pub fn of(problem: &Problem<'_>) -> Self {
        let steps = 0..problem.steps();
        let prices: Vec<f64> = steps
            .flat_map(|step| {
                let (import, export) = problem.prices(step);
                [import, export]
            })
            .collect();
        let count = prices.len().max(1) as f64;
        let mean = prices.iter().sum::<f64>() / count;
        let squares: f64 = prices.iter().map(|price| (price - mean).powi(2)).sum();
        let highest = prices.iter().fold(0.0, |highest: f64, price| highest.max(price.abs()));
        let highest = if highest > 0.0 { highest } else { 1.0 };
        let spread = (squares / count).sqrt();
        let spread = if spread > 1e-6 * highest { spread } else { highest };
        Self { spread, penalty: PENALTY * highest }
    }

    /// The ladders of all steps of `problem`.
    #[must_use]
    pub fn ladders(&self, problem: &Problem<'_>) -> Vec<Ladder> {
        let connection = |step| problem.connection(step, f64::INFINITY);
        (0..problem.steps()).map(|step| Ladder::of(&connection(step), self.penalty)).collect()
    }
}
