//! The steps of a duty, one after the other.

use crate::aging::duty::Duty;
use crate::aging::flow::{ICE, Interval};

/// What is left of one pass through a duty.
#[derive(Debug, Clone)]
pub(crate) struct Steps<'a> {
    duty: Duty<'a>,
    /// The point at which the next step ends.
    next: usize,
    /// The last point of this stretch.
    last: usize,
    soc: f64,
    kelvin: f64,
    /// Seconds that may still pass.
    pub left: f64,
}

impl<'a> Steps<'a> {
    /// The steps of `duty` from `soc` on, until `left` seconds have passed.
    pub fn of(duty: Duty<'a>, soc: f64, left: f64) -> Self {
        Self { duty, next: 1, last: 0, soc, kelvin: duty.temperature(0) + ICE, left }
    }

    /// Goes on by `count` steps at most; tells whether there are any.
    pub fn go_on(&mut self, count: usize) -> bool {
        self.last = self.duty.soc.len().saturating_sub(1).min(self.last + count);
        self.next <= self.last && self.left > 0.0
    }

    #[cold]
    fn part(&mut self, whole: &Interval) -> Interval {
        let (part, _) = whole.split(self.left / whole.dt);
        (self.left, self.last) = (0.0, 0);
        part
    }
}

impl Iterator for Steps<'_> {
    type Item = Interval;

    #[inline]
    fn next(&mut self) -> Option<Interval> {
        if self.next > self.last {
            return None;
        }
        let (soc, dt) = (*self.duty.soc.get(self.next)?, self.duty.dt(self.next - 1));
        let kelvin = self.duty.temperature(self.next) + ICE;
        let whole = Interval { soc: [self.soc, soc], temperature: [self.kelvin, kelvin], dt };
        if dt >= self.left {
            return Some(self.part(&whole));
        }
        (self.soc, self.kelvin) = (soc, kelvin);
        self.left -= dt;
        self.next += 1;
        Some(whole)
    }
}
