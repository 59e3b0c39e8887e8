//! What it would cost to go on: the damage of a straight way from the last sample.
//!
//! A swing closes where the way passes the turning point at which it began, and the swing around
//! it, which is larger, goes on. So the open turning points are the breakpoints of the cost; where
//! the law is convex, the cost is convex too.

use crate::cycles::counter::Counter;
use crate::cycles::law::Law;

/// Which way a series may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To larger values.
    Up,
    /// To smaller values.
    Down,
}

/// A stretch of the way on which one swing grows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Where it begins.
    pub level: f64,
    /// The turning point from which the swing leads.
    pub origin: f64,
    /// Damage added from the last sample to `level`.
    pub damage: f64,
    /// How fast damage grows with the way from there on.
    pub slope: f64,
}

/// The stretches of a straight way, from the last sample outwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Path<'a> {
    law: &'a Law,
    direction: Direction,
    stretches: Vec<Stretch>,
}

impl<'a> Path<'a> {
    /// The way in `direction` from where `counter` stands; none if it has seen nothing.
    #[must_use]
    pub fn new<A: Copy>(law: &'a Law, counter: &Counter<A>, direction: Direction) -> Self {
        let mut path = Self { law, direction, stretches: Vec::new() };
        let Some((tip, heading)) = counter.tip() else {
            return path;
        };
        let is_onward = heading == if direction == Direction::Up { 1 } else { -1 };
        let mut turns: Vec<f64> = counter.turns().iter().map(|turn| turn.value).collect();
        if !is_onward {
            turns.push(tip.value);
        }
        let mut level = tip.value;
        while let Some(&origin) = turns.last() {
            path.append(level, origin);
            let [.., _, begin, _] = turns[..] else {
                break;
            };
            level = begin;
            turns.truncate(turns.len() - 2);
        }
        path
    }

    /// The stretches, nearest first.
    #[must_use]
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// Damage added on the way to `level`; zero behind the last sample.
    #[must_use]
    pub fn cost(&self, level: f64) -> f64 {
        let passed = self.stretches.partition_point(|stretch| !self.lies_ahead(stretch, level));
        let last = passed.checked_sub(1).and_then(|last| self.stretches.get(last));
        last.map_or(0.0, |stretch| self.cost_from(stretch, level))
    }

    fn lies_ahead(&self, stretch: &Stretch, level: f64) -> bool {
        match self.direction {
            Direction::Up => stretch.level > level,
            Direction::Down => stretch.level < level,
        }
    }

    fn cost_from(&self, stretch: &Stretch, level: f64) -> f64 {
        let of = |level: f64| 0.5 * self.law.of_range((level - stretch.origin).abs());
        stretch.damage + (of(level) - of(stretch.level)).max(0.0)
    }

    fn append(&mut self, level: f64, origin: f64) {
        let damage = self.stretches.last().map_or(0.0, |last| self.cost_from(last, level));
        let slope = 0.5 * self.law.slope((level - origin).abs());
        self.stretches.push(Stretch { level, origin, damage, slope });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::PowerLaw;

    fn path(series: &[f64], direction: Direction) -> Vec<[f64; 4]> {
        let law = Law::Power(PowerLaw::new(2.0).unwrap());
        let mut counter = Counter::new();
        for &x in series {
            counter.push(x, (), |_| ());
        }
        let path = Path::new(&law, &counter, direction);
        path.stretches.iter().map(|s| [s.level, s.origin, s.damage, s.slope]).collect()
    }

    #[test]
    fn the_way_passes_the_open_turning_points() {
        let series = [0.0, 8.0, 2.0, 6.0, 5.0];
        let down = path(&series, Direction::Down);
        assert_eq!(down, [[5.0, 6.0, 0.0, 1.0], [2.0, 8.0, 7.5, 6.0]]);
        let up = path(&series, Direction::Up);
        assert_eq!(up, [[5.0, 5.0, 0.0, 0.0], [6.0, 2.0, 0.5, 4.0], [8.0, 0.0, 10.5, 8.0]]);
    }

    #[test]
    fn a_counter_that_has_seen_little_knows_little() {
        assert!(path(&[], Direction::Up).is_empty());
        assert_eq!(path(&[3.0, 3.0], Direction::Down), [[3.0, 3.0, 0.0, 0.0]]);
    }
}
