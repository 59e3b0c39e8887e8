//! For every start instant: how long would the battery carry the critical load if the grid left?
//!
//! Energy drained by the load is summed once over the trace; from then on a pointer runs ahead of
//! the clock, forward and back as the stored energy changes, so that an instant costs a few steps.

use crate::converter::PowerPath;
use crate::site::Site;

/// Steps of the histogram to an octave of seconds: bins are about one percent wide.
const BINS_PER_OCTAVE_BITS: u32 = 6;
const MANTISSA_BITS: u32 = 52;
/// Octaves of seconds: up to 2^32 s.
const OCTAVES: usize = 32;

/// The trace as seen by a battery alone: time and energy up to the start of each step.
#[derive(Debug, Clone)]
pub struct IslandLoad {
    seconds: Vec<f64>,
    drained_wh: Vec<f64>,
    /// Steps whose load is above the power of the battery, as an infinite drain.
    too_strong: Vec<bool>,
}

impl IslandLoad {
    /// What `site` would drain from a store behind `path`.
    #[must_use]
    pub fn new(site: &Site<'_>, path: &PowerPath, limit_watt: f64) -> Self {
        let (mut second, mut wh) = (0.0, 0.0);
        let (mut seconds, mut drained_wh) = (vec![second], vec![wh]);
        let mut too_strong = Vec::with_capacity(site.load_watt.len());
        for (step, &load) in site.load_watt.iter().enumerate() {
            let critical = site.critical_watt(step, load);
            let dt = site.dt_second.at(step);
            second += dt;
            wh -= path.store_power(-critical) * dt / 3600.0;
            seconds.push(second);
            drained_wh.push(wh);
            too_strong.push(critical > limit_watt);
        }
        Self { seconds, drained_wh, too_strong }
    }
}

/// Collects the ride-through of every start instant of a run.
#[derive(Debug, Clone)]
pub struct RideThrough {
    load: IslandLoad,
    ahead: Place,
    shortest_second: f64,
    shortest_at_second: f64,
    counts: Vec<u64>,
}

/// A step of an endlessly repeated trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    pass: u64,
    step: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct RideThroughSummary {
    /// The shortest ride-through. [s]
    pub shortest_second: f64,
    /// When it would have begun. [s]
    pub shortest_at_second: f64,
    /// Upper edges of the bins. [s]
    pub bin_second: Vec<f64>,
    /// Start instants in each bin.
    pub count: Vec<u64>,
}

impl RideThrough {
    /// A collector for runs over the trace of `load`.
    #[must_use]
    pub fn new(load: IslandLoad) -> Self {
        Self {
            load,
            ahead: Place { pass: 0, step: 0 },
            shortest_second: f64::INFINITY,
            shortest_at_second: f64::NAN,
            counts: vec![0; (OCTAVES + 1) << BINS_PER_OCTAVE_BITS],
        }
    }

    /// Takes in the start of a step at which `available_wh` could be drained.
    #[inline]
    pub fn push(&mut self, pass: u64, step: usize, time_second: f64, available_wh: f64) {
        let second = self.second_from(Place { pass, step }, available_wh);
        if second < self.shortest_second {
            self.shortest_second = second;
            self.shortest_at_second = time_second;
        }
        if let Some(count) = self.counts.get_mut(bin_of(second)) {
            *count += 1;
        }
    }

    /// How long the energy lasts from `here`; at most one pass of the trace.
    fn second_from(&mut self, here: Place, available_wh: f64) -> f64 {
        let goal = self.load.drained(here) + available_wh;
        self.ahead = self.ahead.max(here);
        while self.ahead > here && self.load.drained(self.ahead) > goal {
            self.ahead = self.load.before(self.ahead);
        }
        let last = Place { pass: here.pass + 1, ..here };
        while self.ahead < last && self.load.passes(self.ahead, goal) {
            self.ahead = self.load.after(self.ahead);
        }
        self.load.second(self.ahead) - self.load.second(here)
            + if self.ahead < last { self.load.second_within(self.ahead, goal) } else { 0.0 }
    }

    /// What was found.
    #[must_use]
    pub fn summary(&self) -> RideThroughSummary {
        let used = self.counts.iter().rposition(|&count| count > 0).map_or(0, |last| last + 1);
        RideThroughSummary {
            shortest_second: self.shortest_second,
            shortest_at_second: self.shortest_at_second,
            bin_second: (1..=used).map(edge_of).collect(),
            count: self.counts[..used].to_vec(),
        }
    }
}

impl IslandLoad {
    fn drained(&self, place: Place) -> f64 {
        over_passes(&self.drained_wh, place)
    }

    fn second(&self, place: Place) -> f64 {
        over_passes(&self.seconds, place)
    }

    fn after(&self, place: Place) -> Place {
        if place.step + 1 < self.too_strong.len() {
            Place { step: place.step + 1, ..place }
        } else {
            Place { pass: place.pass + 1, step: 0 }
        }
    }

    fn before(&self, place: Place) -> Place {
        match place.step.checked_sub(1) {
            Some(step) => Place { step, ..place },
            None => Place { pass: place.pass - 1, step: self.too_strong.len() - 1 },
        }
    }

    fn is_too_strong(&self, place: Place) -> bool {
        self.too_strong.get(place.step).copied().unwrap_or(true)
    }

    /// Whether energy up to `goal` carries all of the step at `place`.
    fn passes(&self, place: Place, goal: f64) -> bool {
        !self.is_too_strong(place) && self.drained(self.after(place)) <= goal
    }

    /// How far into the step at `place` energy up to `goal` carries.
    fn second_within(&self, place: Place, goal: f64) -> f64 {
        let next = self.after(place);
        let drain = self.drained(next) - self.drained(place);
        if self.is_too_strong(place) || drain <= 0.0 {
            return 0.0;
        }
        let share = (goal - self.drained(place)).max(0.0) / drain;
        share.min(1.0) * (self.second(next) - self.second(place))
    }
}

/// A sum over the steps before `place`, from `sums` over the steps of one pass.
#[inline]
fn over_passes(sums: &[f64], place: Place) -> f64 {
    let of_pass = sums.last().copied().unwrap_or(0.0);
    place.pass as f64 * of_pass + sums.get(place.step).copied().unwrap_or(of_pass)
}

/// Bins follow the exponent and the first bits of the mantissa of one plus the seconds.
fn bin_of(second: f64) -> usize {
    let bits = (1.0 + second).to_bits() >> (MANTISSA_BITS - BINS_PER_OCTAVE_BITS);
    let first = 1.0_f64.to_bits() >> (MANTISSA_BITS - BINS_PER_OCTAVE_BITS);
    usize::try_from(bits.saturating_sub(first)).unwrap_or(usize::MAX)
}

/// The upper edge of the bin before bin number `next`. [s]
fn edge_of(next: usize) -> f64 {
    let first = 1.0_f64.to_bits() >> (MANTISSA_BITS - BINS_PER_OCTAVE_BITS);
    f64::from_bits((first + next as u64) << (MANTISSA_BITS - BINS_PER_OCTAVE_BITS)) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converter::Losses;
    use crate::trace::PerStep;
    use proptest::prelude::*;

    const IDEAL: PowerPath =
        PowerPath { losses: Losses::NONE, charge_efficiency: 1.0, discharge_efficiency: 1.0 };

    fn site(load_watt: &[f64]) -> Site<'_> {
        Site {
            load_watt,
            dt_second: PerStep::Same(3600.0),
            critical_load_watt: None,
            ambient_temperature_celsius: PerStep::Same(25.0),
            outages: vec![],
            tariff: None,
            start_second: 0.0,
        }
    }

    /// The same by stepping until the energy is gone.
    fn plainly(load: &[f64], from: usize, mut wh: f64, limit: f64) -> f64 {
        let mut second = 0.0;
        for ahead in 0..load.len() {
            let power = load[(from + ahead) % load.len()];
            if power > limit {
                return second;
            }
            if power > wh {
                return second + 3600.0 * wh / power;
            }
            wh -= power;
            second += 3600.0;
        }
        second
    }

    #[test]
    fn bins_hold_what_falls_into_them() {
        for second in [0.0, 0.5, 59.9, 60.0, 12_345.6] {
            let bin = bin_of(second);
            assert!(second < edge_of(bin + 1) && (bin == 0 || second >= edge_of(bin)));
        }
    }

    proptest! {
        #[test]
        fn equals_plain_stepping(
            load in prop::collection::vec(0.0..10.0_f64, 1..20),
            energy in prop::collection::vec(0.0..60.0_f64, 60),
        ) {
            let site = site(&load);
            let mut ride = RideThrough::new(IslandLoad::new(&site, &IDEAL, 9.0));
            for (at, &wh) in energy.iter().enumerate() {
                let (pass, step) = ((at / load.len()) as u64, at % load.len());
                let found = ride.second_from(Place { pass, step }, wh);
                let expected = plainly(&load, step, wh, 9.0);
                prop_assert!((found - expected).abs() < 1e-6 * (1.0 + expected), "{found} {expected}");
            }
        }
    }
}
