//! Steps side by side: one lane per battery.
//!
//! A square of samples at a time is turned from rows into lanes, stepped, and turned back.

use super::number::{LANES, Lanes, Number};
use super::rule::Rule;
use super::strip::Strip;
use super::vectors::{Machine, SIDE};
use crate::error::{Error, FINITE, within};
use std::iter::repeat;

/// Steps every lane through its strip of `samples`, and leaves the states at its end in `soc`.
#[inline(always)]
pub fn run<const POWER: bool>(
    machine: impl Machine,
    rules: &[Rule; LANES],
    strips: &mut [Strip<'_>; LANES],
    samples: usize,
    soc: &mut Lanes,
) -> Result<(), Error> {
    let whole = strips.each_mut().map(|strip| strip.cut(samples / SIDE * SIDE));
    step_through::<POWER>(machine, &side_by_side(rules), whole, soc)?;
    for (lane, strip) in strips.iter_mut().enumerate() {
        strip.checked()?;
        soc.0[lane] = std::mem::take(strip).run(soc.0[lane], repeat(rules[lane]));
    }
    Ok(())
}

#[inline(always)]
fn step_through<const POWER: bool>(
    machine: impl Machine,
    rule: &Rule<Lanes>,
    mut strips: [Strip<'_>; LANES],
    soc: &mut Lanes,
) -> Result<(), Error> {
    let rule = rule.map(|lanes| machine.load(lanes));
    let mut now = machine.load(soc);
    let mut poison = now.zero(); // not finite times zero is not zero
    for at in 0..strips[0].power_watt.len() / SIDE {
        let mut powers = load(machine, &strips, at);
        let mut states = [Lanes::ZERO; SIDE];
        for (power, state) in powers.iter_mut().zip(&mut states) {
            let wish = machine.load(power);
            poison = poison + wish * wish.zero();
            let step = rule.step(now, wish);
            now = step.soc;
            *state = machine.save(now);
            *power = machine.save(step.power_watt);
        }
        save(machine, &states, strips.each_mut().map(|strip| &mut *strip.soc), at);
        if POWER {
            save(machine, &powers, strips.each_mut().map(|strip| &mut *strip.delivered_watt), at);
        }
    }
    *soc = machine.save(now);
    let finite = machine.save(poison) == Lanes::ZERO;
    within("power_watt", if finite { 0.0 } else { f64::NAN }, FINITE).map(|_| ())
}

/// The square `at` of the wishes of every strip, in lanes.
#[inline(always)]
fn load(machine: impl Machine, strips: &[Strip<'_>; LANES], at: usize) -> [Lanes; SIDE] {
    let mut lanes = [Lanes::ZERO; SIDE];
    for (group, strips) in strips.as_chunks::<SIDE>().0.iter().enumerate() {
        let rows = strips.each_ref().map(|strip| strip.power_watt.as_chunks().0);
        let turned = machine.turn(rows.map(|row| row.get(at).unwrap_or(&[0.0; SIDE])));
        for (lanes, turned) in lanes.iter_mut().zip(turned) {
            lanes.0.as_chunks_mut().0[group] = turned;
        }
    }
    lanes
}

/// Writes lanes to the square `at` of the rows.
#[inline(always)]
fn save(machine: impl Machine, lanes: &[Lanes; SIDE], mut rows: [&mut [f64]; LANES], at: usize) {
    for (group, rows) in rows.as_chunks_mut::<SIDE>().0.iter_mut().enumerate() {
        let turned = machine.turn(lanes.each_ref().map(|lanes| &lanes.0.as_chunks().0[group]));
        for (row, turned) in rows.iter_mut().zip(turned) {
            if let Some(place) = row.as_chunks_mut().0.get_mut(at) {
                *place = turned;
            }
        }
    }
}

/// A rule per lane.
fn side_by_side(rules: &[Rule; LANES]) -> Rule<Lanes> {
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
