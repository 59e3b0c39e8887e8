//! Steps side by side: one lane per battery, or per part of a long trace.

use super::store::Rule;
use super::strip::Strip;
use std::array::from_fn;
use std::iter::repeat;

/// Enough to keep the adders of a core busy while each lane waits for its own last sum.
pub const LANES: usize = 16;
/// Samples that are turned at once from rows into lanes: a cache line of each row.
pub const TILE: usize = 8;

/// One value per lane.
pub type Lane = [f64; LANES];

/// A rule per lane, field by field.
pub struct Rules {
    soc_min: Lane,
    soc_max: Lane,
    lowest_power_watt: Lane,
    highest_power_watt: Lane,
    charge_soc_per_watt: Lane,
    discharge_soc_per_watt: Lane,
    charge_watt_per_soc: Lane,
    discharge_watt_per_soc: Lane,
    retention: Lane,
}

impl Rules {
    pub fn of(rule: impl Fn(usize) -> Rule) -> Self {
        let rules: [Rule; LANES] = from_fn(rule);
        Self {
            soc_min: rules.map(|rule| rule.soc_min),
            soc_max: rules.map(|rule| rule.soc_max),
            lowest_power_watt: rules.map(|rule| rule.lowest_power_watt),
            highest_power_watt: rules.map(|rule| rule.highest_power_watt),
            charge_soc_per_watt: rules.map(|rule| rule.charge_soc_per_watt),
            discharge_soc_per_watt: rules.map(|rule| rule.discharge_soc_per_watt),
            charge_watt_per_soc: rules.map(|rule| rule.charge_watt_per_soc),
            discharge_watt_per_soc: rules.map(|rule| rule.discharge_watt_per_soc),
            retention: rules.map(|rule| rule.retention),
        }
    }

    #[inline(always)]
    pub fn lane(&self, lane: usize) -> Rule {
        Rule {
            soc_min: self.soc_min[lane],
            soc_max: self.soc_max[lane],
            lowest_power_watt: self.lowest_power_watt[lane],
            highest_power_watt: self.highest_power_watt[lane],
            charge_soc_per_watt: self.charge_soc_per_watt[lane],
            discharge_soc_per_watt: self.discharge_soc_per_watt[lane],
            charge_watt_per_soc: self.charge_watt_per_soc[lane],
            discharge_watt_per_soc: self.discharge_watt_per_soc[lane],
            retention: self.retention[lane],
        }
    }
}

/// Steps every lane through its strip of `samples`, from the states in `soc` to those at the end.
#[inline(always)]
pub fn run<const POWER: bool>(
    rules: &Rules,
    strips: &mut [Strip<'_>; LANES],
    samples: usize,
    soc: &mut Lane,
) {
    let tiles = samples / TILE;
    for tile in 0..tiles {
        let wishes = load(strips, tile);
        let (mut states, mut delivered) = ([[0.0; LANES]; TILE], [[0.0; LANES]; TILE]);
        for sample in 0..TILE {
            for lane in 0..LANES {
                let step = rules.lane(lane).step(soc[lane], wishes[sample][lane]);
                soc[lane] = step.soc;
                states[sample][lane] = step.soc;
                delivered[sample][lane] = step.power_watt;
            }
        }
        for (lane, strip) in strips.iter_mut().enumerate() {
            save(strip.soc, tile, &states, lane);
            if POWER {
                save(strip.delivered_watt, tile, &delivered, lane);
            }
        }
    }
    for (lane, strip) in strips.iter_mut().enumerate() {
        strip.cut(tiles * TILE);
        soc[lane] = std::mem::take(strip).run(soc[lane], repeat(rules.lane(lane)));
    }
}

/// A tile of every strip, turned into lanes; a strip that is too short reads as zeros.
#[inline(always)]
pub fn load(strips: &[Strip<'_>; LANES], tile: usize) -> [Lane; TILE] {
    let mut turned = [[0.0; LANES]; TILE];
    for lane in 0..LANES {
        if let Some(samples) = strips[lane].power_watt.as_chunks::<TILE>().0.get(tile) {
            for sample in 0..TILE {
                turned[sample][lane] = samples[sample];
            }
        }
    }
    turned
}

#[inline(always)]
fn save(row: &mut [f64], tile: usize, turned: &[Lane; TILE], lane: usize) {
    if let Some(samples) = row.as_chunks_mut::<TILE>().0.get_mut(tile) {
        for sample in 0..TILE {
            samples[sample] = turned[sample][lane];
        }
    }
}
