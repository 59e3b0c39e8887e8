//! What every step of a problem offers, spelled out for a solver that knows no queue.

use super::impossible::{Impossible, Lack};
use super::infeasible::explain;
use super::offers::Pieces;
use super::problem::Problem;
use crate::error::Error;

/// The steps of a problem, as columns; their pieces stand end to end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Offered {
    /// The lowest change of stored energy in each step. \[kWh\]
    pub least_kwh: Vec<f64>,
    /// To which step each piece above it belongs.
    pub step_of_piece: Vec<i64>,
    /// Marginal cost along each piece. \[currency/kWh\]
    pub slope: Vec<f64>,
    /// How much there is of it. \[kWh\]
    pub length_kwh: Vec<f64>,
    /// Share of the stored energy that each step keeps. \[1\]
    pub retention: Vec<f64>,
    /// Lowest energy at the end of each step. \[kWh\]
    pub floor_kwh: Vec<f64>,
    /// Highest energy there. \[kWh\]
    pub ceiling_kwh: Vec<f64>,
    /// Whether energy has the same price at any power, and nothing limits the connection.
    pub has_one_price: bool,
}

impl Offered {
    /// What the steps of `problem` offer; where charging and discharging at once would pay, both.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if no power of the battery holds the limits of the connection.
    pub fn of(problem: &Problem<'_>) -> Result<Self, Error> {
        let mut offered = Self { has_one_price: problem.has_one_price(), ..Self::default() };
        let mut pieces = Pieces::default();
        for step in 0..problem.steps() {
            let filled = problem.fill(&mut pieces, step, f64::INFINITY);
            let lack = |lack| explain(problem, &Impossible { step, lack: Lack::Power(lack) });
            filled.map_err(lack)?;
            offered.push(problem, step, &pieces);
            offered
                .step_of_piece
                .resize(offered.slope.len(), i64::try_from(step).unwrap_or(i64::MAX));
        }
        offered.end(problem);
        Ok(offered)
    }

    fn push(&mut self, problem: &Problem<'_>, step: usize, pieces: &Pieces) {
        let (floor_kwh, ceiling_kwh) = problem.bounds_kwh(step);
        self.least_kwh.push(pieces.least_kwh);
        self.slope.extend(pieces.list.iter().map(|piece| piece.slope));
        self.length_kwh.extend(pieces.list.iter().map(|piece| piece.length));
        self.retention.push(problem.retention(step));
        self.floor_kwh.push(floor_kwh);
        self.ceiling_kwh.push(ceiling_kwh);
    }

    /// Narrows the last bounds to what is asked of the end.
    fn end(&mut self, problem: &Problem<'_>) {
        let (lowest_kwh, highest_kwh) = problem.end_kwh();
        if let (Some(floor), Some(ceiling)) =
            (self.floor_kwh.last_mut(), self.ceiling_kwh.last_mut())
        {
            *floor = floor.max(lowest_kwh);
            *ceiling = ceiling.min(highest_kwh);
        }
    }
}
