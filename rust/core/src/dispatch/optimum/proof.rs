//! Why no limits on peaks would cost less, and what that tells of prices.
//!
//! The lowest point above all planes rests on some of them, on fences and on sides of the box, each
//! by a weight. In these weights, what a little more would be worth under the limits that each of
//! them was learned from is what it is worth in all, where peaks may move for what they are charged:
//! the weights are the dual of the search.

use super::caps::Caps;
use super::fullest::{Fullest, Miss, Terms};
use super::infeasible::explain;
use super::margins::ShadowPrices;
use super::peaks::Peaks;
use super::problem::Problem;
use super::schedule::Schedule;
use crate::error::Error;
use crate::soc::Number;

/// What bounds the cost from below, or the limits.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// The least cost under some limits. \[kW\]
    Plane(Vec<f64>),
    /// A floor that is missed under some limits. \[kW\]
    Fence(Vec<f64>),
    /// The lowest limit of a charge.
    Side(usize),
}

/// What the lowest point rests on, with weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    peaks: Vec<Peaks>,
    grounds: Vec<(f64, Ground)>,
}

impl Proof {
    /// That of a point that rests on sides, two for each of `peaks`, and on `learned`.
    pub fn new(
        peaks: &[Peaks],
        rests_on: impl Iterator<Item = (usize, f64)>,
        learned: Vec<Ground>,
    ) -> Self {
        let sides =
            (0..2 * peaks.len()).map(|side| (side % 2 == 0).then_some(Ground::Side(side / 2)));
        let mut all: Vec<Option<Ground>> = sides.chain(learned.into_iter().map(Some)).collect();
        let grounds = rests_on.filter(|(_, weight)| *weight > 0.0).filter_map(|(place, weight)| {
            all.get_mut(place).and_then(Option::take).map(|ground| (weight, ground))
        });
        Self { grounds: grounds.collect(), peaks: peaks.to_vec() }
    }

    /// What a little more of each limit would be worth.
    ///
    /// # Errors
    /// [`Error::Infeasible`] if `problem` is not the one that was solved.
    pub fn shadow_prices(&self, problem: &Problem<'_>) -> Result<ShadowPrices, Error> {
        let mut prices = ShadowPrices::none(problem.steps());
        let mut caps = Caps::default();
        for (weight, ground) in &self.grounds {
            match ground {
                Ground::Plane(limits_kw) => {
                    caps.fill(problem.steps(), &self.peaks, limits_kw);
                    prices.add(*weight, &of_plane(problem, &caps)?);
                }
                Ground::Fence(limits_kw) => {
                    caps.fill(problem.steps(), &self.peaks, limits_kw);
                    prices.add(*weight, &of_fence(problem, &caps));
                }
                Ground::Side(place) => self.add_side(problem, *place, *weight, &mut prices),
            }
        }
        Ok(prices)
    }

    /// Adds what keeps a peak from falling: that full discharge can hold no less at its highest load.
    fn add_side(
        &self,
        problem: &Problem<'_>,
        place: usize,
        weight: f64,
        prices: &mut ShadowPrices,
    ) {
        let Some(peak) = self.peaks.get(place) else { return };
        let steps = peak.steps.iter().cloned().flatten();
        let highest = steps.max_by(|a, b| problem.net_kw(*a).total_cmp(&problem.net_kw(*b)));
        let Some(step) = highest else { return };
        let held_kw = problem.net_kw(step) + problem.curve().least.ac_kw;
        if let (true, Some(margins)) =
            (held_kw >= peak.floor_kw.greater(0.0), prices.margins.get_mut(step))
        {
            margins.load_per_kwh += weight * problem.per_hour(step);
            margins.discharge += weight;
        }
    }
}

/// Those of the plan that costs least under caps.
fn of_plane(problem: &Problem<'_>, caps: &Caps) -> Result<ShadowPrices, Error> {
    let mut schedule = Schedule::default();
    let solved = schedule.solve(problem, |step| caps.at(step));
    solved.map_err(|impossible| explain(problem, &impossible))?;
    let mut prices = ShadowPrices::new(problem, &schedule, |step| caps.at(step));
    for (step, margins) in prices.margins.iter_mut().enumerate() {
        if is_charged(problem, caps, step) {
            margins.import = 0.0; // what a charge asks for, no limit could give
        }
    }
    Ok(prices)
}

/// What a kWh more of the floor that caps miss most would cost, if each kWh missed cost one.
fn of_fence(problem: &Problem<'_>, caps: &Caps) -> ShadowPrices {
    let mut prices = ShadowPrices::none(problem.steps());
    let room_kw = |step: usize| problem.import_cap_kw(step, caps.at(step)) - problem.net_kw(step);
    let missed = Fullest::default().walk(problem, |step| Terms::of_limit(room_kw(step)));
    let Some(Miss { step: last, since, .. }) = missed else { return prices };
    prices.floor_per_kwh[last] = 1.0;
    let mut kept = 1.0;
    for step in (since..=last).rev() {
        let (hours, room_kw) = (problem.hours(step), room_kw(step));
        let worth = kept * problem.curve().store_kw(room_kw).1;
        let margins = &mut prices.margins[step];
        if room_kw >= problem.curve().most.ac_kw {
            margins.charge = worth * hours;
        } else {
            margins.load_per_kwh = worth;
            margins.import = if is_charged(problem, caps, step) { 0.0 } else { worth * hours };
        }
        prices.stored_per_kwh[step] = kept;
        kept *= problem.retention(step);
    }
    if let Some(full) = since.checked_sub(1) {
        prices.ceiling_per_kwh[full] = kept;
    }
    prices
}

/// Whether a charge sets the limit of a step, and not the site.
fn is_charged(problem: &Problem<'_>, caps: &Caps, step: usize) -> bool {
    caps.at(step) <= problem.import_cap_kw(step, f64::INFINITY)
}
