//! Steps side by side: one lane per battery.
//!
//! Turning rows into lanes, stepping and turning back are loops of their own over a table that
//! stays in cache: each is then simple enough to be compiled to vectors.

use super::number::{LANES, Lanes};
use super::rule::Rule;
use super::strip::Strip;
use super::vectors::Machine;
use std::iter::repeat;

/// Samples in a span: an odd number of cache lines, so that spans do not crowd the same cache sets.
pub const SPAN: usize = 72;
/// Lanes and samples that are turned at once.
const FOUR: usize = 4;

/// A span of every lane.
pub struct Table {
    wish: Vec<Lanes>,
    soc: Vec<Lanes>,
}

impl Table {
    pub fn new() -> Self {
        let empty = vec![Lanes::ZERO; SPAN];
        Self { wish: empty.clone(), soc: empty }
    }

    /// The wishes of every strip.
    #[inline(always)]
    pub fn load(&mut self, machine: impl Machine, strips: &[Strip<'_>; LANES]) {
        for (quad, strips) in strips.as_chunks::<FOUR>().0.iter().enumerate() {
            let [a, b, c, d] = strips.each_ref().map(|strip| strip.power_watt.as_chunks().0);
            let tiles = self.wish.as_chunks_mut::<FOUR>().0.iter_mut();
            for ((((lanes, a), b), c), d) in tiles.zip(a).zip(b).zip(c).zip(d) {
                let turned = machine.turn([*a, *b, *c, *d]);
                for sample in 0..FOUR {
                    lanes[sample].0.as_chunks_mut().0[quad] = turned[sample];
                }
            }
        }
    }

    /// Steps every lane from `soc` through what was loaded, and leaves the states at the end there.
    #[inline(always)]
    pub fn step<const POWER: bool>(
        &mut self,
        machine: impl Machine,
        rule: &Rule<Lanes>,
        soc: &mut Lanes,
    ) {
        let rule = rule.map(|lanes| machine.load(lanes));
        let mut now = machine.load(soc);
        for (wish, state) in self.wish.iter_mut().zip(&mut self.soc) {
            let step = rule.step(now, machine.load(wish));
            now = step.soc;
            *state = machine.save(now);
            if POWER {
                *wish = machine.save(step.power_watt);
            }
        }
        *soc = machine.save(now);
    }

    #[inline(always)]
    pub fn save<const POWER: bool>(&self, machine: impl Machine, strips: &mut [Strip<'_>; LANES]) {
        for (quad, strips) in strips.as_chunks_mut::<FOUR>().0.iter_mut().enumerate() {
            save(machine, &self.soc, quad, strips.each_mut().map(|strip| &mut *strip.soc));
            if POWER {
                save(
                    machine,
                    &self.wish,
                    quad,
                    strips.each_mut().map(|strip| &mut *strip.delivered_watt),
                );
            }
        }
    }
}

#[inline(always)]
fn save(machine: impl Machine, table: &[Lanes], quad: usize, rows: [&mut [f64]; FOUR]) {
    let [a, b, c, d] = rows.map(|row| row.as_chunks_mut().0);
    let tiles = table.as_chunks::<FOUR>().0;
    for ((((lanes, a), b), c), d) in tiles.iter().zip(a).zip(b).zip(c).zip(d) {
        [*a, *b, *c, *d] = machine.turn(lanes.each_ref().map(|lanes| lanes.0.as_chunks().0[quad]));
    }
}

/// Steps every lane through its strip of `samples`, and leaves the states at its end in `soc`.
#[inline(always)]
pub fn run<const POWER: bool>(
    machine: impl Machine,
    rules: &[Rule; LANES],
    strips: &mut [Strip<'_>; LANES],
    samples: usize,
    soc: &mut Lanes,
) {
    let rule = side_by_side(rules);
    let mut table = Table::new();
    for _ in 0..samples / SPAN {
        let mut spans = strips.each_mut().map(|strip| strip.cut(SPAN));
        table.load(machine, &spans);
        table.step::<POWER>(machine, &rule, soc);
        table.save::<POWER>(machine, &mut spans);
    }
    for (lane, strip) in strips.iter_mut().enumerate() {
        soc.0[lane] = std::mem::take(strip).run(soc.0[lane], repeat(rules[lane]));
    }
}

/// A rule per lane.
pub fn side_by_side(rules: &[Rule; LANES]) -> Rule<Lanes> {
    Rule {
        soc_min: Lanes(rules.map(|rule| rule.soc_min)),
        soc_max: Lanes(rules.map(|rule| rule.soc_max)),
        lowest_power_watt: Lanes(rules.map(|rule| rule.lowest_power_watt)),
        highest_power_watt: Lanes(rules.map(|rule| rule.highest_power_watt)),
        charge_soc_per_watt: Lanes(rules.map(|rule| rule.charge_soc_per_watt)),
        discharge_soc_per_watt: Lanes(rules.map(|rule| rule.discharge_soc_per_watt)),
        charge_watt_per_soc: Lanes(rules.map(|rule| rule.charge_watt_per_soc)),
        discharge_watt_per_soc: Lanes(rules.map(|rule| rule.discharge_watt_per_soc)),
        retention: Lanes(rules.map(|rule| rule.retention)),
    }
}
