//! The plan that costs least, from the problem to the proof.

use super::bid_curve::BidCurve;
use super::demand::Demand;
use super::margins::ShadowPrices;
use super::peaks::Peaks;
use super::plan::Plan;
use super::problem::Problem;
use super::schedule::Schedule;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each};

/// The kernels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// One run of the slope queue.
    SlopeQueue,
    /// The slope queue, after a program of breakpoints about steps at which both powers would pay.
    Breakpoints,
    /// Cutting planes over the limits of peaks, each asked of the slope queue.
    CuttingPlanes,
}

/// The plan that costs least, and what proves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// What to do, and what it costs.
    pub plan: Plan,
    /// The same in terms of stored energy, with its marginal values.
    pub schedule: Schedule,
    /// The kernel that found it.
    pub method: Method,
    /// The highest import of each charge. \[kW\]
    pub peaks_kw: Vec<f64>,
    /// No plan costs less than this. \[currency\]
    pub bound: f64,
    /// How often the queue was asked.
    pub questions: usize,
    caps_kw: Option<Demand>,
}

impl Optimum {
    /// The optimum of `problem` with charges on `peaks`.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a price of demand that makes no sense; [`Error::Infeasible`] if no
    /// schedule keeps within the limits.
    pub fn find(
        problem: &Problem<'_>,
        peaks: &[Peaks],
        watch: &dyn KeepGoing,
    ) -> Result<Self, Error> {
        peaks.iter().try_for_each(|peak| peak.check(problem.steps()))?;
        let (caps_kw, planned) = if peaks.is_empty() {
            (None, planned(problem, |_| f64::INFINITY, watch)?)
        } else {
            let caps = Demand::least(&problem.relaxed(), peaks, watch)?;
            let planned = planned(problem, |step| caps.cap_kw(step), watch)?;
            (Some(caps), planned)
        };
        let (mut plan, schedule, blocks) = planned;
        let peaks_kw: Vec<f64> =
            peaks.iter().map(|peak| peak.highest_kw(&plan.columns.import_watt)).collect();
        let charged = peaks.iter().zip(&peaks_kw).map(|(peak, kw)| peak.price_per_kw * kw);
        plan.costs.demand = charged.sum();
        let bound = caps_kw.as_ref().map_or(plan.costs.total(), |caps| caps.bound);
        let questions = caps_kw.as_ref().map_or(1, |caps| caps.questions);
        let method = match (&caps_kw, blocks) {
            (Some(_), _) => Method::CuttingPlanes,
            (None, 0) => Method::SlopeQueue,
            (None, _) => Method::Breakpoints,
        };
        Ok(Self { plan, schedule, method, peaks_kw, bound, questions, caps_kw })
    }

    /// The optimum of each of some problems, in their order.
    ///
    /// # Errors
    /// As [`Optimum::find`], of the first problem that has none.
    pub fn find_each(
        problems: &[Problem<'_>],
        peaks: &[Peaks],
        watch: &dyn KeepGoing,
    ) -> Result<Vec<Self>, Error> {
        let mut found = vec![None; problems.len()];
        let pairs = problems.iter().zip(&mut found).collect();
        for_each(pairs, watch, |(problem, place)| {
            *place = Some(Self::find(problem, peaks, &())?);
            Ok(())
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    /// What a little more of each limit would be worth.
    ///
    /// # Errors
    /// As [`Demand::shadow_prices`].
    pub fn shadow_prices(&self, problem: &Problem<'_>) -> Result<ShadowPrices, Error> {
        match &self.caps_kw {
            None => Ok(ShadowPrices::new(problem, &self.schedule, |_| f64::INFINITY)),
            Some(caps) => caps.shadow_prices(&problem.relaxed()),
        }
    }

    /// How the battery would answer to another price at a step, with the peaks held as planned.
    ///
    /// # Errors
    /// As [`BidCurve::at`].
    pub fn bid_curve(&self, problem: &Problem<'_>, step: usize) -> Result<BidCurve, Error> {
        BidCurve::at(problem, step, |step| self.cap_kw(step))
    }

    fn cap_kw(&self, step: usize) -> f64 {
        self.caps_kw.as_ref().map_or(f64::INFINITY, |caps| caps.cap_kw(step))
    }
}

/// The plan that costs least under caps on imports, its schedule, and how many blocks of it had to
/// be planned exactly.
fn planned(
    problem: &Problem<'_>,
    cap_kw: impl Fn(usize) -> f64,
    watch: &dyn KeepGoing,
) -> Result<(Plan, Schedule, usize), Error> {
    let mut schedule = Schedule::default();
    let blocks = schedule.optimize(problem, &cap_kw, watch)?;
    Ok((Plan::new(problem, &schedule, cap_kw), schedule, blocks))
}
