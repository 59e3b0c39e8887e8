//! The slope queue: the cheapest way to every energy that a store can have reached.
//!
//! The least cost of holding e kWh after a step is convex and piecewise linear in e. Adding a step
//! merges its segments with those that are alive, by slope; a floor commits the cheapest ones, a
//! ceiling drops the dearest ones. Once all segments of a step have left, its decision is final,
//! whatever comes later (J. Cruise, L. Flatley, R. Gibbens, S. Zachary, Oper. Res. 67(1), 2019,
//! call that a forecast horizon; the merging is the infimal convolution of convex functions).
//!
//! With self-discharge, energies and slopes are kept in the terms of the start, so that nothing
//! which is alive has to be rescaled.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

mod beyond;
mod hold;

use super::live::{Live, Segment};
use crate::soc::Number;

/// Energies closer than this share of the capacity are the same. \[1\]
pub const TOLERANCE: f64 = 1e-10;
/// What is left of a segment below this share of the capacity is what sums are rounded by. \[1\]
const ROUNDING: f64 = 1e-14;
/// Retention of all the past below which its terms are given up for those of the present.
const SMALLEST_SCALE: f64 = 1e-30;

/// A stretch of the change of stored energy in one step at one marginal cost.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Piece {
    /// Marginal cost of a stored kWh. \[currency/kWh\]
    pub slope: f64,
    /// How much there is of it. \[kWh\]
    pub length: f64,
}

/// What one step offers: any change of stored energy from `least_kwh` up along its pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer<'a> {
    /// The lowest change, mostly negative. \[kWh\]
    pub least_kwh: f64,
    /// What lies above it, in ascending order of slope.
    pub pieces: &'a [Piece],
    /// Share of the stored energy of the step before that is kept. \[1\]
    pub retention: f64,
    /// Lowest energy at its end. \[kWh\]
    pub floor_kwh: f64,
    /// Highest energy at its end. \[kWh\]
    pub ceiling_kwh: f64,
}

/// Who takes note of what becomes of segments.
pub trait Decisions {
    /// A step uses so much more of what it offered. \[kWh\]
    fn take(&mut self, step: usize, length_kwh: f64);
    /// A segment of a step has left for good.
    fn leave(&mut self, step: usize);
    /// A segment of a step was cut in two.
    fn split(&mut self, step: usize);
}

/// The slopes between which the marginal value of stored energy must lie at the end of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Slope of the last bit that the floor committed. \[currency/kWh\]
    pub lower: f64,
    /// Slope of the last bit that the ceiling dropped. \[currency/kWh\]
    pub upper: f64,
}

impl Bounds {
    /// It may be anything.
    pub const NONE: Self = Self { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
}

/// How far a step is from possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shortfall {
    /// The floor lies so far above the highest energy that can be reached. \[kWh\]
    BelowFloor(f64),
    /// The ceiling lies so far below the lowest one. \[kWh\]
    AboveCeiling(f64),
}

/// Segments of past steps about which the future still decides.
#[derive(Debug, Clone, PartialEq)]
pub struct SlopeQueue {
    live: Live,
    low: f64,
    high: f64,
    scale: f64,
    grown: f64,
    tolerance_kwh: f64,
    rounding_kwh: f64,
    scratch: Vec<Segment>,
}

impl SlopeQueue {
    /// A queue before the first step of a store of so much capacity.
    #[must_use]
    pub fn new(start_kwh: f64, capacity_kwh: f64) -> Self {
        Self {
            live: Live::default(),
            low: start_kwh,
            high: start_kwh,
            scale: 1.0,
            grown: 1.0,
            tolerance_kwh: TOLERANCE * capacity_kwh,
            rounding_kwh: ROUNDING * capacity_kwh,
            scratch: vec![],
        }
    }

    /// Goes back before the first step of a store; its buffers stay.
    pub fn restart(&mut self, start_kwh: f64, capacity_kwh: f64) {
        self.live.replace(&[]);
        self.tolerance_kwh = TOLERANCE * capacity_kwh;
        self.rounding_kwh = ROUNDING * capacity_kwh;
        (self.low, self.high) = (start_kwh, start_kwh);
        (self.scale, self.grown) = (1.0, 1.0);
    }

    /// Segments that are alive, in terms of the start.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        self.live.segments()
    }

    /// What a kWh of the start has become. \[1\]
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The lowest energy that can be held now. \[kWh\]
    #[must_use]
    pub fn lowest_kwh(&self) -> f64 {
        self.low * self.scale
    }

    /// The highest energy that can be held now. \[kWh\]
    #[must_use]
    pub fn highest_kwh(&self) -> f64 {
        self.high * self.scale
    }

    /// Adds a step.
    ///
    /// # Errors
    /// The [`Shortfall`] if no schedule keeps within its floor and ceiling.
    #[inline(always)]
    pub fn push(
        &mut self,
        step: usize,
        offer: &Offer<'_>,
        decisions: &mut impl Decisions,
    ) -> Result<Bounds, Shortfall> {
        self.begin(offer, decisions);
        let (scale, grown) = (self.scale, self.grown);
        let mut high = self.high;
        self.live.insert(offer.pieces.iter().map(|piece| {
            let (slope, length) = (piece.slope * scale, piece.length * grown);
            high += length;
            Segment { slope, length, scale, step }
        }));
        self.high = high;
        self.trim(offer.floor_kwh, offer.ceiling_kwh, decisions)
    }

    /// Commits and drops what a floor and a ceiling of the present energy ask for.
    ///
    /// # Errors
    /// As [`SlopeQueue::push`].
    #[inline(always)]
    pub fn trim(
        &mut self,
        floor_kwh: f64,
        ceiling_kwh: f64,
        decisions: &mut impl Decisions,
    ) -> Result<Bounds, Shortfall> {
        let (floor, ceiling) = (floor_kwh * self.grown, ceiling_kwh * self.grown);
        self.check(floor, ceiling)?;
        let lower =
            if self.low < floor { self.commit(floor, decisions) } else { f64::NEG_INFINITY };
        let upper =
            if self.high > ceiling { self.drop_to(ceiling, decisions) } else { f64::INFINITY };
        Ok(Bounds { lower: lower * self.grown, upper: upper * self.grown })
    }

    /// Commits all that is worth less than `slope` per present kWh, and nothing else.
    pub fn settle(&mut self, slope: f64, decisions: &mut impl Decisions) {
        let slope = slope * self.scale;
        let count = self.live.segments().partition_point(|segment| segment.slope < slope);
        for first in self.live.segments().iter().take(count) {
            self.low += first.length;
            decisions.take(first.step, first.length * first.scale);
            decisions.leave(first.step);
        }
        self.live.leave_first(count);
    }

    #[inline(always)]
    fn check(&self, floor: f64, ceiling: f64) -> Result<(), Shortfall> {
        let tolerance = self.tolerance_kwh * self.grown;
        if self.high < floor - tolerance {
            return Err(Shortfall::BelowFloor((floor - self.high) * self.scale));
        }
        if self.low > ceiling + tolerance {
            return Err(Shortfall::AboveCeiling((self.low - ceiling) * self.scale));
        }
        Ok(())
    }

    /// Takes from the left until no less than `floor` can be held; tells the last slope.
    #[inline(always)]
    fn commit(&mut self, floor: f64, decisions: &mut impl Decisions) -> f64 {
        let (mut rest, rounding) = (floor - self.low, self.rounding_kwh * self.grown);
        let mut slope = f64::NEG_INFINITY;
        self.low = floor;
        self.high = self.high.greater(floor);
        while let Some(first) = self.live.first_mut() {
            slope = first.slope;
            if first.length > rest + rounding {
                first.length -= rest;
                decisions.take(first.step, rest * first.scale);
                break;
            }
            rest -= first.length;
            decisions.take(first.step, first.length * first.scale);
            decisions.leave(first.step);
            self.live.leave_first(1);
            if rest <= rounding {
                break;
            }
        }
        slope
    }

    /// Drops from the right until no more than `ceiling` can be held; tells the last slope.
    #[inline(always)]
    fn drop_to(&mut self, ceiling: f64, decisions: &mut impl Decisions) -> f64 {
        let (mut rest, rounding) = (self.high - ceiling, self.rounding_kwh * self.grown);
        let mut slope = f64::INFINITY;
        self.high = ceiling;
        self.low = self.low.lesser(ceiling);
        while let Some(last) = self.live.last_mut() {
            slope = last.slope;
            if last.length > rest + rounding {
                last.length -= rest;
                break;
            }
            rest -= last.length;
            decisions.leave(last.step);
            self.live.leave_last();
            if rest <= rounding {
                break;
            }
        }
        slope
    }

    /// Leaks, and takes the least that a step can do.
    #[inline(always)]
    fn begin(&mut self, offer: &Offer<'_>, decisions: &mut impl Decisions) {
        if offer.retention < 1.0 {
            let scale = self.scale * offer.retention;
            if scale >= SMALLEST_SCALE {
                (self.scale, self.grown) = (scale, 1.0 / scale);
            } else {
                self.take_present_terms(scale, decisions);
            }
        }
        self.low += offer.least_kwh * self.grown;
        self.high += offer.least_kwh * self.grown;
    }

    /// Begins to count in the energies and slopes of the present.
    #[cold]
    fn take_present_terms(&mut self, scale: f64, decisions: &mut impl Decisions) {
        if scale == 0.0 {
            self.forget(decisions);
        }
        (self.low, self.high) = (self.low * scale, self.high * scale);
        (self.scale, self.grown) = (1.0, 1.0);
        for segment in self.live.segments_mut() {
            segment.length *= scale;
            segment.slope /= scale;
            segment.scale /= scale;
        }
    }

    /// Ends all that is alive: nothing of it reaches the present.
    fn forget(&mut self, decisions: &mut impl Decisions) {
        self.settle(0.0, decisions);
        self.live.segments().iter().for_each(|segment| decisions.leave(segment.step));
        self.live.replace(&[]);
    }
}
