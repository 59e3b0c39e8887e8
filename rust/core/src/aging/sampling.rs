//! Where samples are taken along the steps of a record.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::flow::Interval;
use crate::aging::quadrature::{STRAIGHT, rule};
use crate::aging::samples::Samples;
use crate::aging::stay::Stay;
use crate::aging::stretch::{STEPS, Stretch};

/// Steps to be sampled, behind those that `stay` and `samples` stand for.
pub(crate) struct Sampling<'a> {
    pub stretch: &'a Stretch,
    pub stay: &'a mut Stay,
    /// With places for as many samples as a rule has points, for each step and for the stay.
    pub samples: &'a mut Samples,
}

impl pulp::WithSimd for Sampling<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let mut stay = *self.stay;
        for at in 0..self.stretch.count().min(STEPS) {
            let piece = self.stretch.piece(at);
            if stay.goes_on(&piece) {
                continue;
            }
            stay.end(self.samples);
            let from = self.stretch.soc_before(at);
            if (piece.soc - from).abs() <= STRAIGHT {
                stay = Stay::of(from, &piece);
            } else {
                follow_rule(&self.stretch.interval(at), self.samples);
            }
        }
        *self.stay = stay;
    }
}

/// Takes the samples of a step along which rates bend.
#[inline(always)]
fn follow_rule(interval: &Interval, samples: &mut Samples) {
    let rule = rule(interval.step().abs());
    let along = |[from, to]: [f64; 2]| rule.points.map(|point| from * (1.0 - point) + to * point);
    let weights = rule.shares.map(|share| share * interval.dt);
    samples.put(&[along(interval.temperature), along(interval.soc), weights], rule.count);
}
