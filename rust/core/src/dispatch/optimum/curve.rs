//! The battery between its AC side and its store, as a chain of straight stretches.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::hull::{Point, lower_hull};
use crate::converter::Converter;
use crate::site::Battery;
use crate::soc::Number;

/// Stretches, each way, that stand for a converter whose losses are curved.
const CHORDS: u32 = 16;
/// Powers closer than this share of all that there is are the same.
const SAME: f64 = 1e-9;

/// A stretch of store power over which AC power follows it in proportion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// How much store power there is of it. \[kW\]
    pub store_kw: f64,
    /// How much AC power. \[kW\]
    pub ac_kw: f64,
    /// AC power per store power. \[1\]
    pub ac_per_store: f64,
    /// Store power per AC power. \[1\]
    pub store_per_ac: f64,
    /// What wear costs per AC kWh that is added within it: below zero where adding some spares
    /// discharge. \[currency/kWh\]
    pub wear_per_kwh: f64,
    /// Whether it lies above rest.
    pub charges: bool,
}

impl Stretch {
    /// That of a battery without power.
    const REST: Self = Self {
        store_kw: 0.0,
        ac_kw: 0.0,
        ac_per_store: 1.0,
        store_per_ac: 1.0,
        wear_per_kwh: 0.0,
        charges: false,
    };

    /// What a store kWh more within it costs at a price of AC energy. \[currency/kWh\]
    #[inline(always)]
    #[must_use]
    pub fn slope(&self, price_per_kwh: f64) -> f64 {
        (price_per_kwh + self.wear_per_kwh) * self.ac_per_store
    }
}

/// All that the battery can do at an instant, from full discharge to full charge.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Stretches in ascending order of power, those of discharge first.
    pub stretches: Vec<Stretch>,
    /// Store and AC power at full discharge, not above zero. \[kW\]
    pub least: Power,
    /// Store and AC power at full charge, not below zero. \[kW\]
    pub most: Power,
    lines: Vec<Line>,
    charge_cost_per_kwh: f64,
    discharge_cost_per_kwh: f64,
}

/// A power of the battery at both of its sides, positive into it. \[kW\]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Power {
    /// Into the store.
    pub store_kw: f64,
    /// At the AC side.
    pub ac_kw: f64,
}

impl Point for Power {
    fn place(&self) -> f64 {
        self.store_kw
    }

    fn cost(&self) -> f64 {
        self.ac_kw
    }
}

impl Curve {
    /// That of `battery`; more than `enough_kw` is never needed.
    ///
    /// Where losses do not fall with power, low powers are mixtures of rest and a better power.
    #[must_use]
    pub fn new(battery: &Battery, enough_kw: f64) -> Self {
        let (mut knots, into) = sides(battery, enough_kw);
        knots.extend(into.into_iter().skip(1)); // rest stands on both sides, and stays: wear turns there
        let stretch = |pair: &[Power; 2]| {
            let store_kw = pair[1].store_kw - pair[0].store_kw;
            let ac_kw = pair[1].ac_kw - pair[0].ac_kw;
            let charges = pair[1].store_kw > 0.0;
            let wear = (battery.charge_cost_per_kwh, -battery.discharge_cost_per_kwh);
            Stretch {
                store_kw,
                ac_kw,
                ac_per_store: ac_kw / store_kw,
                store_per_ac: store_kw / ac_kw,
                wear_per_kwh: if charges { wear.0 } else { wear.1 },
                charges,
            }
        };
        Self {
            stretches: knots.array_windows().map(stretch).collect(),
            lines: knots.array_windows().map(Line::through).collect(),
            least: knots.first().copied().unwrap_or_default(),
            most: knots.last().copied().unwrap_or_default(),
            charge_cost_per_kwh: battery.charge_cost_per_kwh,
            discharge_cost_per_kwh: battery.discharge_cost_per_kwh,
        }
    }

    /// Energies over a step at which a stretch begins or ends: from full discharge to rest, and
    /// from rest to full charge. \[kWh\]
    #[must_use]
    pub fn sides(&self, hours: f64) -> (Vec<Power>, Vec<Power>) {
        let mut at = self.least;
        let mut knots = vec![at];
        knots.extend(self.stretches.iter().map(|stretch| {
            at.store_kw += stretch.store_kw;
            at.ac_kw += stretch.ac_kw;
            at
        }));
        let rest = self.stretches.iter().take_while(|stretch| !stretch.charges).count();
        if let Some(knot) = knots.get_mut(rest) {
            *knot = Power::default(); // sums of stretches may miss it by a rounding
        }
        let scaled =
            |knot: &Power| Power { store_kw: knot.store_kw * hours, ac_kw: knot.ac_kw * hours };
        let (out, into) = (knots.get(..=rest), knots.get(rest..));
        let side = |knots: Option<&[Power]>| knots.unwrap_or_default().iter().map(scaled).collect();
        (side(out), side(into))
    }

    /// The store power at an AC power, within what the battery can, and how it grows with that.
    /// \[kW, 1\]
    #[inline]
    #[must_use]
    pub fn store_kw(&self, ac_kw: f64) -> (f64, f64) {
        let mut at = self.least;
        let mut store_per_ac = 0.0;
        for stretch in &self.stretches {
            store_per_ac = stretch.store_per_ac;
            let end = at.ac_kw + stretch.ac_kw;
            if ac_kw < end {
                at.store_kw += (ac_kw - at.ac_kw) * store_per_ac;
                return (at.store_kw, store_per_ac);
            }
            at.store_kw += stretch.store_kw;
            at.ac_kw = end;
        }
        (at.store_kw, store_per_ac)
    }

    /// The stretch that begins at or holds an AC power; the last one at full charge.
    #[must_use]
    pub fn stretch_above(&self, ac_kw: f64) -> Stretch {
        self.stretch(|end| ac_kw < end - self.rounding_kw())
    }

    /// The stretch that ends at or holds an AC power; the first one at full discharge.
    #[must_use]
    pub fn stretch_below(&self, ac_kw: f64) -> Stretch {
        self.stretch(|end| ac_kw <= end + self.rounding_kw())
    }

    fn rounding_kw(&self) -> f64 {
        SAME * (self.most.ac_kw - self.least.ac_kw)
    }

    fn stretch(&self, ends_later: impl Fn(f64) -> bool) -> Stretch {
        let mut end = self.least.ac_kw;
        let found = self.stretches.iter().find(|stretch| {
            end += stretch.ac_kw;
            ends_later(end)
        });
        found.or(self.stretches.last()).copied().unwrap_or(Stretch::REST)
    }

    /// What wear costs for AC energies. \[currency\]
    #[inline(always)]
    #[must_use]
    pub fn wear(&self, charge_kwh: f64, discharge_kwh: f64) -> f64 {
        charge_kwh * self.charge_cost_per_kwh + discharge_kwh * self.discharge_cost_per_kwh
    }

    /// The AC power that fills the store so fast, within what the battery can: losses are convex,
    /// so the highest of all lines. \[kW\]
    #[inline(always)]
    #[must_use]
    pub fn ac_kw(&self, store_kw: f64) -> f64 {
        let mut power_kw = [store_kw];
        self.follow(&mut power_kw);
        power_kw[0]
    }

    /// Turns store powers into the AC powers of [`Curve::ac_kw`].
    #[inline(always)]
    pub fn follow<const N: usize>(&self, power_kw: &mut [f64; N]) {
        let mut ac_kw = [self.least.ac_kw; N];
        for kw in power_kw.iter_mut() {
            *kw = kw.greater(self.least.store_kw).lesser(self.most.store_kw);
        }
        for line in &self.lines {
            for (ac_kw, store_kw) in ac_kw.iter_mut().zip(&*power_kw) {
                *ac_kw = ac_kw.greater(line.ac_per_store * store_kw + line.at_rest_kw);
            }
        }
        *power_kw = ac_kw;
    }
}

/// What a stretch would be if it went on both ways.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    ac_per_store: f64,
    /// AC power at rest. \[kW\]
    at_rest_kw: f64,
}

impl Line {
    fn through(pair: &[Power; 2]) -> Self {
        let [from, to] = pair;
        let ac_per_store = (to.ac_kw - from.ac_kw) / (to.store_kw - from.store_kw);
        let near = if from.store_kw < 0.0 { to } else { from }; // rest itself, if it is an end
        Self { ac_per_store, at_rest_kw: near.ac_kw - ac_per_store * near.store_kw }
    }
}

/// Powers that the battery can hold, from full discharge to rest and from rest to full charge.
fn sides(battery: &Battery, enough_kw: f64) -> (Vec<Power>, Vec<Power>) {
    let equipment = battery.equipment();
    let side = |limit_watt: f64, sign: f64| {
        let bends = bends(battery.converter.as_ref(), limit_watt.lesser(enough_kw * 1e3));
        let knot = |ac_watt: f64| {
            let store_kw = equipment.path.store_power(sign * ac_watt) / 1e3;
            Power { store_kw, ac_kw: sign * ac_watt / 1e3 }
        };
        lower_hull(bends.into_iter().map(knot).collect())
    };
    (side(equipment.discharge_limit_watt, -1.0), side(equipment.charge_limit_watt, 1.0))
}

/// AC powers from rest to a limit between which losses are read as straight: those at which they were
/// measured, or else as many as stand for a curve. \[W\]
fn bends(converter: Option<&Converter>, limit_watt: f64) -> Vec<f64> {
    let measured = converter.map_or(&[][..], |converter| &converter.loss_points);
    let chords = if converter.is_some() && measured.is_empty() { CHORDS } else { 1 };
    let even = (0..=chords).map(|chord| limit_watt * f64::from(chord) / f64::from(chords));
    let within = measured.iter().map(|&(power, _)| power).filter(|&power| power < limit_watt);
    even.chain(within).collect()
}
