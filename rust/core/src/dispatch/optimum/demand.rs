//! Energy and demand charges together: cutting planes over the limits that peaks are held under.
//!
//! The least cost of energy under import limits is convex, piecewise linear and falling in them,
//! and the queue gives its value and its slopes. Each answer is a plane below it; the lowest point
//! above all planes bounds the optimum from below and tells where to ask next.

use super::caps::Caps;
use super::fullest::{Fullest, Terms};
use super::impossible::Impossible;
use super::infeasible::explain;
use super::margins::{Margins, ShadowPrices};
use super::master::Master;
use super::peaks::Peaks;
use super::plan;
use super::problem::Problem;
use super::proof::{Ground, Proof};
use super::schedule::Schedule;
use super::values::Values;
use crate::error::Error;
use crate::parallel::KeepGoing;
use crate::soc::Number;

/// Cost and bound closer than this share of the cost are the same.
const GAP: f64 = 1e-11;
/// Where several peaks are charged, the gap that is good enough, as a share of the cost.
const GAP_OF_MANY: f64 = 1e-10;
/// Imports closer to a limit than this share of it are at the limit.
const BINDING: f64 = 1e-6;
/// A share of a power by which rounding may put it beyond a limit.
const ROUNDING: f64 = 1e-12;
/// More questions than any case has taken.
const MOST_QUESTIONS: usize = 2000;

/// Limits on the peaks that cost least with what energy costs under them.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// One for each charge. \[kW\]
    pub limits_kw: Vec<f64>,
    /// No plan costs less than this. \[currency\]
    pub bound: f64,
    /// How often the queue was asked.
    pub questions: usize,
    caps: Caps,
    proof: Proof,
}

/// The function that is minimized, with all that asking it needs.
struct Question<'a> {
    problem: &'a Problem<'a>,
    peaks: &'a [Peaks],
    caps: Caps,
    schedule: Schedule,
    course: Fullest,
}

/// Limits that can be held must have `slope · limits` no less than `least`.
struct Fence {
    slope: Vec<f64>,
    least: f64,
}

impl Demand {
    /// The limits that cost least.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if no schedule keeps within the limits of the site itself,
    /// [`Error::Interrupted`] if `watch` wants no more.
    pub fn least(
        problem: &Problem<'_>,
        peaks: &[Peaks],
        watch: &dyn KeepGoing,
    ) -> Result<Self, Error> {
        let mut question = Question {
            problem,
            peaks,
            caps: Caps::default(),
            schedule: Schedule::default(),
            course: Fullest::default(),
        };
        let (low, high) = question.range();
        let (value, slope) = question.answer(&high).map_err(|lack| explain(problem, &lack))?;
        let grounds = vec![Ground::Plane(high.clone())];
        let mut search = Search {
            master: Master::new(&low, &high, &high, value, &slope),
            best: value,
            best_kw: high,
            questions: 1,
            grounds,
        };
        while search.questions < MOST_QUESTIONS && !search.is_closed() {
            if !search.go_on(&mut question) {
                break;
            }
            watch.keep_going(0.0)?;
        }
        Ok(search.found(question))
    }

    /// What a little more of each limit would be worth where peaks move with it.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if `problem` is not the one that was solved.
    pub fn shadow_prices(&self, problem: &Problem<'_>) -> Result<ShadowPrices, Error> {
        self.proof.shadow_prices(problem)
    }

    /// The import limit at a step. \[kW\]
    #[must_use]
    pub fn cap_kw(&self, step: usize) -> f64 {
        self.caps.at(step)
    }
}

/// How far the search has come.
struct Search {
    master: Master,
    best: f64,
    best_kw: Vec<f64>,
    questions: usize,
    /// What each plane and fence was learned from.
    grounds: Vec<Ground>,
}

impl Search {
    fn bound(&self) -> f64 {
        self.master.lowest().first().copied().unwrap_or(f64::NEG_INFINITY)
    }

    fn is_closed(&self) -> bool {
        let gap = if self.best_kw.len() > 1 { GAP_OF_MANY } else { GAP };
        self.best - self.bound() <= gap * self.best.abs().greater(1.0)
    }

    /// Asks at the lowest point of the planes or, with several charges, half-way from there to the
    /// best limits known: planes far from those say little. False if that told nothing.
    fn go_on(&mut self, question: &mut Question<'_>) -> bool {
        let point = self.master.lowest();
        let lowest = point.get(1..).unwrap_or_default();
        let share = if lowest.len() > 1 { 0.5 } else { 1.0 };
        let pairs = self.best_kw.iter().zip(lowest);
        let at: Vec<f64> = pairs.map(|(best, low)| best + share * (low - best)).collect();
        self.questions += 1;
        if let Ok((value, slope)) = question.answer(&at) {
            self.master.add_plane(&at, value, &slope);
            self.grounds.push(Ground::Plane(at.clone()));
            if value < self.best {
                (self.best, self.best_kw) = (value, at);
            }
        } else {
            let Some(fence) = question.fence(&at) else { return false };
            self.master.add_fence(&fence.slope, fence.least);
            self.grounds.push(Ground::Fence(at));
        }
        true
    }

    fn found(self, question: Question<'_>) -> Demand {
        let mut caps = question.caps;
        caps.fill(question.problem.steps(), question.peaks, &self.best_kw);
        let bound = self.bound();
        let proof = Proof::new(question.peaks, self.master.rests_on(), self.grounds);
        Demand { limits_kw: self.best_kw, bound, questions: self.questions, caps, proof }
    }
}

impl Question<'_> {
    /// Between which limits the best ones lie: above what full discharge can hold and what is paid
    /// in any case, below what full charge could reach.
    fn range(&self) -> (Vec<f64>, Vec<f64>) {
        let curve = self.problem.curve();
        let net = |step| self.problem.net_kw(step);
        let highest = |peak: &Peaks| {
            let steps = peak.steps.iter().cloned().flatten();
            steps.map(net).fold(f64::NEG_INFINITY, Number::greater)
        };
        let held_kw = |net_kw: f64| net_kw + curve.least.ac_kw + ROUNDING * net_kw.abs();
        let low = |peak: &Peaks| held_kw(highest(peak)).greater(peak.floor_kw).greater(0.0);
        let high = |peak: &Peaks| (highest(peak) + curve.most.ac_kw).greater(low(peak));
        (self.peaks.iter().map(low).collect(), self.peaks.iter().map(high).collect())
    }

    /// The least cost under some limits, and how it grows with them.
    fn answer(&mut self, limits_kw: &[f64]) -> Result<(f64, Vec<f64>), Impossible> {
        self.caps.fill(self.problem.steps(), self.peaks, limits_kw);
        let caps = &self.caps;
        self.schedule.solve(self.problem, |step| caps.at(step))?;
        let prices = self.peaks.iter().map(|peak| peak.price_per_kw);
        let mut slope: Vec<f64> = prices.collect();
        let demand: f64 = slope.iter().zip(limits_kw).map(|(price, kw)| price * kw).sum();
        let values = Values::of(self.problem, &self.schedule);
        let costs = plan::walk(
            self.problem,
            &self.schedule,
            |at| caps.at(at),
            |section| {
                for (step, import_kwh) in section.imports() {
                    let cap_kw = caps.at(step);
                    if import_kwh < cap_kw * self.problem.hours(step) * (1.0 - BINDING) {
                        continue;
                    }
                    let set_by = caps.set_by.get(step).copied();
                    if let Some(slope) = set_by.and_then(|peak| slope.get_mut(peak)) {
                        *slope -= Margins::at(self.problem, &values, step, cap_kw).import;
                    }
                }
            },
        );
        Ok((costs.total() + demand, slope))
    }

    /// What limits must fulfil so that the floor can be met that those asked about last miss most.
    fn fence(&mut self, limits_kw: &[f64]) -> Option<Fence> {
        let caps = &self.caps;
        let capped = |step: usize| self.problem.import_cap_kw(step, caps.at(step));
        let terms = |step| Terms::of_limit(capped(step) - self.problem.net_kw(step));
        let miss = self.course.walk(self.problem, terms)?;
        let mut slope = vec![0.0; limits_kw.len()];
        for (step, gained) in miss.gradient(self.problem, terms) {
            let is_charged = caps.at(step) <= self.problem.import_cap_kw(step, f64::INFINITY);
            let set_by = caps.set_by.get(step).copied().unwrap_or(usize::MAX);
            if let (true, Some(slope)) = (is_charged, slope.get_mut(set_by)) {
                *slope += gained;
            }
        }
        let at: f64 = slope.iter().zip(limits_kw).map(|(slope, kw)| slope * kw).sum();
        Some(Fence { slope, least: at + miss.missing_kwh })
    }
}
