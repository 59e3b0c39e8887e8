//! How a plan would answer to another price at one of its steps.
//!
//! The least cost of arriving at a step with some energy, and that of going on from what it leaves,
//! are convex. What all other steps cost, as a function of the change of stored energy in this one,
//! is the cheapest difference of the two. As a function of AC energy it gets the wear on top, and
//! the corners of its lower hull are the powers that some price makes best: that price is the
//! slope, turned round.

use super::hull::{Point, lower_hull};
use super::impossible::{Impossible, Lack};
use super::infeasible::tell;
use super::offers::Pieces;
use super::polyline::{Knot, cost_at};
use super::problem::Problem;
use super::queue::Piece;
use super::slopes::Slopes;
use super::stream::check_order;
use crate::error::{Error, within};

/// Energies closer than this share of the capacity are the same. \[1\]
const SAME: f64 = 1e-12;

/// Powers of the battery, the highest first, and the prices at which one gives way to the next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BidCurve {
    /// Ascending, one fewer than powers. \[currency/kWh\]
    pub price_per_kwh: Vec<f64>,
    /// Descending. \[W\]
    pub power_watt: Vec<f64>,
}

/// An AC energy, and what all but its price costs. \[kWh, currency\]
#[derive(Debug, Clone, Copy)]
struct Bid {
    ac_kwh: f64,
    cost: f64,
}

impl Point for Bid {
    fn place(&self) -> f64 {
        self.ac_kwh
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

impl BidCurve {
    /// That of a step of a problem whose other steps have convex costs, with no more import than
    /// `cap_kw` tells of each.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a step that is none, or a price at another one at which losing energy
    /// would pay; [`Error::Infeasible`] if no power of the battery holds the limits of a step.
    pub fn at(
        problem: &Problem<'_>,
        step: usize,
        cap_kw: impl Fn(usize) -> f64,
    ) -> Result<Self, Error> {
        within("step", step as f64, 0.0..=problem.steps() as f64 - 1.0)?;
        let mut others = after(problem, step, &cap_kw)?;
        others.less(&before(problem, step, &cap_kw)?);
        let chain = others.knots();
        let curve = problem.curve();
        let hours = problem.hours(step);
        let bid = |change_kwh: f64| {
            let ac_kwh = curve.ac_kw(change_kwh / hours) * hours;
            let wear = curve.wear(ac_kwh.max(0.0), (-ac_kwh).max(0.0));
            Bid { ac_kwh, cost: cost_at(&chain, change_kwh) + wear }
        };
        let changes = changes(problem, step, &chain, cap_kw(step));
        let hull = lower_hull(changes.into_iter().map(bid).collect());
        let watt_per_kwh = 1e3 * problem.per_hour(step);
        let turn =
            |pair: &[Bid; 2]| (pair[0].cost - pair[1].cost) / (pair[1].ac_kwh - pair[0].ac_kwh);
        Ok(Self {
            price_per_kwh: hull.array_windows().rev().map(turn).collect(),
            power_watt: hull.iter().rev().map(|bid| bid.ac_kwh * watt_per_kwh).collect(),
        })
    }
}

/// Changes of stored energy in a step at which some cost may bend, as far as it and the others let
/// it go. \[kWh\]
fn changes(problem: &Problem<'_>, step: usize, chain: &[Knot], cap_kw: f64) -> Vec<f64> {
    let (curve, hours) = (problem.curve(), problem.hours(step));
    let (connection, net_kwh) = (problem.connection(step, cap_kw), problem.net_kwh(step));
    let change_kwh = |ac_kwh: f64| curve.store_kw(ac_kwh / hours).0 * hours;
    let within_kwh =
        |ac_kwh: f64| ac_kwh.clamp(curve.least.ac_kw * hours, curve.most.ac_kw * hours);
    let fed_in = change_kwh(within_kwh(-connection.export_kwh - net_kwh));
    let drawn = change_kwh(within_kwh(connection.import_kwh - net_kwh));
    let (first, last) = (chain.first(), chain.last());
    let high = last.map_or(drawn, |last| drawn.min(last.kwh));
    let low = first.map_or(fed_in, |first| fed_in.max(first.kwh)).min(high);
    let (out, into) = curve.sides(hours);
    let bends = out.iter().chain(&into).map(|power| power.store_kw);
    let all = bends.chain(chain.iter().map(|knot| knot.kwh)).chain([low, high]);
    let mut found: Vec<f64> = all.filter(|change| (low..=high).contains(change)).collect();
    found.sort_by(f64::total_cmp);
    found.dedup_by(|later, kept| *later - *kept <= SAME * problem.capacity_kwh());
    found
}

/// The least cost of what a step keeps of the energy that the steps before it leave.
fn before(
    problem: &Problem<'_>,
    step: usize,
    cap_kw: &impl Fn(usize) -> f64,
) -> Result<Slopes, Error> {
    let mut pieces = Pieces::default();
    let mut arriving = Slopes::at(problem.start_kwh());
    let mut holding = vec![];
    for earlier in 0..step {
        fill(problem, &mut pieces, earlier, cap_kw(earlier))?;
        arriving.keep(problem.retention(earlier));
        arriving.add(pieces.least_kwh, &pieces.list);
        hold(problem, earlier, &mut arriving, &mut holding);
    }
    arriving.keep(problem.retention(step));
    Ok(arriving)
}

/// The least cost of all that follows from the energy that a step leaves.
fn after(
    problem: &Problem<'_>,
    step: usize,
    cap_kw: &impl Fn(usize) -> f64,
) -> Result<Slopes, Error> {
    let mut pieces = Pieces::default();
    let mut holding = vec![];
    let mut leaving = end(problem);
    for later in (step + 1..problem.steps()).rev() {
        hold(problem, later, &mut leaving, &mut holding);
        fill(problem, &mut pieces, later, cap_kw(later))?;
        leaving.subtract(pieces.least_kwh, &pieces.list);
        leaving.unkeep(problem.retention(later));
    }
    hold(problem, step, &mut leaving, &mut holding);
    Ok(leaving)
}

/// Takes what a step offers, if its cost is convex.
fn fill(problem: &Problem<'_>, pieces: &mut Pieces, step: usize, cap_kw: f64) -> Result<(), Error> {
    let power = |lack| tell(problem, &Impossible { step, lack: Lack::Power(lack) }, vec![]);
    problem.fill_apart(pieces, step, cap_kw).map_err(power)?;
    check_order(problem, pieces, step)
}

/// What is left at the end, by its value.
fn end(problem: &Problem<'_>) -> Slopes {
    let capacity_kwh = problem.capacity_kwh();
    let mut leaving = Slopes::at(0.0);
    leaving.add(0.0, &[Piece { slope: -problem.end_value(), length: capacity_kwh }]);
    let (floor_kwh, ceiling_kwh) = problem.end_kwh();
    leaving.restrict(floor_kwh, ceiling_kwh);
    leaving
}

/// Holds floor and ceiling at the end of a step, and the price of holding energy.
fn hold(problem: &Problem<'_>, step: usize, slopes: &mut Slopes, holding: &mut Vec<(f64, f64)>) {
    let (floor_kwh, ceiling_kwh) = problem.bounds_kwh(step);
    slopes.restrict(floor_kwh, ceiling_kwh);
    if problem.has_holding() {
        problem.holding(step, holding);
        slopes.tilt(holding);
    }
}
