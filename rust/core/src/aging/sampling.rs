//! Where samples are taken along the steps of a record.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::flow::Interval;
use crate::aging::quadrature::{MOST, STRAIGHT, rule};
use crate::aging::samples::Samples;
use crate::aging::seams::{Region, Seams};
use crate::aging::stay::{Piece, Stay};
use crate::aging::stretch::{STEPS, Stretch};
use crate::soc::Number;

/// Steps that are looked at together whether they stay within one region.
const TOGETHER: usize = 32;

/// Steps to be sampled, behind those that `stay` and `samples` stand for.
pub(crate) struct Sampling<'a> {
    pub stretch: &'a Stretch,
    pub seams: &'a Seams,
    pub stay: &'a mut Stay,
    /// With places for as many samples as a rule has points, for each step and for the stay.
    pub samples: &'a mut Samples,
}

impl pulp::WithSimd for Sampling<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { stretch, seams, samples, .. } = self;
        let (mut stay, count) = (*self.stay, stretch.count().min(STEPS));
        let mut region = region_before(stretch, seams, &stay);
        for first in (0..count).step_by(TOGETHER) {
            let steps = first..count.min(first + TOGETHER);
            if region.holds_all(stretch.ends(steps.clone())) {
                for at in steps {
                    stay_or_take(stretch, at, &region, &mut stay, samples);
                }
                continue;
            }
            for at in steps {
                let step = stretch.interval(at);
                if region.holds([step.soc[1], step.temperature[1]]) {
                    take(&step, &stretch.piece(at), &region, &mut stay, samples);
                } else {
                    (stay, region) = cross(&step, seams, stay, samples);
                    samples.make_room(MOST * (count - at));
                }
            }
        }
        *self.stay = stay;
    }
}

/// Takes the samples of a step within `region` along which it hardly gets warmer.
#[inline(always)]
fn stay_or_take(
    stretch: &Stretch,
    at: usize,
    region: &Region,
    stay: &mut Stay,
    samples: &mut Samples,
) {
    let piece = stretch.piece(at);
    if !stay.goes_on(&piece, region) {
        take(&stretch.interval(at), &piece, region, stay, samples);
    }
}

/// The region in which the first step begins, if the stay before it lies there too.
fn region_before(stretch: &Stretch, seams: &Seams, stay: &Stay) -> Region {
    let start = stretch.interval(0);
    let region = seams.around([start.soc[0], start.temperature[0]]);
    let goes_on = stay.second == 0.0 || seams.around(stay.middle()) == region;
    if goes_on { region } else { Region::NOWHERE }
}

/// Takes the samples of a step that may cross seams, and gives the stay and the region in which it
/// ends.
#[cold]
#[inline(never)]
fn cross(step: &Interval, seams: &Seams, mut stay: Stay, samples: &mut Samples) -> (Stay, Region) {
    let mut behind = seams.around(stay.middle());
    for piece in seams.pieces(step) {
        let region = seams.around(piece.middle());
        samples.make_room(2 * MOST);
        if behind != region {
            stay.end(samples);
        }
        take(&piece, &Piece::of(&piece), &region, &mut stay, samples);
        behind = region;
    }
    (stay, seams.around([step.soc[1], step.temperature[1]]))
}

/// Takes the samples of a step within `region`, which is the `piece`.
#[inline(always)]
fn take(step: &Interval, piece: &Piece, region: &Region, stay: &mut Stay, samples: &mut Samples) {
    let [further, warmer] = region.way([step.step().abs(), step.warming().abs()]);
    let way = further.greater(warmer);
    if way > STRAIGHT {
        stay.end(samples);
        follow_rule(step, way, samples);
    } else if !stay.goes_on(piece, region) {
        stay.end(samples);
        *stay = Stay::of(step.soc[0], piece);
    }
}

/// Takes the samples of a step along which rates bend.
#[inline(always)]
fn follow_rule(step: &Interval, way: f64, samples: &mut Samples) {
    let rule = rule(way);
    let along = |[from, to]: [f64; 2]| rule.points.map(|point| from + (to - from) * point);
    let weights = rule.shares.map(|share| share * step.dt);
    samples.put(&[along(step.temperature), along(step.soc), weights], rule.count);
}
