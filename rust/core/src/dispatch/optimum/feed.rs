//! Steps of a problem in a row on their way into a queue.
//!
//! What many steps offer is worked out first, and then taken step by step: each of both loops has
//! the registers of the processor for itself.

use super::given::{Column, Given, STEPS};
use super::offers::{Pieces, falls};
use super::problem::Problem;
use super::queue::{Offer, Piece};

/// What some steps in a row offer. Reused from one row to the next.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The first of them.
    pub first: usize,
    /// Whether the cost of each is convex.
    pub is_convex: bool,
    count: usize,
    given: Given,
    least_kwh: Column,
    pieces: Vec<Piece>,
    /// Where the pieces of each step end.
    ends: [usize; STEPS],
    one: Pieces,
}

impl Feed {
    /// No steps.
    #[must_use]
    pub fn new() -> Self {
        Self {
            first: 0,
            is_convex: true,
            count: 0,
            given: Given::nothing(),
            least_kwh: [0.0; STEPS],
            pieces: vec![],
            ends: [0; STEPS],
            one: Pieces::default(),
        }
    }

    /// Takes the steps from `first` on, each with what `fill` tells that it offers.
    ///
    /// # Errors
    /// Those of `fill`; the steps before are taken nonetheless.
    pub fn read<E>(
        &mut self,
        problem: &Problem<'_>,
        first: usize,
        mut fill: impl FnMut(&mut Pieces, usize) -> Result<(), E>,
    ) -> Result<(), E> {
        self.begin(problem, first);
        let ends = self.ends.iter_mut().zip(&mut self.least_kwh);
        for (step, (end, least_kwh)) in (first..problem.steps()).zip(ends) {
            fill(&mut self.one, step)?;
            self.is_convex &= self.one.is_convex;
            self.pieces.extend_from_slice(&self.one.list);
            (*end, *least_kwh) = (self.pieces.len(), self.one.least_kwh);
            self.count += 1;
        }
        Ok(())
    }

    /// Takes the steps from `first` on where energy has one price and nothing limits the connection:
    /// each offers the stretches of the battery as they are. Tells whether the cost of each is convex.
    pub fn read_at_one_price(&mut self, problem: &Problem<'_>, first: usize) -> bool {
        self.begin(problem, first);
        let (curve, given) = (problem.curve(), &self.given);
        let count = curve.stretches.len();
        self.count = STEPS.min(problem.steps().saturating_sub(first));
        self.pieces.resize(count * STEPS, Piece::default());
        for (index, stretch) in curve.stretches.iter().enumerate() {
            let offers = self.pieces.chunks_exact_mut(count);
            for (offer, (price, hours)) in offers.zip(given.import_price.iter().zip(&given.hours)) {
                if let Some(piece) = offer.get_mut(index) {
                    piece.slope = stretch.slope(*price);
                    piece.length = stretch.store_kw * hours;
                }
            }
        }
        for (least_kwh, hours) in self.least_kwh.iter_mut().zip(&given.hours) {
            *least_kwh = curve.least.store_kw * hours;
        }
        self.ends = std::array::from_fn(|at| (at + 1) * count);
        let offers = self.pieces.chunks_exact(count.max(1)).take(self.count);
        let mut pairs = offers.flat_map(<[Piece]>::array_windows);
        self.is_convex = !pairs.any(|[from, to]| falls(from, to));
        self.is_convex
    }

    fn begin(&mut self, problem: &Problem<'_>, first: usize) {
        (self.first, self.count, self.is_convex) = (first, 0, true);
        self.given.lay(problem, first);
        self.pieces.clear();
    }

    /// The offers of the steps, in their order.
    pub fn offers(&self) -> impl Iterator<Item = Offer<'_>> {
        let given = &self.given;
        let mut start = 0;
        (0..self.count.min(STEPS)).map(move |at| {
            let pieces = self.pieces.get(start..self.ends[at]).unwrap_or_default();
            start = self.ends[at];
            Offer {
                least_kwh: self.least_kwh[at],
                pieces,
                retention: given.retention[at],
                floor_kwh: given.floor_kwh[at],
                ceiling_kwh: given.ceiling_kwh[at],
            }
        })
    }
}
