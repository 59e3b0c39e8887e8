//! A family of measured curves, one for each of some values of a condition, with straight lines
//! between neighbors.

use crate::aging::expression::curve::Curve;

/// Curves over the same axis, in the order of a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    at: Vec<f64>,
    curves: Vec<Curve>,
}

impl Family {
    /// The family whose curve number k holds where the condition is `at[k]`, or nothing if these
    /// are no such curves.
    pub fn new(at: Vec<f64>, x: &[Vec<f64>], y: &[Vec<f64>]) -> Option<Self> {
        let rises = at.windows(2).all(|pair| pair[0] < pair[1]);
        let finite = at.iter().all(|value| value.is_finite());
        let fits = at.len() >= 2 && at.len() == x.len() && at.len() == y.len();
        let pairs = x.iter().zip(y).map(|(x, y)| Curve::new(x.clone(), y.clone()));
        let curves: Option<Vec<_>> = pairs.collect();
        curves.filter(|_| rises && finite && fits).map(|curves| Self { at, curves })
    }

    /// The value at `x` where the condition is `at`, held beyond the ends of either.
    pub fn value(&self, at: f64, x: f64) -> f64 {
        let (below, above, share) = self.neighbors(at);
        below.at(x) * (1.0 - share) + above.at(x) * share
    }

    /// Its slopes over the condition and over `x`: those of its straight lines, 0 beyond the ends.
    pub fn slopes(&self, at: f64, x: f64) -> [f64; 2] {
        let (below, above, share) = self.neighbors(at);
        let by_x = below.slope(x) * (1.0 - share) + above.slope(x) * share;
        let between = |pair: &&[f64]| pair[0] <= at && at < pair[1];
        let by_at = self
            .at
            .windows(2)
            .find(between)
            .map_or(0.0, |pair| (above.at(x) - below.at(x)) / (pair[1] - pair[0]));
        [by_at, by_x]
    }

    /// Where the curve at condition `at` reaches `value`, or nothing if it never does.
    pub fn reaches(&self, at: f64, value: f64) -> Option<f64> {
        let (below, above, _) = self.neighbors(at);
        let height = |x: &f64| self.value(at, *x);
        let mut before = f64::NEG_INFINITY;
        let mut after = f64::INFINITY;
        for knots in [below.knots(), above.knots()] {
            let passed = knots.partition_point(|x| height(x) <= value);
            let (reached, ahead) = knots.split_at(passed);
            before = reached.last().map_or(before, |x| x.max(before));
            after = ahead.first().map_or(after, |x| x.min(after));
        }
        let (low, high) = (height(&before), height(&after));
        if after.is_infinite() {
            return (low >= value).then_some(before);
        }
        let way = before + (value - low) / (high - low) * (after - before);
        way.is_finite().then_some(way)
    }

    /// Where the points of any of its curves stand.
    pub fn knots(&self) -> Vec<f64> {
        self.curves.iter().flat_map(Curve::knots).copied().collect()
    }

    /// Whether each curve begins at 0 and rises throughout, or is 0 throughout.
    pub fn can_be_law(&self) -> bool {
        self.curves.iter().all(|curve| curve.is_nothing() || curve.grows_from_nothing())
    }

    fn neighbors(&self, at: f64) -> (&Curve, &Curve, f64) {
        let last = self.at.len() - 1;
        let above = self.at.partition_point(|&known| known <= at).clamp(1, last);
        let (low, high) = (self.at[above - 1], self.at[above]);
        let share = ((at - low) / (high - low)).clamp(0.0, 1.0);
        (&self.curves[above - 1], &self.curves[above], share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fade() -> Family {
        let x = [vec![0.0, 1.0], vec![0.0, 10.0, 30.0], vec![0.0, 5.0, 20.0, 25.0]];
        let y = [vec![0.0, 0.0], vec![0.0, 0.1, 0.2], vec![0.0, 0.2, 0.4, 0.7]];
        Family::new(vec![0.0, 0.5, 1.0], &x, &y).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_reached_has_the_value(at in 0.01..1.2, x in 0.0..25.0) {
            let family = fade();
            let value = family.value(at, x);
            let found = family.reaches(at, value).unwrap();
            prop_assert!((found - x).abs() < 1e-9 * (1.0 + x), "{x} {found}");
        }
    }

    #[test]
    fn slopes_are_those_of_differences() {
        let (family, step) = (fade(), 1e-6);
        for (at, x) in [(0.3, 4.0), (0.7, 12.0), (0.9, 40.0), (1.5, 7.0)] {
            let [by_at, by_x] = family.slopes(at, x);
            let across = family.value(at + step, x) - family.value(at - step, x);
            let along = family.value(at, x + step) - family.value(at, x - step);
            assert!((by_at - across / (2.0 * step)).abs() < 1e-8, "{at} {x}");
            assert!((by_x - along / (2.0 * step)).abs() < 1e-8, "{at} {x}");
        }
    }

    #[test]
    fn a_curve_of_nothing_reaches_nothing() {
        assert_eq!(fade().reaches(0.0, 0.1), None);
        assert_eq!(fade().reaches(1.0, 0.8), None);
        assert_eq!(fade().reaches(f64::NAN, 0.1), None);
        assert!(fade().can_be_law());
    }

    #[test]
    fn neighbors_are_joined_by_straight_lines() {
        assert_eq!(fade().value(0.25, 10.0), 0.05);
        assert!((fade().value(0.75, 5.0) - 0.125).abs() < 1e-15);
    }
}
