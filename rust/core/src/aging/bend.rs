//! Slopes of the laws of growth, over the age and over what shapes the curve.

use crate::aging::law::{Course, Law};

impl Law {
    /// Slopes of the speed over k and p.
    pub fn speed_slopes(&self, course: Course) -> [f64; 2] {
        let speed = self.speed(course);
        match self {
            _ if speed == 0.0 => [0.0; 2],
            Self::Power => {
                [speed / (course.p * course.k), -speed * course.k.ln() / (course.p * course.p)]
            }
            _ => [1.0, 0.0],
        }
    }

    /// Slopes of the value over age, p, limit and the condition that chooses the curve.
    pub fn level_slopes(&self, course: Course, age: f64) -> [f64; 4] {
        let Course { p, limit, at, .. } = course;
        if age <= 0.0 {
            return [0.0; 4];
        }
        let (power, by_age) = (age.powf(p), p * age.powf(p - 1.0));
        match self {
            Self::Power | Self::PowerOfProduct => [by_age, power * age.ln(), 0.0, 0.0],
            Self::Sigmoid => {
                let share = (0.5 * power).tanh();
                let steep = 0.5 * limit * (1.0 - share * share);
                [steep * by_age, steep * power * age.ln(), share, 0.0]
            }
            Self::Linear => [1.0, 0.0, 0.0, 0.0],
            Self::Relaxation => [limit * (-age).exp(), 0.0, -(-age).exp_m1(), 0.0],
            Self::Table { curve, .. } => [curve.slope(age), 0.0, 0.0, 0.0],
            Self::Family(family) => {
                let [by_at, by_age] = family.slopes(at, age);
                [by_age, 0.0, 0.0, by_at]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_differences() {
        let at = |k, p, limit| Course { k, p, limit, at: 0.4 };
        let (k, p, limit, age) = (0.02, 0.7, 0.4, 0.3);
        let close = |slope: f64, up: f64, down: f64| {
            assert!((slope - (up - down) / 2e-6).abs() < 1e-6, "{slope} {up} {down}");
        };
        for law in [Law::Power, Law::PowerOfProduct, Law::Sigmoid, Law::Linear, Law::Relaxation] {
            let [by_k, by_p] = law.speed_slopes(at(k, p, limit));
            close(by_k, law.speed(at(k + 1e-6, p, limit)), law.speed(at(k - 1e-6, p, limit)));
            close(by_p, law.speed(at(k, p + 1e-6, limit)), law.speed(at(k, p - 1e-6, limit)));
            let level = |p, limit, age| law.level(at(k, p, limit), age);
            let [by_age, by_p, by_limit, _] = law.level_slopes(at(k, p, limit), age);
            close(by_age, level(p, limit, age + 1e-6), level(p, limit, age - 1e-6));
            close(by_p, level(p + 1e-6, limit, age), level(p - 1e-6, limit, age));
            close(by_limit, level(p, limit + 1e-6, age), level(p, limit - 1e-6, age));
        }
    }
}
