//! One explicit step along the curve of a state.
//!
//! The age is found again from the level under the course of the moment, and the slope there holds for
//! the whole step. A state that starts at zero takes its first step along the curve itself.

use crate::aging::law::{Course, Law};

/// What `level` grows by over `dx`; no number where the curve does not hold it.
pub fn increment(law: &Law, course: Course, level: f64, dx: f64) -> f64 {
    let Course { k, p, limit, .. } = course;
    if matches!(law, Law::Linear) {
        return k * dx;
    }
    if dx == 0.0 || k == 0.0 {
        return 0.0;
    }
    if level == 0.0 {
        return first(law, course, dx);
    }
    let slope = match law {
        Law::Power => k * p * (level / k).powf((p - 1.0) / p),
        Law::PowerOfProduct => {
            let x = level.powf(p.recip()) / k;
            p * (k * x).powf(p) / x
        }
        Law::Sigmoid => {
            let x = (-(2.0 * limit / (level - limit)) - 1.0).ln().powf(p.recip()) / k;
            let z = (k * x).powf(p);
            let e = z.exp();
            2.0 * limit * p * e * z / (x * (e + 1.0).powi(2))
        }
        _ => return law.advanced(course, level, dx) - level,
    };
    slope * dx
}

fn first(law: &Law, course: Course, dx: f64) -> f64 {
    let Course { k, p, limit, .. } = course;
    match law {
        Law::Power => k * dx.powf(p),
        Law::PowerOfProduct => (k * dx).powf(p),
        Law::Sigmoid => 2.0 * limit * (0.5 - 1.0 / (1.0 + (k * dx).powf(p).exp())),
        _ => law.advanced(course, 0.0, dx),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_steps_follow_the_curve_and_long_ones_overshoot_where_it_bends_down() {
        let course = Course { k: 0.01, p: 0.6, limit: 0.4, at: 0.0 };
        for law in [Law::Power, Law::PowerOfProduct, Law::Sigmoid] {
            let start = law.advanced(course, 0.0, 1.0);
            let exact = law.advanced(course, start, 1.0) - start;
            let whole = increment(&law, course, start, 1.0);
            let small = 1e4 * increment(&law, course, start, 1e-4);
            let tiny = 1e4 * (law.advanced(course, start, 1e-4) - start);
            assert!(whole > exact, "{law:?}");
            assert!((small / tiny - 1.0).abs() < 1e-4, "{law:?}");
            assert!((increment(&law, course, 0.0, 1.0) / start - 1.0).abs() < 1e-12, "{law:?}");
        }
    }

    #[test]
    fn beyond_its_limit_a_sigmoid_has_no_number() {
        let course = Course { k: 0.01, p: 0.6, limit: 0.4, at: 0.0 };
        assert!(increment(&Law::Sigmoid, course, 0.5, 1.0).is_nan());
        assert_eq!(increment(&Law::Sigmoid, course, 0.5, 0.0), 0.0);
    }
}
