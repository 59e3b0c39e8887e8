//! The lower of functions, and the least of all their sums.

use super::polyline::{Knot, between, convex_runs, slope};

/// Least cost of a present choice and what follows from it, over all choices.
///
/// Convex functions are merged by slope, as the queue does; others are taken apart into convex
/// runs, and the lowest of all that these come to counts. Buffers are reused from call to call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Convolution {
    merged: Vec<Knot>,
    part: Vec<Knot>,
    spare: Vec<Knot>,
}

impl Convolution {
    /// Writes the least of `one(u) + other(y - u)` over u, for all y, into `into`.
    pub fn least(&mut self, one: &[Knot], other: &[Knot], into: &mut Vec<Knot>) {
        into.clear();
        for run in convex_runs(one) {
            self.part.clear();
            for stretch in convex_runs(other) {
                merge(run, stretch, &mut self.merged);
                lower_to(&mut self.part, &self.merged, &mut self.spare);
            }
            lower_to(into, &self.part, &mut self.spare);
        }
    }
}

/// Lowers a function to another one, which starts no earlier; what lies before that stays.
fn lower_to(one: &mut Vec<Knot>, other: &[Knot], spare: &mut Vec<Knot>) {
    let start_kwh = other.first().map_or(f64::INFINITY, |knot| knot.kwh);
    let before = one.partition_point(|knot| knot.kwh < start_kwh).saturating_sub(1);
    lower(one.get(before..).unwrap_or_default(), other, spare);
    one.truncate(before);
    one.extend_from_slice(spare);
}

/// The least of the sums of two convex functions: their segments in order of slope.
fn merge(one: &[Knot], other: &[Knot], into: &mut Vec<Knot>) {
    into.clear();
    let (mut one, mut other) = (one, other);
    while let ([here, ..], [there, ..]) = (one, other) {
        into.push(Knot { kwh: here.kwh + there.kwh, cost: here.cost + there.cost });
        let is_one_next = match (one, other) {
            ([_, _, ..], [_]) => true,
            ([a, b, ..], [c, d, ..]) => slope(a, b) <= slope(c, d),
            _ => false,
        };
        let next = if is_one_next { &mut one } else { &mut other };
        *next = next.get(1..).unwrap_or_default();
    }
}

/// The lower of two functions that join without a gap; where one ends, the other counts.
fn lower(one: &[Knot], other: &[Knot], into: &mut Vec<Knot>) {
    into.clear();
    let (mut one, mut other) = (Walk::new(one), Walk::new(other));
    let mut before: Option<[Knot; 2]> = None;
    while let Some(kwh) = nearest(one.next(), other.next()) {
        let now = [one.cost_at(kwh), other.cost_at(kwh)].map(|cost| Knot { kwh, cost });
        into.extend(before.and_then(|before| crossing(&before, &now)));
        let (is_bend, is_other_bend) = (one.pass(kwh), other.pass(kwh));
        if is_bend && now[0].cost <= now[1].cost {
            into.push(now[0]);
        } else if is_other_bend && now[1].cost <= now[0].cost {
            into.push(now[1]);
        }
        before = Some(now);
    }
}

fn nearest(one: Option<&Knot>, other: Option<&Knot>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.kwh < one.kwh { other.kwh } else { one.kwh }),
        (one, other) => one.or(other).map(|knot| knot.kwh),
    }
}

/// Where two lines cross between two energies.
fn crossing(before: &[Knot; 2], now: &[Knot; 2]) -> Option<Knot> {
    let (gap, next_gap) = (before[0].cost - before[1].cost, now[0].cost - now[1].cost);
    let crosses = gap < 0.0 && next_gap > 0.0 || gap > 0.0 && next_gap < 0.0;
    if !crosses || !gap.is_finite() || !next_gap.is_finite() {
        return None;
    }
    let share = gap / (gap - next_gap);
    let kwh = before[0].kwh + share * (now[0].kwh - before[0].kwh);
    Some(Knot { kwh, cost: before[0].cost + share * (now[0].cost - before[0].cost) })
}

/// A chain read from left to right.
struct Walk<'a> {
    before: Option<&'a Knot>,
    rest: &'a [Knot],
}

impl<'a> Walk<'a> {
    fn new(chain: &'a [Knot]) -> Self {
        Self { before: None, rest: chain }
    }

    fn next(&self) -> Option<&'a Knot> {
        self.rest.first()
    }

    /// The value at an energy not beyond the next knot; infinite outside the chain.
    fn cost_at(&self, kwh: f64) -> f64 {
        match (self.before, self.next()) {
            (_, Some(next)) if next.kwh == kwh => next.cost,
            (Some(before), Some(next)) => between(before, next, kwh),
            _ => f64::INFINITY,
        }
    }

    /// Steps over a knot at this energy, if there is one.
    fn pass(&mut self, kwh: f64) -> bool {
        let Some((next, rest)) = self.rest.split_first() else { return false };
        let is_here = next.kwh == kwh;
        if is_here {
            (self.before, self.rest) = (Some(next), rest);
        }
        is_here
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::optimum::polyline::cost_at;
    use proptest::prelude::*;

    fn chain(start: f64, segments: &[(u8, i8)]) -> Vec<Knot> {
        let mut at = Knot { kwh: start, cost: 0.0 };
        let mut chain = vec![at];
        for &(length, slope) in segments {
            let length = f64::from(length);
            at = Knot { kwh: at.kwh + length, cost: at.cost + length * f64::from(slope) };
            chain.push(at);
        }
        chain
    }

    /// The least sum over a grid that holds all knots of both.
    fn searched(one: &[Knot], other: &[Knot], kwh: f64) -> f64 {
        let inside =
            |chain: &[Knot], kwh: f64| chain[0].kwh <= kwh && kwh <= chain[chain.len() - 1].kwh;
        let places =
            (-40..=40).map(f64::from).filter(|&at| inside(one, at) && inside(other, kwh - at));
        places.map(|at| cost_at(one, at) + cost_at(other, kwh - at)).fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn no_choice_is_cheaper(
            one in prop::collection::vec((1..4_u8, -3..4_i8), 0..6),
            other in prop::collection::vec((1..4_u8, -3..4_i8), 0..6),
            start in -5..5_i8,
        ) {
            let (one, other) = (chain(f64::from(start), &one), chain(0.0, &other));
            let mut least = vec![];
            Convolution::default().least(&one, &other, &mut least);
            let span = |chain: &[Knot]| (chain[0].kwh, chain[chain.len() - 1].kwh);
            let ((low, high), one_span, other_span) = (span(&least), span(&one), span(&other));
            prop_assert_eq!((low, high), (one_span.0 + other_span.0, one_span.1 + other_span.1));
            for kwh in (-40..=40).map(f64::from).filter(|kwh| (low..=high).contains(kwh)) {
                let (got, want) = (cost_at(&least, kwh), searched(&one, &other, kwh));
                prop_assert!((got - want).abs() < 1e-9, "{kwh}: {got} {want}");
            }
        }
    }
}
