//! The steps of a duty, one after the other or many at once.

use crate::aging::duty::Duty;
use crate::aging::flow::{ICE, Interval};
use crate::aging::stretch::{Course, STEPS, Stretch};

/// What is left of one pass through a duty.
#[derive(Debug, Clone)]
pub(crate) struct Steps<'a> {
    duty: Duty<'a>,
    /// The point at which the next step ends.
    next: usize,
    /// The last point of this part of the duty.
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
        self.has_more()
    }

    /// Whether there are steps left in this part of the duty.
    pub fn has_more(&self) -> bool {
        self.next <= self.last && self.left > 0.0
    }

    /// Lays the next steps into `stretch`, as many as it holds, but hardly more than pass in
    /// `second` if all are as long as the first; they are not yet passed.
    pub fn lay(&self, stretch: &mut Stretch, second: f64) {
        let most = STEPS.min(whole(second / self.duty.dt(self.next - 1)).saturating_add(2));
        let points = self.next..(self.last + 1).min(self.next + most);
        let steps = points.start - 1..points.end.saturating_sub(1);
        let start = [self.soc, self.kelvin];
        let soc = self.duty.soc.get(points.clone()).unwrap_or(&[]);
        let celsius = Course::of(self.duty.temperature_celsius, points);
        stretch.lay(start, soc, celsius, Course::of(self.duty.dt_second, steps));
    }

    /// Passes the first steps that were laid, up to the end of `last`, in so many seconds.
    pub fn pass(&mut self, count: usize, last: &Interval, left: f64) {
        self.next += count;
        (self.soc, self.kelvin, self.left) = (last.soc[1], last.temperature[1], left);
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

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is no count becomes the nearest one"
)]
fn whole(number: f64) -> usize {
    number as usize
}
