//! One long trace, eight samples at a time.
//!
//! The maps of eight steps are composed in three rounds, each of which joins every map with that of
//! the samples before it; what is left to do in turn is one map for every eight samples.

use super::eights::{EIGHT, InTime};
use super::number::Number;
use super::rule::Rule;
use super::strip::Strip;
use super::vectors::Machine;
use crate::error::{Error, FINITE, within};

/// Samples in a block. Shorter stretches are stepped one by one, to the bits of a live loop.
pub const BLOCK: usize = 32 * EIGHT;

/// Whether a step within the limits stays there, so that its map has the form that composes.
pub fn composes(rule: &Rule) -> bool {
    rule.retention == 1.0 || rule.soc_min == 0.0
}

/// Runs through as many whole blocks as `strip` holds, and returns the state after the last.
#[inline(always)]
pub fn run<const POWER: bool, const LEAKS: bool>(
    machine: impl Machine,
    rule: &Rule,
    strip: &mut Strip<'_>,
    soc: f64,
) -> Result<f64, Error> {
    let strip = strip.cut(strip.power_watt.len() / BLOCK * BLOCK);
    let scan = Scan::<_, LEAKS>::new(machine, rule);
    let mut before = machine.same(soc);
    let mut poison = machine.same(0.0); // not finite times zero is not zero
    let mut delivered = strip.delivered_watt.as_chunks_mut().0.iter_mut();
    for (wishes, states) in strip.power_watt.as_chunks().0.iter().zip(strip.soc.as_chunks_mut().0) {
        let wish = machine.eight(*wishes);
        poison = poison + wish * wish.zero();
        let clipped = wish.clamp_to(scan.rule.lowest_power_watt, scan.rule.highest_power_watt);
        let soc = scan.states(before.last(), clipped);
        *states = machine.array(soc);
        if POWER && let Some(delivered) = delivered.next() {
            *delivered = machine.array(scan.power(soc, soc.later::<1>(before), clipped));
        }
        before = soc;
    }
    let finite = machine.array(poison) == [0.0; EIGHT];
    within("power_watt", if finite { 0.0 } else { f64::NAN }, FINITE)?;
    Ok(machine.array(before)[EIGHT - 1])
}

/// What is the same for all eights.
struct Scan<T, const LEAKS: bool> {
    rule: Rule<T>,
    /// Retention over one, two and four steps.
    slopes: [T; 3],
    /// Retention since the start of the eight.
    since_start: T,
}

/// For each sample the map `soc -> clamp(slope soc + offset, lowest, highest)` up to its end: its
/// bounds are where the limits themselves end up.
#[derive(Clone, Copy)]
struct Maps<T> {
    offset: T,
    lowest: T,
    highest: T,
}

impl<T: InTime, const LEAKS: bool> Scan<T, LEAKS> {
    #[inline(always)]
    fn new<M: Machine<Eight = T>>(machine: M, rule: &Rule) -> Self {
        let mut left = 1.0;
        let since_start = [(); EIGHT].map(|()| {
            left *= rule.retention;
            left
        });
        Self {
            rule: rule.map(|value| machine.same(*value)),
            slopes: [since_start[0], since_start[1], since_start[3]].map(|a| machine.same(a)),
            since_start: machine.eight(since_start),
        }
    }

    /// States at the ends of eight samples; `before` is that at their start.
    #[inline(always)]
    fn states(&self, before: T, wish: T) -> T {
        let offset = self.rule.charge_of(wish);
        let Rule { soc_min, soc_max, .. } = self.rule;
        let [one, two, four] = self.slopes;
        let end = |soc| Self::left(one, soc) + offset;
        let lowest = end(soc_min).clamp_to(soc_min, soc_max);
        let highest = end(soc_max).clamp_to(soc_min, soc_max);
        let maps = Maps { offset, lowest, highest };
        let maps = Self::joined::<1>(maps, one);
        let maps = Self::joined::<2>(maps, two);
        let maps = Self::joined::<4>(maps, four);
        Self::image(maps, self.since_start, before)
    }

    /// Every map after that of `BY` samples before it.
    #[inline(always)]
    fn joined<const BY: usize>(maps: Maps<T>, slope: T) -> Maps<T> {
        let none = maps.offset.zero();
        let unbound = none.largest();
        let offset = Self::left(slope, maps.offset.later::<BY>(none)) + maps.offset;
        let lowest = maps.lowest.later::<BY>(none - unbound);
        let highest = maps.highest.later::<BY>(unbound);
        Maps {
            offset,
            lowest: Self::image(maps, slope, lowest),
            highest: Self::image(maps, slope, highest),
        }
    }

    #[inline(always)]
    fn image(maps: Maps<T>, slope: T, soc: T) -> T {
        (Self::left(slope, soc) + maps.offset).clamp_to(maps.lowest, maps.highest)
    }

    #[inline(always)]
    fn left(slope: T, soc: T) -> T {
        if LEAKS { slope * soc } else { soc }
    }

    /// Delivered is the wish, unless a limit was met.
    #[inline(always)]
    fn power(&self, soc: T, before: T, wish: T) -> T {
        let bound = self.rule.power_of(soc - Self::left(self.slopes[0], before), wish);
        let inner = soc.if_equal(self.rule.soc_max, bound, wish);
        soc.if_equal(self.rule.soc_min, bound, inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soc::rule::Step;
    use crate::soc::store::Store;
    use crate::soc::vectors::Plain;

    const SAMPLES: usize = 4 * BLOCK;

    fn rule(self_discharge_per_day: f64) -> Rule {
        let store = Store {
            energy_capacity_wh: 100.0,
            soc_min: 0.0,
            soc_max: 0.9,
            charge_efficiency: 0.9,
            discharge_efficiency: 0.95,
            self_discharge_per_day,
            charge_power_watt: 400.0,
            discharge_power_watt: 500.0,
        };
        store.rule(3600.0).unwrap()
    }

    /// Charges and discharges by turns of `length`, so that limits are met at every place.
    fn by_turns(length: usize) -> Vec<f64> {
        (0..SAMPLES).map(|at| if (at / length).is_multiple_of(2) { 23.0 } else { -19.0 }).collect()
    }

    fn scanned<const LEAKS: bool>(rule: &Rule, wishes: &[f64]) -> Result<Vec<Step>, Error> {
        let (mut states, mut powers) = (vec![0.0; SAMPLES], vec![0.0; SAMPLES]);
        let (soc, delivered_watt) = (&mut states[..], &mut powers[..]);
        let mut strip = Strip { power_watt: wishes, soc, delivered_watt };
        run::<true, LEAKS>(Plain, rule, &mut strip, 0.5)?;
        let steps = states.into_iter().zip(powers);
        Ok(steps.map(|(soc, power_watt)| Step { soc, power_watt }).collect())
    }

    fn assert_is_the_step_folded<const LEAKS: bool>(rule: &Rule, wishes: &[f64]) {
        let mut soc = 0.5;
        for (wish, found) in wishes.iter().zip(scanned::<LEAKS>(rule, wishes).unwrap()) {
            let step = rule.step(soc, *wish);
            assert!((found.soc - step.soc).abs() <= 1e-13);
            assert!((found.power_watt - step.power_watt).abs() <= 1e-10);
            soc = step.soc;
        }
    }

    #[test]
    fn limits_may_be_met_anywhere() {
        for length in 1..40 {
            assert_is_the_step_folded::<false>(&rule(0.0), &by_turns(length));
            assert_is_the_step_folded::<true>(&rule(0.1), &by_turns(length));
        }
    }

    #[test]
    fn what_leaks_at_once_leaves_no_trace() {
        assert_is_the_step_folded::<true>(&Rule { retention: 0.0, ..rule(0.1) }, &by_turns(5));
    }

    #[test]
    fn a_wish_that_is_not_finite_is_found() {
        for (at, wish) in [(0, f64::NAN), (7, f64::INFINITY), (SAMPLES - 1, f64::NEG_INFINITY)] {
            let mut wishes = by_turns(9);
            wishes[at] = wish;
            assert!(scanned::<false>(&rule(0.0), &wishes).is_err());
        }
    }
}
