//! One long trace, cut into spans that run side by side.

use super::lanes::{self, LANES, Lane, Rules, TILE};
use super::store::{Rule, clamp};
use super::strip::Strip;
use std::array::from_fn;

/// Samples in a span: an odd number of cache lines, so that spans do not crowd the same cache sets.
const SPAN: usize = 136;
/// Samples in a block of spans. The grid is fixed, whatever the number of threads.
pub const BLOCK: usize = LANES * SPAN;

/// Whether the map of a step has the form that composes.
pub fn composes(rule: &Rule) -> bool {
    rule.retention == 1.0 || rule.soc_min == 0.0
}

/// Runs through as many whole blocks as `strip` holds, and returns the state after the last.
#[inline(always)]
pub fn run<const POWER: bool>(rule: &Rule, strip: &mut Strip<'_>, mut soc: f64) -> f64 {
    let rules = Rules::of(|_| *rule);
    for _ in 0..strip.power_watt.len() / BLOCK {
        let mut block = strip.cut(BLOCK);
        let mut spans = from_fn(|_| block.cut(SPAN));
        let mut at = starts(rule, &compose(&rules, &spans), soc);
        lanes::run::<POWER>(&rules, &mut spans, SPAN, &mut at);
        soc = at[LANES - 1];
    }
    soc
}

/// The map of each span, `soc -> clamp(slope soc + offset, lowest, highest)`: its bounds are where
/// the limits themselves end up, and the slope is that of a span at rest.
struct Maps {
    offset: Lane,
    lowest: Lane,
    highest: Lane,
}

#[inline(always)]
fn compose(rules: &Rules, spans: &[Strip<'_>; LANES]) -> Maps {
    let mut offset = [0.0; LANES];
    let mut lowest: Lane = from_fn(|lane| rules.lane(lane).soc_min);
    let mut highest: Lane = from_fn(|lane| rules.lane(lane).soc_max);
    for tile in 0..SPAN / TILE {
        for wishes in lanes::load(spans, tile) {
            for lane in 0..LANES {
                let rule = rules.lane(lane);
                let wish = wishes[lane];
                let charge = rule.charge_of(rule.within_power_limits(wish));
                offset[lane] = rule.retention * offset[lane] + charge;
                lowest[lane] = rule.step(lowest[lane], wish).soc;
                highest[lane] = rule.step(highest[lane], wish).soc;
            }
        }
    }
    Maps { offset, lowest, highest }
}

/// The state in which each span begins.
fn starts(rule: &Rule, maps: &Maps, soc: f64) -> Lane {
    let slope = (0..SPAN).fold(1.0, |slope, _| rule.retention * slope);
    let mut next = soc;
    from_fn(|lane| {
        let start = next;
        let free = slope * start + maps.offset[lane];
        next = clamp(free, maps.lowest[lane], maps.highest[lane]);
        start
    })
}
