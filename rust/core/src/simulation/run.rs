//! The step folded over a site for as long as is asked.

use super::course::{Course, Run};
use super::flow::{Flow, Surroundings};
use super::log::{Balance, Log, Row};
use super::outages::Outages;
use super::plant::{Plant, State};
use super::ride_through::{IslandLoad, RideThrough};
use crate::dispatch::{Command, Controller, View};
use crate::error::{Error, POSITIVE, within};
use crate::parallel::KeepGoing;
use crate::site::{Equipment, Site};
use crate::soc::Number;
use crate::tariff::{Bill, Meter};

/// Steps between two looks at the clock of the caller.
const BLOCK: usize = 1 << 14;

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
            for _ in 0..BLOCK {
                if bench.state.battery.time_second >= end {
                    break;
                }
                bench.advance(end)?;
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
    log: Log,
    row: Row,
    rows: Vec<Row>,
    losses: Vec<f64>,
    row_end: f64,
    /// The next moment at which a step must be cut.
    edge_second: f64,
    outage: bool,
    outages: Outages,
    ride_through: RideThrough,
    meter: Option<Meter>,
    curtailed_steps: u64,
    steps: u64,
}

impl<'a, 'e> Bench<'a, 'e> {
    fn new(state: Loop<'e>, plant: Plant, site: &'a Site<'a>, log: Log) -> Self {
        let time = state.battery.time_second;
        let load = IslandLoad::new(site, plant.equipment());
        let meter = |tariff| Meter::new(tariff, site.start_second + time);
        Self {
            row_end: log.row_end(time, site.start_second),
            edge_second: time,
            outage: false,
            outages: Outages::new(&site.outages, time),
            ride_through: RideThrough::new(load),
            meter: site.tariff.as_ref().map(meter),
            row: Row::OPEN,
            rows: Vec::new(),
            losses: Vec::new(),
            curtailed_steps: 0,
            steps: 0,
            state,
            plant,
            site,
            log,
        }
    }

    /// Runs to the end of the step, or of the row, outage or run if that comes first.
    #[inline]
    fn advance(&mut self, end: f64) -> Result<(), Error> {
        let time = self.state.battery.time_second;
        if time >= self.edge_second {
            self.look_ahead(time, end);
        }
        let rest = self.site.dt_second.at(self.state.step) - self.state.into_step_second;
        let until = self.edge_second - time;
        let whole = rest <= until * (1.0 + 1e-9);
        let dt = if whole { rest } else { until };
        self.run_piece(time, dt)?;
        self.turn_page();
        self.move_on(whole, dt);
        Ok(())
    }

    /// Finds out whether there is a grid, and when a step must be cut next.
    fn look_ahead(&mut self, time: f64, end: f64) {
        let (outage, outage_edge) = self.outages.at(time);
        self.outage = outage;
        self.edge_second = outage_edge.min(self.row_end).min(end);
    }

    #[inline]
    fn run_piece(&mut self, time: f64, dt: f64) -> Result<(), Error> {
        let step = self.state.step;
        let equipment = *self.plant.equipment();
        let view = self.view(dt, &equipment);
        if self.state.into_step_second == 0.0 && !self.outage {
            let available = (view.soc - equipment.soc_min).greater(0.0) * view.capacity_wh;
            self.ride_through.push(step, time, available);
        }
        let power = self.command(&view).power_watt();
        let around = Surroundings {
            ambient_temperature_celsius: self.site.ambient_temperature_celsius.at(step),
            grid: !self.outage,
        };
        let flow = self.plant.step(&mut self.state.battery, power, dt, around)?;
        self.steps += 1;
        self.curtailed_steps += u64::from(flow.power_watt != power);
        self.account(time, &view, &flow);
        Ok(())
    }

    #[inline]
    fn view<'v>(&self, dt_second: f64, equipment: &'v Equipment) -> View<'v> {
        let load_watt = self.site.load_watt.get(self.state.step).copied().unwrap_or(f64::NAN);
        let battery = &self.state.battery;
        View {
            dt_second,
            load_watt,
            critical_watt: self.site.critical_watt(self.state.step, load_watt),
            outage: self.outage,
            grid_before_watt: self.state.before.map(|(_, grid)| grid),
            soc: battery.soc,
            capacity_wh: self.plant.nominal_wh() * battery.health.soh_capacity,
            equipment,
        }
    }

    /// Without the grid the load decides; the policy still sees it, for its memory.
    #[inline]
    fn command(&mut self, view: &View<'_>) -> Command {
        let command = self.state.controller.decide(view);
        if view.outage { Command::exactly(-view.critical_watt) } else { command }
    }

    #[inline]
    fn account(&mut self, time: f64, view: &View<'_>, flow: &Flow) {
        let served = view.load_watt + flow.power_watt;
        let (grid_watt, unserved_watt) =
            if view.outage { (0.0, served) } else { (served + flow.auxiliary_watt, 0.0) };
        let (load_before, grid_before) = self.state.before.unwrap_or((view.load_watt, grid_watt));
        let step_second = self.site.dt_second.at(self.state.step); // however it is cut into pieces
        let balance = Balance {
            dt_second: view.dt_second,
            load_watt: view.load_watt,
            grid_watt,
            unserved_watt,
            load_ramp: (view.load_watt - load_before).abs() / step_second,
            grid_ramp: (grid_watt - grid_before).abs() / step_second,
        };
        self.state.before = Some((view.load_watt, grid_watt));
        self.row.add(&balance, flow, self.state.battery.soc);
        if view.outage {
            let critical = view.critical_watt + flow.power_watt;
            self.outages.note(view.dt_second, unserved_watt, critical);
        }
        if let (Some(meter), Some(tariff)) = (&mut self.meter, &self.site.tariff) {
            let clock = self.site.start_second + time;
            meter.push(tariff, self.state.step, clock, view.dt_second, grid_watt);
        }
    }

    /// Closes the row if it is full.
    #[inline]
    fn turn_page(&mut self) {
        let time = self.state.battery.time_second;
        if time >= self.row_end {
            self.close_row();
            self.row_end = self.log.row_end(time, self.site.start_second);
        }
    }

    fn close_row(&mut self) {
        self.row.close(&self.state.battery);
        self.rows.push(self.row);
        self.losses.extend_from_slice(self.state.battery.wear.losses());
        self.row = Row::OPEN;
    }

    /// Goes to the next step of the trace, or further into this one.
    #[inline]
    fn move_on(&mut self, whole: bool, dt: f64) {
        if !whole {
            self.state.into_step_second += dt;
            return;
        }
        self.state.into_step_second = 0.0;
        self.state.step += 1;
        if self.log == Log::EachStep {
            self.close_row();
        }
        if self.state.step >= self.site.load_watt.len() {
            self.state.step = 0;
            self.state.pass += 1;
        }
    }

    fn finish(mut self) -> Run<'e> {
        if self.row.is_open() {
            self.close_row();
        }
        Run {
            rows: self.rows,
            losses: self.losses,
            outages: self.outages.seen(),
            ride_through: self.ride_through.summary(),
            bill: self.meter.map_or_else(Bill::default, |meter| meter.bill()),
            curtailed_steps: self.curtailed_steps,
            steps: self.steps,
            end: self.state,
        }
    }
}
