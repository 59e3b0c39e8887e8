//! The step folded over a site for as long as is asked.

use super::course::{Course, Run};
use super::flow::{Flow, Surroundings};
use super::leg::{Leg, after};
use super::ledger::Ledger;
use super::log::{Balance, Log};
use super::outages::Outages;
use super::plant::{Plant, State};
use crate::dispatch::{Command, Controller, View};
use crate::error::{Error, POSITIVE, within};
use crate::parallel::KeepGoing;
use crate::site::Site;

/// Legs between two looks at the clock of the caller.
const LEGS: usize = 64;

/// All that a loop takes from one step to the next.
#[derive(Debug, Clone)]
pub struct Loop<'e> {
    /// Of the battery.
    pub battery: State<'e>,
    /// The policy with its memory.
    pub controller: Controller,
    /// Passes of the trace that are done.
    pub pass: u64,
    /// The step of the trace that comes next.
    pub step: usize,
    /// How much of it is done. \[s\]
    pub into_step_second: f64,
    /// Load and grid power of the step before, if there was one. \[W\]
    pub before: Option<(f64, f64)>,
}

impl<'e> Loop<'e> {
    /// The loop at the start of a trace.
    #[must_use]
    pub fn new(battery: State<'e>, controller: Controller) -> Self {
        Self { battery, controller, pass: 0, step: 0, into_step_second: 0.0, before: None }
    }

    /// Runs on for a while.
    ///
    /// # Errors
    /// As [`Site::check`]; [`Error::BadInput`] for a duration or a row length that is not positive,
    /// or a loop that stands beyond the trace; [`Error::Interrupted`] if `watch` says so.
    pub fn run(
        self,
        plant: Plant,
        site: &Site<'_>,
        course: Course,
        watch: &dyn KeepGoing,
    ) -> Result<Run<'e>, Error> {
        site.check()?;
        self.check_place(site)?;
        within("duration_second", course.duration_second, POSITIVE)?;
        let mut bench = Bench::new(self, plant, site, course.log.checked()?);
        let start = bench.state.battery.time_second;
        let end = start + course.duration_second;
        while bench.state.battery.time_second < end {
            for _ in 0..LEGS {
                if bench.state.battery.time_second < end {
                    bench.advance(end)?;
                }
            }
            let done = (bench.state.battery.time_second - start) / course.duration_second;
            watch.keep_going(done)?;
        }
        Ok(bench.finish())
    }

    /// Nothing, if the next step is one of this site.
    fn check_place(&self, site: &Site<'_>) -> Result<(), Error> {
        let last_step = site.load_watt.len().saturating_sub(1);
        within("step", self.step as f64, 0.0..=last_step as f64)?;
        within("into_step_second", self.into_step_second, 0.0..=site.dt_second.at(self.step))?;
        Ok(())
    }
}

/// A loop at work: the state, what it stands beside, and what is being written down.
struct Bench<'a, 'e> {
    state: Loop<'e>,
    plant: Plant,
    site: &'a Site<'a>,
    outages: Outages,
    outage: bool,
    /// The next moment at which something changes.
    edge_second: f64,
    ledger: Ledger<'a>,
    curtailed_steps: u64,
    steps: u64,
}

impl<'a, 'e> Bench<'a, 'e> {
    fn new(state: Loop<'e>, plant: Plant, site: &'a Site<'a>, log: Log) -> Self {
        let time = state.battery.time_second;
        Self {
            outages: Outages::new(&site.outages, time),
            outage: false,
            edge_second: time,
            ledger: Ledger::new(site, plant.equipment(), log, time),
            curtailed_steps: 0,
            steps: 0,
            state,
            plant,
            site,
        }
    }

    /// Runs a leg: up to the next moment at which something changes, or as far as steps are alike.
    fn advance(&mut self, end: f64) -> Result<(), Error> {
        let time = self.state.battery.time_second;
        if time >= self.edge_second {
            self.look_ahead(time, end);
        }
        let (first, into) = (self.state.step, self.state.into_step_second);
        let last = self.site.load_watt.len().min(first + self.ledger.longest_leg());
        let leg = Leg::new(self.site.dt_second, first..last, into, self.edge_second - time);
        self.plant.prepare(self.state.battery.health, leg.dt_second)?;
        self.run_leg(&leg);
        self.state.battery.time_second = after(time, leg.length_second(), self.edge_second);
        let booked_wh = self.plant.turn_day(&mut self.state.battery);
        self.ledger.end_leg(&leg, booked_wh, &self.state.battery);
        self.move_on(&leg);
        Ok(())
    }

    /// Finds out whether there is a grid, and when something changes next.
    fn look_ahead(&mut self, time: f64, end: f64) {
        let (outage, outage_edge) = self.outages.at(time);
        self.outage = outage;
        let midnight = self.state.battery.day_end_second;
        self.edge_second = outage_edge.min(self.ledger.row_end()).min(midnight).min(end);
    }

    fn run_leg(&mut self, leg: &Leg) {
        let start = self.state.battery.time_second;
        let equipment = *self.plant.equipment();
        let first = View {
            dt_second: leg.dt_second,
            load_watt: f64::NAN,
            critical_watt: f64::NAN,
            outage: self.outage,
            grid_before_watt: None,
            soc: f64::NAN,
            capacity_wh: self.plant.nominal_wh() * self.state.battery.health.soh_capacity,
            equipment: &equipment,
        };
        let is_start = !self.outage && self.state.into_step_second == 0.0;
        for (done, step) in leg.steps.clone().enumerate() {
            let time = start + done as f64 * leg.dt_second;
            let view = self.view(step, &first);
            if is_start {
                self.ledger.note_start(step, time, &view);
            }
            let flow = self.run_step(step, &view);
            self.note(leg, step, time, &view, &flow);
        }
        self.steps += leg.steps.len() as u64;
    }

    /// The view of a leg, as it is at one of its steps.
    #[inline]
    fn view<'v>(&self, step: usize, of_leg: &View<'v>) -> View<'v> {
        let load_watt = self.site.load_watt.get(step).copied().unwrap_or(f64::NAN);
        View {
            load_watt,
            critical_watt: self.site.critical_watt(step, load_watt),
            grid_before_watt: self.state.before.map(|(_, grid)| grid),
            soc: self.state.battery.soc,
            ..*of_leg
        }
    }

    /// Without the grid the load decides; the policy still sees it, for its memory.
    #[inline]
    fn run_step(&mut self, step: usize, view: &View<'_>) -> Flow {
        let decided = self.state.controller.decide(view);
        let command = if view.outage { Command::exactly(-view.critical_watt) } else { decided };
        let power = command.power_watt();
        let around = Surroundings {
            ambient_temperature_celsius: self.site.ambient_temperature_celsius.at(step),
            grid: !view.outage,
        };
        let flow = self.plant.run(&mut self.state.battery, power, around);
        self.curtailed_steps += u64::from(flow.power_watt != power);
        flow
    }

    #[inline]
    fn note(&mut self, leg: &Leg, step: usize, time: f64, view: &View<'_>, flow: &Flow) {
        let balance = Balance::new(leg, view, flow, self.state.before);
        self.state.before = Some((view.load_watt, balance.grid_watt));
        self.ledger.note(step, time, &balance, flow, self.state.battery.soc);
        if view.outage {
            let critical = view.critical_watt + flow.power_watt;
            self.outages.note(view.dt_second, balance.unserved_watt, critical);
        }
    }

    /// Goes to the next step of the trace, or further into this one.
    fn move_on(&mut self, leg: &Leg) {
        if !leg.ends_step {
            self.state.into_step_second += leg.dt_second;
            return;
        }
        self.state.into_step_second = 0.0;
        self.state.step = leg.steps.end;
        if self.state.step >= self.site.load_watt.len() {
            self.state.step = 0;
            self.state.pass += 1;
        }
    }

    fn finish(mut self) -> Run<'e> {
        let (ride_through, bill) = self.ledger.close(&self.state.battery);
        Run {
            rows: self.ledger.rows,
            losses: self.ledger.losses,
            outages: self.outages.seen(),
            ride_through,
            bill,
            curtailed_steps: self.curtailed_steps,
            steps: self.steps,
            end: self.state,
        }
    }
}
