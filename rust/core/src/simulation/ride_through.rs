//! For every start instant: how long would the battery carry the critical load if the grid left?
//!
//! Energy drained by the load, as far as generation does not carry it, is summed once over the trace; from then on a pointer runs ahead of
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
    moments: Vec<Moment>,
}

/// The start of a step.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// Time up to here. \[s\]
    second: f64,
    /// Energy drained from the store up to here. \[Wh\]
    drained_wh: f64,
    /// The same up to the end of the step; infinite where the load is above the power of the
    /// battery. \[Wh\]
    needed_wh: f64,
}

impl IslandLoad {
    /// What `site` would drain from the store of a battery.
    #[must_use]
    pub fn new(site: &Site<'_>, equipment: &Equipment) -> Self {
        let drains: Vec<Drain> = site
            .load_watt
            .iter()
            .enumerate()
            .map(|(step, &load)| Drain::new(site, equipment, step, load))
            .collect();
        let mut now = Moment { second: 0.0, drained_wh: 0.0, needed_wh: f64::INFINITY };
        let mut moments = Vec::with_capacity(2 * drains.len() + 1);
        for drain in drains.iter().chain(&drains) {
            let after_wh = now.drained_wh + drain.energy_wh;
            let needed_wh = if drain.too_strong { f64::INFINITY } else { after_wh };
            moments.push(Moment { needed_wh, ..now });
            (now.second, now.drained_wh) = (now.second + drain.second, after_wh);
        }
        moments.push(now);
        Self { steps: drains.len(), moments }
    }

    /// The moments of a pass that starts at a step, with the one after it.
    fn pass_from(&self, step: usize) -> &[Moment] {
        let later = self.moments.get(step..).unwrap_or_default();
        later.get(..self.steps + 1).unwrap_or_default()
    }
}

/// What a step would drain from the store.
#[derive(Debug, Clone, Copy)]
struct Drain {
    second: f64,
    energy_wh: f64,
    /// Whether it asks for more power than the battery has.
    too_strong: bool,
}

impl Drain {
    fn new(site: &Site<'_>, equipment: &Equipment, step: usize, load_watt: f64) -> Self {
        let generation = site.generation_watt.at(step);
        let lacking = (site.critical_watt(step, load_watt) - generation).greater(0.0);
        let second = site.dt_second.at(step);
        let energy_wh = -equipment.path.store_power(-lacking) * second / 3600.0;
        Self { second, energy_wh, too_strong: lacking > equipment.discharge_limit_watt }
    }
}

impl Moment {
    /// How far into this step energy up to `goal_wh` carries, if the step ends at `next`. \[s\]
    #[inline]
    fn second_within(&self, goal_wh: f64, next: &Self) -> f64 {
        let drain = self.needed_wh - self.drained_wh; // infinite carries nowhere
        if drain <= 0.0 {
            return 0.0;
        }
        let share = ((goal_wh - self.drained_wh).greater(0.0) / drain).lesser(1.0);
        share * (next.second - self.second)
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
        if here < self.here {
            self.ahead = self.ahead.saturating_sub(self.load.steps); // a new pass has begun
        }
        self.here = here;
        let moments = self.load.pass_from(here);
        let Some((end, steps)) = moments.split_last() else { return 0.0 };
        let Some(start) = steps.first() else { return 0.0 };
        let goal_wh = start.drained_wh + available_wh;
        let mut ahead = self.ahead.saturating_sub(here);
        while ahead > 0 && moments.get(ahead).is_some_and(|moment| moment.drained_wh > goal_wh) {
            ahead -= 1;
        }
        while steps.get(ahead).is_some_and(|step| step.needed_wh <= goal_wh) {
            ahead += 1;
        }
        self.ahead = here + ahead;
        match moments.get(ahead..ahead + 2) {
            Some([step, next]) => step.second - start.second + step.second_within(goal_wh, next),
            _ => end.second - start.second,
        }
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
            let site = Site::of_load(&load, PerStep::Same(3600.0));
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
