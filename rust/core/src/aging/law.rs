//! The laws of growth: how a state moves along its curve.
//!
//! A curve is y = f(age), and conditions set the speed at which the age runs. Where the shape of
//! the curve is constant, ages under changing conditions simply add up; where it is not, the age is
//! found again from y on the curve of the moment. Both are exact for constant conditions, for any
//! length of step, and neither leaves the domain of its curve.

use crate::aging::expression::curve::Curve;
use crate::aging::expression::family::Family;
use crate::aging::expression::power::powers;

/// How a state y grows with x.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// y = k x^p.
    Power,
    /// y = (k x)^p.
    PowerOfProduct,
    /// y = 2 y∞ (1/2 − 1/(1 + exp((k x)^p))), which is y∞ tanh((k x)^p / 2).
    Sigmoid,
    /// y = k x.
    Linear,
    /// y = y∞ (1 − exp(−k x)).
    Relaxation,
    /// y = curve(k x).
    Table {
        /// y over age.
        curve: Curve,
        /// Age over y.
        inverse: Curve,
    },
    /// y = curve(k x), the curve chosen by a condition.
    Family(Family),
}

/// What sets the course of a state for a while.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    /// The rate constant.
    pub k: f64,
    /// The exponent.
    pub p: f64,
    /// Where y ends.
    pub limit: f64,
    /// The condition that chooses the curve.
    pub at: f64,
}

impl Law {
    /// How fast the age runs with x; 0 where `course` leads nowhere.
    pub fn speed(&self, course: Course) -> f64 {
        let speed = match self {
            Self::Power if course.p == 0.5 => course.k * course.k,
            Self::Power => course.k.powf(course.p.recip()),
            _ => course.k,
        };
        if course.k > 0.0 && speed.is_finite() { speed } else { 0.0 }
    }

    /// y at `age`.
    pub fn level(&self, course: Course, age: f64) -> f64 {
        if age <= 0.0 {
            return 0.0;
        }
        match self {
            Self::Power | Self::PowerOfProduct if course.p == 0.5 => age.sqrt(),
            Self::Power | Self::PowerOfProduct => age.powf(course.p),
            Self::Sigmoid => course.limit * (0.5 * age.powf(course.p)).tanh(),
            Self::Linear => age,
            Self::Relaxation => -course.limit * (-age).exp_m1(),
            Self::Table { curve, .. } => curve.at(age),
            Self::Family(family) => family.value(course.at, age),
        }
    }

    /// As [`Self::speed`], where the rate constant is each of `ks`.
    pub fn speeds(&self, course: Course, ks: &[f64], speeds: &mut [f64]) {
        match self {
            Self::Power => powers(speeds, ks, course.p.recip()),
            _ => speeds.copy_from_slice(ks),
        }
        for (speed, k) in speeds.iter_mut().zip(ks) {
            *speed = if *k > 0.0 && speed.is_finite() { *speed } else { 0.0 };
        }
    }

    /// As [`Self::level`], at each of `ages`.
    pub fn levels(&self, course: Course, ages: &[f64], levels: &mut [f64]) {
        if !matches!(self, Self::Power | Self::PowerOfProduct) {
            levels.iter_mut().zip(ages).for_each(|(y, age)| *y = self.level(course, *age));
            return;
        }
        powers(levels, ages, course.p);
        for (level, age) in levels.iter_mut().zip(ages) {
            *level = if *age <= 0.0 { 0.0 } else { *level };
        }
    }

    /// The age at which y is `level`, or nothing where the curve never gets there.
    pub fn age(&self, course: Course, level: f64) -> Option<f64> {
        if level <= 0.0 {
            return Some(0.0);
        }
        let age = match self {
            Self::Power | Self::PowerOfProduct => level.powf(course.p.recip()),
            Self::Sigmoid => (2.0 * (level / course.limit).atanh()).powf(course.p.recip()),
            Self::Linear => level,
            Self::Relaxation => -(-level / course.limit).ln_1p(),
            Self::Table { inverse, .. } => inverse.at(level),
            Self::Family(family) => family.reaches(course.at, level)?,
        };
        (age.is_finite() && age >= 0.0).then_some(age)
    }

    /// y after x has moved on by `dx` from where y was `level`; `level` where no way leads on.
    pub fn advanced(&self, course: Course, level: f64, dx: f64) -> f64 {
        let way = self.speed(course) * dx;
        let age = self.age(course, level);
        match age.map(|age| self.level(course, age + way)) {
            Some(next) if way > 0.0 && next.is_finite() && self.may_move(course, level, next) => {
                next
            }
            _ => level,
        }
    }

    /// Whether y rises with age.
    pub fn rises(&self, course: Course) -> bool {
        match self {
            Self::Power | Self::PowerOfProduct => course.p >= 0.0,
            _ => true,
        }
    }

    /// Rounding may take a tiny step back; a rising law does not.
    fn may_move(&self, course: Course, level: f64, next: f64) -> bool {
        next >= level || !self.rises(course)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn laws() -> Vec<Law> {
        let curve = Curve::new(vec![0.0, 1.0, 3.0], vec![0.0, 0.1, 0.9]).unwrap();
        let inverse = curve.inverted().unwrap();
        let x = [vec![0.0, 1.0, 3.0], vec![0.0, 2.0, 3.0]];
        let y = [vec![0.0, 0.1, 0.9], vec![0.0, 0.2, 0.4]];
        let family = Family::new(vec![0.0, 1.0], &x, &y).unwrap();
        vec![
            Law::Family(family),
            Law::Power,
            Law::PowerOfProduct,
            Law::Sigmoid,
            Law::Linear,
            Law::Relaxation,
            Law::Table { curve, inverse },
        ]
    }

    proptest! {
        #[test]
        fn two_steps_are_one_step(k in 1e-4..0.1, p in 0.3..1.5, x in 0.1..20.0, share in 0.01..0.99) {
            let course = Course { k, p, limit: 0.5, at: 0.4 };
            for law in laws() {
                let once = law.advanced(course, 0.0, x);
                let half = law.advanced(course, 0.0, x * share);
                let twice = law.advanced(course, half, x * (1.0 - share));
                prop_assert!((once - twice).abs() <= 1e-9 * once, "{law:?} {once} {twice}");
            }
        }

        #[test]
        fn no_course_leads_to_nan_or_back(
            k in prop::num::f64::ANY,
            p in 1e-3..1e3,
            limit in prop::num::f64::ANY,
            level in 0.0..2.0,
            dx in 0.0..1e9,
        ) {
            for law in laws() {
                let next = law.advanced(Course { k, p, limit, at: 0.3 }, level, dx);
                prop_assert!(next.is_finite() && next >= level, "{law:?} {next}");
            }
        }
    }

    #[test]
    fn a_state_beyond_its_limit_holds() {
        let course = Course { k: 0.1, p: 0.7, limit: 0.2, at: 0.5 };
        assert_eq!(Law::Sigmoid.advanced(course, 0.3, 1.0), 0.3);
        assert_eq!(Law::Relaxation.advanced(course, 0.3, 1.0), 0.3);
        let negative = Course { k: -0.1, ..course };
        assert_eq!(Law::Linear.advanced(negative, 0.3, 1.0), 0.3);
    }
}
