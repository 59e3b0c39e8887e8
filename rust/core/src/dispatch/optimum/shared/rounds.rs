//! Round after round of answers, and the prices that come of them.

use super::ladder::Ladder;
use super::level::Level;
use super::member::Member;
use super::plan::{Prices, SharedPlan};
use super::scale::Scale;
use super::stairs::{Ramp, Stairs};
use super::toll::Toll;
use crate::dispatch::optimum::meter::Connection;
use crate::dispatch::optimum::peaks::Peaks;
use crate::dispatch::optimum::problem::Problem;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each};

/// Width of a ramp that rises by the spread of prices, as a share of the power of all. \[1\]
const WIDTH: f64 = 0.3;
/// Of so many batteries one may answer at the same time as another.
const APART: usize = 16;
/// The most that answer at the same time.
const AT_ONCE: usize = 8;
/// First stair of a ramp, as a share of the spread of prices. \[1\]
const STAIR: f64 = 1e-2;
/// The smallest one. \[1\]
const FINEST: f64 = 1e-6;
/// What is left of it from round to round. \[1\]
const FINER: f64 = 0.75;
/// Between the power under which imports ought to stay and the one that they reach. \[1\]
const HALF_WAY: f64 = 0.5;
/// Net energies this close to a limit keep it, as a share of a ramp. \[1\]
const ROUNDING: f64 = 1e-10;

/// Batteries behind one connection, and what has come of their answers so far.
#[derive(Debug)]
pub struct Rounds<'a> {
    /// The batteries.
    pub members: Vec<Member<'a>>,
    /// The charged peaks.
    levels: Vec<Level>,
    /// What they ask of each step.
    tolls: Vec<Vec<Toll>>,
    /// The connection.
    connection: Problem<'a>,
    /// What the connection costs, step by step.
    ladders: Vec<Ladder>,
    /// What energy costs in each step beside tolls. \[currency/kWh\]
    energy_prices: Vec<f64>,
    /// Load less generation, and what the batteries draw. \[kWh\]
    net_kwh: Vec<f64>,
    /// The lowest and highest that the batteries can make of it. \[kWh\]
    reach_kwh: Vec<(f64, f64)>,
    scale: Scale,
    /// How much the stairs next to a price rise. \[currency/kWh\]
    stair: f64,
    /// How much net energy a ramp takes to rise by the spread of prices. \[kWh\]
    width_kwh: f64,
    at_once: usize,
}

impl<'a> Rounds<'a> {
    /// Batteries that do nothing yet, behind the connection of a problem with charged peaks.
    #[must_use]
    pub fn new(connection: Problem<'a>, members: Vec<Member<'a>>, peaks: &[Peaks]) -> Self {
        let steps = 0..connection.steps();
        let scale = Scale::of(&connection);
        let middle = |(import, export): (f64, f64)| 0.5 * (import + export);
        let hours = steps.clone().map(|step| connection.hours(step)).sum::<f64>();
        let (least_kw, most_kw) = power_range_kw(&members);
        let width_kwh = WIDTH * 0.5 * (most_kw - least_kw) * hours / steps.len() as f64;
        let reach = |step: usize| {
            let (net_kwh, hours) = (connection.net_kwh(step), connection.hours(step));
            (net_kwh + least_kw * hours, net_kwh + most_kw * hours)
        };
        let mut rounds = Self {
            at_once: (members.len() / APART).clamp(1, AT_ONCE),
            members,
            levels: vec![],
            tolls: vec![vec![]; steps.len()],
            ladders: scale.ladders(&connection),
            energy_prices: steps.clone().map(|step| middle(connection.prices(step))).collect(),
            net_kwh: steps.clone().map(|step| connection.net_kwh(step)).collect(),
            reach_kwh: steps.map(reach).collect(),
            connection,
            scale,
            stair: STAIR * scale.spread,
            width_kwh: width_kwh.max(f64::MIN_POSITIVE),
        };
        let level = |peaks| Level::new(&rounds.connection, peaks, scale.spread, rounds.rise());
        rounds.levels = peaks.iter().map(level).collect();
        rounds.move_prices();
        rounds
    }

    /// Lets every battery answer so many times, the last time to what the connection costs in
    /// truth: once the sum of all keeps the limits, it goes on to, and costs no more.
    ///
    /// # Errors
    /// As [`Member::answer`], and those of `watch`.
    pub fn go_on(&mut self, times: usize, watch: &dyn KeepGoing) -> Result<(), Error> {
        for _ in 1..times {
            let ramp = Ramp::new(self.rise(), self.stair, 2.0 * self.scale.penalty);
            self.answer(Some(&ramp), self.at_once, watch)?;
            self.move_prices();
            self.stair = (FINER * self.stair).max(FINEST * self.scale.spread);
        }
        let parts: &[f64] = if self.levels.is_empty() { &[1.0] } else { &[HALF_WAY, 1.0] };
        for &part in parts {
            self.approach_peaks(part);
            self.answer(None, 1, watch)?;
        }
        self.approach_peaks(1.0);
        Ok(())
    }

    /// Whether no limit of the connection is broken.
    #[must_use]
    pub fn keeps_limits(&self) -> bool {
        let excess = |(ladder, &net_kwh): (&Ladder, &f64)| ladder.excess_kwh(net_kwh);
        let excess_kwh = self.ladders.iter().zip(&self.net_kwh).map(excess).fold(0.0, f64::max);
        excess_kwh <= ROUNDING * self.width_kwh
    }

    /// What the batteries pay and get in each step.
    #[must_use]
    pub fn prices(&self) -> Prices {
        let sum = |tolls: &Vec<Toll>| tolls.iter().map(|toll| toll.price).sum();
        let tolls: Vec<f64> = self.tolls.iter().map(sum).collect();
        let both = self.energy_prices.iter().zip(&tolls);
        Prices { all: both.map(|(energy, toll)| energy + toll).collect(), tolls }
    }

    /// The least that the connection costs at prices that it asks for, paying for what the
    /// batteries give and getting for what they draw. \[currency\]
    #[must_use]
    pub fn least_cost_of_connection(&self, prices: &Prices) -> f64 {
        let steps = prices.all.iter().zip(&prices.tolls).enumerate();
        let cost = |(step, (price, toll)): (usize, (&f64, &f64))| {
            let connection = self.connection.connection(step, f64::INFINITY);
            let import_price = connection.import_price + toll;
            let ladder = Ladder::of(&Connection { import_price, ..connection }, self.scale.penalty);
            ladder.least_beyond(*price) + price * self.connection.net_kwh(step)
        };
        let peaks: f64 = self.levels.iter().map(Level::least_cost).sum();
        steps.map(cost).sum::<f64>() + peaks
    }

    /// What the batteries do now.
    #[must_use]
    pub fn plan(&self) -> SharedPlan {
        let cap_kw = |step: usize| {
            let tolls = self.tolls.get(step).map(Vec::as_slice).unwrap_or_default();
            let cap_kwh = tolls.iter().map(|toll| toll.kink_kwh).fold(f64::INFINITY, f64::min);
            cap_kwh * self.connection.per_hour(step)
        };
        let peaks: Vec<Peaks> = self.levels.iter().map(|level| level.peaks.clone()).collect();
        SharedPlan::of(&self.members, &self.connection, cap_kw, &peaks)
    }

    /// Lets every battery answer, so many of them at once. Each of these sees what it changes
    /// itself as many times as large: by convexity their sum then costs no more than before.
    fn answer(
        &mut self,
        ramp: Option<&Ramp>,
        at_once: usize,
        watch: &dyn KeepGoing,
    ) -> Result<(), Error> {
        let stairs = Stairs::new(&self.ladders, &self.energy_prices, &self.tolls, ramp);
        let stairs = stairs.within(&self.reach_kwh);
        for group in self.members.chunks_mut(at_once) {
            let (net_kwh, share) = (&self.net_kwh, 1.0 / group.len() as f64);
            for_each(group.iter_mut().collect(), watch, |member| {
                member.answer(&stairs, net_kwh, share)
            })?;
            for member in group {
                member.follow(&mut self.net_kwh);
            }
        }
        Ok(())
    }

    /// How fast prices rise along ramps. \[currency/kWh²\]
    fn rise(&self) -> f64 {
        self.scale.spread / self.width_kwh
    }

    /// Moves prices to where net energies meet the ramps.
    fn move_prices(&mut self) {
        let rise = self.rise();
        let steps = self.ladders.iter().zip(&self.net_kwh);
        for (price, (ladder, &net_kwh)) in self.energy_prices.iter_mut().zip(steps) {
            *price = ladder.eased_price(net_kwh, *price, rise);
        }
        self.levels.iter_mut().for_each(|level| level.ease(&self.net_kwh));
        self.ask_tolls();
    }

    /// Moves the powers under which imports are to stay so far towards the peaks.
    fn approach_peaks(&mut self, part: f64) {
        self.levels.iter_mut().for_each(|level| level.approach(part, &self.net_kwh));
        self.ask_tolls();
    }

    fn ask_tolls(&mut self) {
        self.tolls.iter_mut().for_each(Vec::clear);
        self.levels.iter().for_each(|level| level.tell(&mut self.tolls));
    }
}

/// Full discharge and full charge of all batteries. \[kW\]
fn power_range_kw(members: &[Member<'_>]) -> (f64, f64) {
    members.iter().fold((0.0, 0.0), |(least, most), member| {
        let curve = member.problem.curve();
        (least + curve.least.ac_kw, most + curve.most.ac_kw)
    })
}
