//! For every start instant: how long would the battery carry the critical load if the grid left?
//!
//! Energy drained by the load is summed once over the trace; from then on a pointer runs ahead of
//! the clock, forward and back as the stored energy changes, so that an instant costs a few steps.

use crate::site::{Equipment, Site};
use crate::soc::Number;

/// Steps of the histogram to an octave of seconds: bins are about one percent wide.
const BINS_PER_OCTAVE_BITS: u32 = 6;
const MANTISSA_BITS: u32 = 52;
/// Octaves of seconds: up to 2^32 s.
const OCTAVES: usize = 32;

/// The trace as seen by a battery alone, twice over: a pointer may run a pass ahead of the clock.
#[derive(Debug, Clone)]
pub struct IslandLoad {
    steps: usize,
    /// Time up to the start of each step. \[s\]
    seconds: Vec<f64>,
    /// Energy drained from the store up to the start of each step. \[Wh\]
    drained_wh: Vec<f64>,
    /// The same up to its end; infinite where the load is above the power of the battery. \[Wh\]
    needed_wh: Vec<f64>,
}

impl IslandLoad {
    /// What `site` would drain from the store of a battery.
    #[must_use]
    pub fn new(site: &Site<'_>, equipment: &Equipment) -> Self {
        let steps = site.load_watt.len();
        let (mut second, mut wh) = (0.0, 0.0);
        let (mut seconds, mut drained_wh) = (vec![second], vec![wh]);
        let mut needed_wh = Vec::with_capacity(2 * steps);
        for (step, &load) in
            site.load_watt.iter().enumerate().chain(site.load_watt.iter().enumerate())
        {
            let critical = site.critical_watt(step, load);
            let dt = site.dt_second.at(step);
            second += dt;
            wh -= equipment.path.store_power(-critical) * dt / 3600.0;
            seconds.push(second);
            drained_wh.push(wh);
            let too_strong = critical > equipment.discharge_limit_watt;
            needed_wh.push(if too_strong { f64::INFINITY } else { wh });
        }
        Self { steps, seconds, drained_wh, needed_wh }
    }

    fn drained(&self, place: usize) -> f64 {
        self.drained_wh.get(place).copied().unwrap_or(f64::INFINITY)
    }

    fn second(&self, place: usize) -> f64 {
        self.seconds.get(place).copied().unwrap_or(f64::INFINITY)
    }

    fn needed(&self, place: usize) -> f64 {
        self.needed_wh.get(place).copied().unwrap_or(f64::INFINITY)
    }

    /// How far into the step at `place` energy up to `goal` carries.
    #[inline]
    fn second_within(&self, place: usize, goal: f64) -> f64 {
        let drained = self.drained(place);
        let drain = self.needed(place) - drained; // infinite carries nowhere
        if drain <= 0.0 {
            return 0.0;
        }
        let share = ((goal - drained).greater(0.0) / drain).lesser(1.0);
        share * (self.second(place + 1) - self.second(place))
    }
}

/// Collects the ride-through of every start instant of a run.
#[derive(Debug, Clone)]
pub struct RideThrough {
    load: IslandLoad,
    /// The step at which the energy of the last instant ended, counted from the start of its pass.
    ahead: usize,
    /// The step of the last instant.
    here: usize,
    shortest_second: f64,
    shortest_at_second: f64,
    counts: Vec<u64>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct RideThroughSummary {
    /// The shortest ride-through. \[s\]
    pub shortest_second: f64,
    /// When it would have begun. \[s\]
    pub shortest_at_second: f64,
    /// Upper edges of the bins. \[s\]
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
            ahead: 0,
            here: 0,
            shortest_second: f64::INFINITY,
            shortest_at_second: f64::NAN,
            counts: vec![0; (OCTAVES + 1) << BINS_PER_OCTAVE_BITS],
        }
    }

    /// Takes in the start of a step at which `available_wh` could be drained.
    #[inline]
    pub fn push(&mut self, step: usize, time_second: f64, available_wh: f64) {
        let second = self.second_from(step, available_wh);
        if second < self.shortest_second {
            self.shortest_second = second;
            self.shortest_at_second = time_second;
        }
        if let Some(count) = self.counts.get_mut(bin_of(second)) {
            *count += 1;
        }
    }

    /// How long the energy lasts from the start of a step; at most one pass of the trace.
    #[inline]
    fn second_from(&mut self, here: usize, available_wh: f64) -> f64 {
        let load = &self.load;
        if here < self.here {
            self.ahead = self.ahead.saturating_sub(load.steps); // a new pass has begun
        }
        self.here = here;
        let goal = load.drained(here) + available_wh;
        let mut ahead = self.ahead.max(here);
        while ahead > here && load.drained(ahead) > goal {
            ahead -= 1;
        }
        let last = here + load.steps;
        while ahead < last && load.needed(ahead) <= goal {
            ahead += 1;
        }
        self.ahead = ahead;
        let within = if ahead < last { load.second_within(ahead, goal) } else { 0.0 };
        load.second(ahead) - load.second(here) + within
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

/// Bins follow the exponent and the first bits of the mantissa of one plus the seconds.
fn bin_of(second: f64) -> usize {
    let bits = (1.0 + second).to_bits() >> (MANTISSA_BITS - BINS_PER_OCTAVE_BITS);
    let first = 1.0_f64.to_bits() >> (MANTISSA_BITS - BINS_PER_OCTAVE_BITS);
    usize::try_from(bits.saturating_sub(first)).unwrap_or(usize::MAX)
}

/// The upper edge of the bin before bin number `next`. \[s\]
fn edge_of(next: usize) -> f64 {
    let first = 1.0_f64.to_bits() >> (MANTISSA_BITS - BINS_PER_OCTAVE_BITS);
    f64::from_bits((first + next as u64) << (MANTISSA_BITS - BINS_PER_OCTAVE_BITS)) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converter::{Losses, PowerPath};
    use crate::trace::PerStep;
    use proptest::prelude::*;

    fn ideal(limit_watt: f64) -> Equipment {
        Equipment {
            path: PowerPath::new(Losses::NONE, 1.0, 1.0),
            charge_limit_watt: limit_watt,
            discharge_limit_watt: limit_watt,
            fastest_fill_watt: limit_watt,
            fastest_drain_watt: limit_watt,
            standby_watt: 0.0,
            soc_min: 0.0,
            soc_max: 1.0,
        }
    }

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
            let mut ride = RideThrough::new(IslandLoad::new(&site, &ideal(9.0)));
            for (at, &wh) in energy.iter().enumerate() {
                let step = at % load.len();
                let found = ride.second_from(step, wh);
                let expected = plainly(&load, step, wh, 9.0);
                prop_assert!((found - expected).abs() < 1e-6 * (1.0 + expected), "{found} {expected}");
            }
        }
    }
}
