//! One long trace, cut into spans that run side by side.

use super::lanes::{self, SPAN, Table};
use super::number::{LANES, Lanes, Number};
use super::rule::Rule;
use super::strip::Strip;
use super::vectors::Machine;
use std::array::from_fn;

/// Samples in a block of spans. The grid is fixed, whatever the number of threads.
pub const BLOCK: usize = LANES * SPAN;

/// Whether the map of a step has the form that composes.
pub fn composes(rule: &Rule) -> bool {
    rule.retention == 1.0 || rule.soc_min == 0.0
}

/// Runs through as many whole blocks as `strip` holds, and returns the state after the last.
#[inline(always)]
pub fn run<const POWER: bool>(
    machine: impl Machine,
    rule: &Rule,
    strip: &mut Strip<'_>,
    mut soc: f64,
) -> f64 {
    let rules = lanes::side_by_side(&[*rule; LANES]);
    let slope = (0..SPAN).fold(1.0, |slope, _| rule.retention * slope);
    let mut table = Table::new();
    for _ in 0..strip.power_watt.len() / BLOCK {
        let mut block = strip.cut(BLOCK);
        let mut spans = from_fn(|_| block.cut(SPAN));
        let mut states = starts(slope, &compose(machine, &rules, table.load(machine, &spans)), soc);
        table.step::<POWER>(machine, &rules, &mut states);
        table.save::<POWER>(machine, &mut spans);
        soc = states.0[LANES - 1];
    }
    soc
}

/// The map of each span, `soc -> clamp(slope soc + offset, lowest, highest)`: its bounds are where
/// the limits themselves end up, and the slope is that of a span at rest.
struct Maps {
    offset: Lanes,
    lowest: Lanes,
    highest: Lanes,
}

#[inline(always)]
fn compose(machine: impl Machine, rule: &Rule<Lanes>, wishes: &[Lanes]) -> Maps {
    let rule = rule.on(machine);
    let (mut offset, mut lowest, mut highest) = (rule.soc_min.zero(), rule.soc_min, rule.soc_max);
    for wish in wishes {
        let wish = machine.load(wish);
        offset = rule.retention * offset + rule.charge_wished(wish);
        lowest = rule.step(lowest, wish).soc;
        highest = rule.step(highest, wish).soc;
    }
    let [offset, lowest, highest] = [offset, lowest, highest].map(|lanes| machine.save(lanes));
    Maps { offset, lowest, highest }
}

/// The state in which each span begins.
fn starts(slope: f64, maps: &Maps, soc: f64) -> Lanes {
    let mut next = soc;
    Lanes(from_fn(|lane| {
        let start = next;
        let free = slope * start + maps.offset.0[lane];
        next = free.clamp_to(maps.lowest.0[lane], maps.highest.0[lane]);
        start
    }))
}
