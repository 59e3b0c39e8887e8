//! Steps of a trace, cut where the rules of a tariff change.

use super::calendar::Moment;
use crate::tariff::Tariff;
use std::ops::Range;

/// Moments closer than this are one, or closer than this share of a step that is shorter than a
/// second: what rounding leaves of sums of steps.
fn same_moment(dt_second: f64) -> f64 {
    1e-6 * dt_second.min(1.0)
}

/// Whether a moment lies before another by more than rounding.
pub(super) fn is_before(second: f64, other: f64, dt_second: f64) -> bool {
    other - second > same_moment(dt_second)
}

/// How many steps fit between two moments.
pub(super) fn fitting(from_second: f64, to_second: f64, dt_second: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let steps = ((to_second - from_second + same_moment(dt_second)) / dt_second) as usize;
    steps
}

/// Steps of one length that follow each other.
pub(super) struct Leg {
    /// The number of the first of them.
    pub first: usize,
    /// How many.
    pub steps: usize,
    /// When the first begins. \[s\]
    pub start_second: f64,
    /// Length of each. \[s\]
    pub dt_second: f64,
}

/// Whole steps in which no rule changes, or the part of one step in which none does.
pub(super) struct Piece {
    /// Which steps.
    pub steps: Range<usize>,
    /// When it begins. \[s\]
    pub start_second: f64,
    /// Length of each step, or of the part. \[s\]
    pub dt_second: f64,
    /// Length over that of a whole step. \[1\]
    pub share: f64,
}

impl Piece {
    /// When it ends. \[s\]
    pub fn end_second(&self) -> f64 {
        self.start_second + self.steps.len() as f64 * self.dt_second
    }

    /// Where the steps end that a moment is the end of, or lies in.
    pub fn steps_until(&self, second: f64) -> usize {
        let whole = fitting(self.start_second, second, self.dt_second);
        let whole_end = self.start_second + whole as f64 * self.dt_second;
        let is_within = is_before(whole_end, second, self.dt_second);
        (self.steps.start + whole + usize::from(is_within)).min(self.steps.end)
    }

    /// The step that begins at a moment within it, or in which the moment lies.
    pub fn step_at(&self, second: f64) -> usize {
        let before = fitting(self.start_second, second, self.dt_second);
        self.steps.start + before.min(self.steps.len() - 1)
    }
}

/// What follows a walk.
pub(super) trait Follow {
    /// Rules have changed: this moment tells which hold from now on.
    fn turn(&mut self, moment: &Moment);
    /// Here is a piece in which these rules hold.
    fn take(&mut self, piece: &Piece);
}

/// A walk along the clock, from change to change of the rules of a tariff.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Walk<'a> {
    tariff: &'a Tariff<'a>,
    /// Seconds of the day at which rules may change, rising.
    edges: Vec<f64>,
    /// Whether no rule ever changes.
    is_steady: bool,
    /// When they change next. \[s\]
    until_second: f64,
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub fn new(tariff: &'a Tariff<'a>) -> Self {
        let mut edges: Vec<f64> = tariff.windows().flat_map(super::Window::edges).collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        Self { tariff, edges, is_steady: tariff.is_steady(), until_second: f64::NEG_INFINITY }
    }

    /// Walks through a leg.
    #[inline]
    pub fn along(&mut self, leg: &Leg, follower: &mut impl Follow) {
        let dt_second = leg.dt_second;
        let mut done = 0;
        while done < leg.steps {
            let start_second = leg.start_second + done as f64 * dt_second;
            let step = leg.first + done;
            self.reach(start_second, dt_second, follower);
            let whole = fitting(start_second, self.until_second, dt_second).min(leg.steps - done);
            if whole == 0 {
                self.cut(step, start_second, dt_second, follower);
            } else {
                let steps = step..step + whole;
                follower.take(&Piece { steps, start_second, dt_second, share: 1.0 });
            }
            done += whole.max(1);
        }
    }

    /// Walks through one step in which rules change.
    fn cut(&mut self, step: usize, start: f64, dt_second: f64, follower: &mut impl Follow) {
        let end = start + dt_second;
        let mut start_second = start;
        while start_second < end {
            self.reach(start_second, dt_second, follower);
            let is_last = !is_before(self.until_second, end, dt_second);
            let until = if is_last { end } else { self.until_second };
            let part = until - start_second;
            let (steps, share) = (step..step + 1, part / dt_second);
            follower.take(&Piece { steps, start_second, dt_second: part, share });
            start_second = until;
        }
    }

    /// Comes to a moment; the follower hears of it if rules have changed.
    fn reach(&mut self, second: f64, dt_second: f64, follower: &mut impl Follow) {
        if !is_before(second, self.until_second, dt_second) {
            follower.turn(&self.turn(second.max(self.until_second)));
        }
    }

    #[inline(never)] // rare, and would take the registers of what is frequent
    fn turn(&mut self, second: f64) -> Moment {
        let moment = self.tariff.moment(second);
        let mut edges = self.edges.iter().map(|edge| edge - moment.second_of_day);
        let next_edge = edges.find(|&ahead| ahead > 0.0).unwrap_or(f64::INFINITY);
        let until = moment.until_second.min(second + next_edge).max(second.next_up());
        self.until_second = if self.is_steady { f64::INFINITY } else { until };
        moment
    }
}
