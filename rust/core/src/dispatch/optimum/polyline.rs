//! Continuous piecewise-linear functions of energy, as chains of knots; not convex in general.

use crate::soc::Number;

/// Where a function bends, and its value there.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Knot {
    /// Energy. \[kWh\]
    pub kwh: f64,
    /// Cost. \[currency\]
    pub cost: f64,
}

/// How steep it is between two knots. \[currency/kWh\]
#[inline]
pub fn slope(from: &Knot, to: &Knot) -> f64 {
    (to.cost - from.cost) / (to.kwh - from.kwh)
}

/// The stretches of a chain on which it is convex, each from knot to knot.
pub fn convex_runs(mut rest: &[Knot]) -> impl Iterator<Item = &[Knot]> {
    std::iter::from_fn(move || {
        let bend = rest.array_windows().position(|[a, b, c]| slope(b, c) < slope(a, b));
        let run = bend.map_or(Some(rest), |bend| rest.get(..bend + 2));
        rest = bend.and_then(|bend| rest.get(bend + 1..)).unwrap_or_default();
        run.filter(|run| !run.is_empty())
    })
}

/// The value at an energy; beyond an end, that at the end.
pub fn cost_at(chain: &[Knot], kwh: f64) -> f64 {
    let mut before: Option<&Knot> = None;
    for knot in chain {
        if kwh <= knot.kwh {
            return before.map_or(knot.cost, |before| between(before, knot, kwh));
        }
        before = Some(knot);
    }
    before.map_or(f64::NAN, |last| last.cost)
}

/// The value at an energy between two knots.
#[inline]
pub fn between(from: &Knot, to: &Knot, kwh: f64) -> f64 {
    from.cost + (to.cost - from.cost) * ((kwh - from.kwh) / (to.kwh - from.kwh))
}

/// Keeps what lies between two energies; of a chain that misses both by a rounding, its near end.
pub fn restrict(chain: &mut Vec<Knot>, low_kwh: f64, high_kwh: f64) {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return };
    let low = low_kwh.greater(first.kwh).lesser(last.kwh);
    let high = high_kwh.lesser(last.kwh).greater(low);
    let ends = [low, high].map(|kwh| Knot { kwh, cost: cost_at(chain, kwh) });
    chain.retain(|knot| low < knot.kwh && knot.kwh < high);
    chain.insert(0, ends[0]);
    if high > low {
        chain.push(ends[1]);
    }
}

/// Drops knots that the line between their neighbors misses by `slack` at most, and those closer
/// than `same_kwh` to the one before.
///
/// A cone of slopes from the last knot kept tells how far a line may go on, so that the error does
/// not add up over knots (the swinging door of E. Bristol, 1990).
pub fn simplify(chain: &mut Vec<Knot>, same_kwh: f64, slack: f64) {
    let Some((&first, rest)) = chain.split_first() else { return };
    let mut kept = vec![first];
    let mut door = Door::new(first);
    for &knot in rest {
        if door.passes(&knot) {
            door.narrow(knot, same_kwh, slack);
        } else {
            kept.push(door.end);
            door = Door::new(door.end);
            door.narrow(knot, same_kwh, slack);
        }
    }
    if door.end.kwh > door.hinge.kwh {
        kept.push(door.end);
    }
    *chain = kept;
}

/// Lines from a knot that pass close to all knots since.
struct Door {
    hinge: Knot,
    end: Knot,
    least: f64,
    most: f64,
}

impl Door {
    fn new(hinge: Knot) -> Self {
        Self { hinge, end: hinge, least: f64::NEG_INFINITY, most: f64::INFINITY }
    }

    fn passes(&self, knot: &Knot) -> bool {
        let slope = slope(&self.hinge, knot);
        !(slope < self.least || slope > self.most)
    }

    fn narrow(&mut self, knot: Knot, same_kwh: f64, slack: f64) {
        let length = knot.kwh - self.hinge.kwh;
        if length <= same_kwh {
            return;
        }
        let rise = knot.cost - self.hinge.cost;
        self.least = self.least.greater((rise - slack) / length);
        self.most = self.most.lesser((rise + slack) / length);
        self.end = knot;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(knots: &[(f64, f64)]) -> Vec<Knot> {
        knots.iter().map(|&(kwh, cost)| Knot { kwh, cost }).collect()
    }

    #[test]
    fn convex_runs_share_the_knot_that_parts_them() {
        let tent = chain(&[(0.0, 0.0), (1.0, -1.0), (2.0, 1.0), (3.0, 1.5), (4.0, 4.0)]);
        let runs: Vec<_> = convex_runs(&tent).map(<[Knot]>::len).collect();
        assert_eq!(runs, [3, 3]);
        assert_eq!(convex_runs(&tent[..1]).count(), 1);
        assert_eq!(convex_runs(&[]).count(), 0);
    }

    #[test]
    fn restricting_cuts_between_knots() {
        let mut line = chain(&[(0.0, 0.0), (2.0, 4.0), (3.0, 4.0)]);
        restrict(&mut line, 1.0, 2.5);
        assert_eq!(line, chain(&[(1.0, 2.0), (2.0, 4.0), (2.5, 4.0)]));
        restrict(&mut line, 2.5 + 1e-13, 4.0);
        assert_eq!(line, chain(&[(2.5, 4.0)]));
    }

    #[test]
    fn simplifying_never_strays_further_than_the_slack() {
        let parabola = |index: u32| f64::from(index) / 1000.0;
        let fine: Vec<_> =
            (0..=1000).map(parabola).map(|kwh| Knot { kwh, cost: kwh * kwh }).collect();
        let mut rough = fine.clone();
        simplify(&mut rough, 1e-13, 1e-4);
        assert!(rough.len() < 100, "{}", rough.len());
        for knot in fine {
            assert!((cost_at(&rough, knot.kwh) - knot.cost).abs() <= 1.0001e-4);
        }
    }

    #[test]
    fn dust_is_swept_up() {
        let mut dusty = chain(&[(0.0, 0.0), (1.0, 1.0), (1.0 + 1e-15, 1.0), (2.0, 0.0)]);
        simplify(&mut dusty, 1e-12, 1e-12);
        assert_eq!(dusty.len(), 3);
    }
}
