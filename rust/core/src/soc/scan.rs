//! A trace, eight samples at a time.
//!
//! As long as no limit of charge is met, eight states are sums of what moves. Where one is, the maps
//! of the eight steps are composed: in three rounds every map is joined with those before it. Either
//! way, what is left to do in turn is one step for every eight samples.

use super::eights::{EIGHT, InTime};
use super::number::Number;
use super::rule::{Rule, Step};
use super::strip::Strip;
use super::vectors::Machine;
use crate::error::{Error, FINITE, within};

/// Shorter stretches are stepped one by one, to the bits of a live loop.
const SHORTEST: usize = 8 * EIGHT;

/// Eights between one at work and the one that is brought near meanwhile.
const AHEAD: usize = 16;

/// Runs through as many whole eights as `strip` holds, and returns the state after the last.
#[inline(always)]
pub fn run<const POWER: bool, const LEAKS: bool>(
    machine: impl Machine,
    rule: &Rule,
    strip: &mut Strip<'_>,
    soc: f64,
) -> Result<f64, Error> {
    let samples = strip.power_watt.len();
    let strip = strip.cut(if samples < SHORTEST { 0 } else { samples / EIGHT * EIGHT });
    let scan = Scan::<_, LEAKS>::new(machine, rule);
    let mut before = machine.same(soc);
    let mut poison = machine.same(0.0); // not finite times zero is not zero
    let (states, powers) = (strip.soc.as_chunks_mut().0, strip.delivered_watt.as_chunks_mut().0);
    let wishes = strip.power_watt.as_chunks().0;
    for (at, wish) in wishes.iter().enumerate() {
        bring_near(machine, wishes, at + AHEAD);
        let wish = machine.eight(*wish);
        poison = poison + wish * wish.zero();
        let steps = scan.steps::<POWER>(before, wish);
        before = steps.soc.last();
        put(machine, steps.soc, states, at);
        if POWER {
            put(machine, steps.power_watt, powers, at);
        }
    }
    let finite = machine.array(poison) == [0.0; EIGHT];
    within("power_watt", if finite { 0.0 } else { f64::NAN }, FINITE)?;
    Ok(machine.array(before)[0])
}

#[inline(always)]
fn put<M: Machine>(machine: M, eight: M::Eight, places: &mut [[f64; EIGHT]], at: usize) {
    if let Some(place) = places.get_mut(at) {
        *place = machine.array(eight);
    }
    bring_near(machine, places, at + AHEAD);
}

#[inline(always)]
fn bring_near(machine: impl Machine, places: &[[f64; EIGHT]], at: usize) {
    if let Some(place) = places.get(at) {
        machine.fetch(place);
    }
}

/// What is the same for all eights.
struct Scan<M: Machine, const LEAKS: bool> {
    machine: M,
    single: Rule,
    rule: Rule<M::Eight>,
    /// Retention over one, two and four steps.
    slopes: [M::Eight; 3],
    /// Retention since the start of the eight.
    since_start: M::Eight,
    /// Maps compose where no state is below.
    floor: M::Eight,
}

/// Charge moved, as far as it is left at each sample: in the last step, in the last two and four as
/// far as they lie in the eight, and in all since its start.
#[derive(Clone, Copy)]
struct Moved<T> {
    one: T,
    two: T,
    four: T,
    all: T,
}

/// Where the limits themselves end up: the bounds of the map up to each sample.
#[derive(Clone, Copy)]
struct Bounds<T> {
    lowest: T,
    highest: T,
}

impl<M: Machine, const LEAKS: bool> Scan<M, LEAKS> {
    #[inline(always)]
    fn new(machine: M, rule: &Rule) -> Self {
        let mut left = 1.0;
        let since_start = [(); EIGHT].map(|()| {
            left *= rule.retention;
            left
        });
        let leaks_below = LEAKS && rule.soc_min > 0.0;
        let floor = if leaks_below { rule.soc_min.next_up() } else { rule.soc_min };
        Self {
            machine,
            single: *rule,
            rule: rule.map(|value| machine.same(*value)),
            slopes: [since_start[0], since_start[1], since_start[3]].map(|a| machine.same(a)),
            since_start: machine.eight(since_start),
            floor: machine.same(floor),
        }
    }

    /// Eight steps under `wish`; `before` is the state at their start.
    #[inline(always)]
    fn steps<const POWER: bool>(&self, before: M::Eight, wish: M::Eight) -> Step<M::Eight> {
        let wish = wish.clamp_to(self.rule.lowest_power_watt, self.rule.highest_power_watt);
        let moved = self.moved(wish);
        let free = Self::left(self.since_start, before) + moved.all;
        if free.all_within(self.rule.soc_min, self.rule.soc_max) {
            return Step { soc: free, power_watt: wish };
        }
        let Bounds { lowest, highest } = self.bounds(&moved);
        let soc = free.clamp_to(lowest, highest);
        if LEAKS && !soc.all_within(self.floor, self.rule.soc_max) {
            return self.one_by_one(before, wish);
        }
        let power_watt = if POWER { self.power(soc, soc.later::<1>(before), wish) } else { wish };
        Step { soc, power_watt }
    }

    #[inline(always)]
    fn moved(&self, wish: M::Eight) -> Moved<M::Eight> {
        let one = self.rule.charge_of(wish);
        let two = Self::with_earlier::<1>(one, self.slopes[0]);
        let four = Self::with_earlier::<2>(two, self.slopes[1]);
        let all = Self::with_earlier::<4>(four, self.slopes[2]);
        Moved { one, two, four, all }
    }

    #[inline(always)]
    fn with_earlier<const BY: usize>(moved: M::Eight, slope: M::Eight) -> M::Eight {
        Self::left(slope, moved.later::<BY>(moved.zero())) + moved
    }

    #[inline(always)]
    fn bounds(&self, moved: &Moved<M::Eight>) -> Bounds<M::Eight> {
        let bounds = Bounds { lowest: self.rule.soc_min, highest: self.rule.soc_max };
        let bounds = Self::joined::<1>(bounds, moved.one, self.slopes[0]);
        let bounds = Self::joined::<2>(bounds, moved.two, self.slopes[1]);
        Self::joined::<4>(bounds, moved.four, self.slopes[2])
    }

    /// The bounds of every map after that of `BY` samples before it.
    #[inline(always)]
    fn joined<const BY: usize>(
        bounds: Bounds<M::Eight>,
        moved: M::Eight,
        slope: M::Eight,
    ) -> Bounds<M::Eight> {
        let unbound = moved.largest();
        let end = |soc| (Self::left(slope, soc) + moved).clamp_to(bounds.lowest, bounds.highest);
        Bounds {
            lowest: end(bounds.lowest.later::<BY>(moved.zero() - unbound)),
            highest: end(bounds.highest.later::<BY>(unbound)),
        }
    }

    #[inline(always)]
    fn left(slope: M::Eight, soc: M::Eight) -> M::Eight {
        if LEAKS { slope * soc } else { soc }
    }

    /// Delivered is the wish, unless a limit was met.
    #[inline(always)]
    fn power(&self, soc: M::Eight, before: M::Eight, wish: M::Eight) -> M::Eight {
        let bound = self.rule.power_of(soc - Self::left(self.slopes[0], before), wish);
        let inner = soc.if_equal(self.rule.soc_max, bound, wish);
        soc.if_equal(self.rule.soc_min, bound, inner)
    }

    /// Below the lower limit it depends on the state whether a step is bound: maps do not compose.
    #[inline(always)]
    fn one_by_one(&self, before: M::Eight, wish: M::Eight) -> Step<M::Eight> {
        let (mut soc, mut power_watt) = (self.machine.array(before), self.machine.array(wish));
        let mut now = soc[0];
        for (soc, power_watt) in soc.iter_mut().zip(&mut power_watt) {
            let step = self.single.step(now, *power_watt);
            now = step.soc;
            (*soc, *power_watt) = (now, step.power_watt);
        }
        Step { soc: self.machine.eight(soc), power_watt: self.machine.eight(power_watt) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soc::rule::Step;
    use crate::soc::store::Store;
    use crate::soc::vectors::Plain;

    const SAMPLES: usize = 4 * SHORTEST;

    fn rule(soc_min: f64, self_discharge_per_day: f64) -> Rule {
        let store = Store {
            energy_capacity_wh: 100.0,
            soc_min,
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
            assert_is_the_step_folded::<false>(&rule(0.1, 0.0), &by_turns(length));
            assert_is_the_step_folded::<true>(&rule(0.0, 0.1), &by_turns(length));
            assert_is_the_step_folded::<true>(&rule(0.1, 0.1), &by_turns(length));
        }
    }

    #[test]
    fn what_leaks_at_once_leaves_no_trace() {
        assert_is_the_step_folded::<true>(&Rule { retention: 0.0, ..rule(0.0, 0.1) }, &by_turns(5));
    }

    #[test]
    fn sums_may_overflow() {
        let boundless = |rule| Rule {
            lowest_power_watt: f64::NEG_INFINITY,
            highest_power_watt: f64::INFINITY,
            charge_soc_per_watt: 1.0,
            discharge_soc_per_watt: 1.0,
            ..rule
        };
        let wishes: Vec<f64> = by_turns(2).iter().map(|wish| wish.signum() * 1e308).collect();
        let steps = scanned::<false>(&boundless(rule(0.1, 0.0)), &wishes).unwrap();
        for (soc, step) in [0.9, 0.9, 0.1, 0.1].iter().cycle().zip(steps) {
            assert_eq!(step.soc, *soc);
            assert!(step.power_watt.is_finite());
        }
    }

    #[test]
    fn a_wish_that_is_not_finite_is_found() {
        for (at, wish) in [(0, f64::NAN), (7, f64::INFINITY), (SAMPLES - 1, f64::NEG_INFINITY)] {
            let mut wishes = by_turns(9);
            wishes[at] = wish;
            assert!(scanned::<false>(&rule(0.0, 0.0), &wishes).is_err());
        }
    }
}
