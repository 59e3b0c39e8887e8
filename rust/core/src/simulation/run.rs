//! The step folded over a site for as long as is asked.

use super::beside::{Beside, Met};
use super::course::{Course, Loop, Run};
use super::done::Done;
use super::ledger::Ledger;
use super::leg::{Leg, after};
use super::log::Log;
use super::outages::Outages;
use super::page::Page;
use super::plant::Plant;
use crate::dispatch::View;
use crate::error::{Error, POSITIVE, within};
use crate::parallel::KeepGoing;
use crate::site::{Battery, Equipment, Site};

/// Legs between two looks at the clock of the caller.
const LEGS: usize = 64;

impl<'e> Loop<'e> {
    /// Runs on for a while.
    ///
    /// # Errors
    /// As [`Site::check`]; [`Error::BadInput`] for a duration or a row length that is not positive,
    /// or a loop that stands beyond the trace; [`Error::Interrupted`] if `watch` says so.
    pub fn run(
        mut self,
        plant: Plant,
        site: &Site<'_>,
        course: Course,
        watch: &dyn KeepGoing,
    ) -> Result<Run<'e>, Error> {
        site.check()?;
        self.check_place(site)?;
        self.controller.meet(site)?;
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
    /// Whether there is nothing beside load and battery.
    stands_alone: bool,
    outages: Outages,
    outage: bool,
    /// The next moment at which something changes.
    edge_second: f64,
    page: Page,
    ledger: Ledger<'a>,
    curtailed_steps: u64,
    steps: u64,
}

impl<'a, 'e> Bench<'a, 'e> {
    fn new(state: Loop<'e>, plant: Plant, site: &'a Site<'a>, log: Log) -> Self {
        let time = state.battery.time_second;
        Self {
            stands_alone: Beside::is_nothing(site),
            outages: Outages::new(&site.outages, time),
            outage: false,
            edge_second: time,
            page: Page::default(),
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
        if self.stands_alone {
            self.run_leg(&leg, |_, _| None);
        } else {
            self.run_leg(&leg, |site, step| Some(Beside::at(site, step)));
        }
        self.write_down(&leg);
        self.steps += leg.steps.len() as u64;
        self.state.battery.time_second = after(time, leg.length_second(), self.edge_second);
        let booked_wh = self.plant.turn_day(&mut self.state.battery);
        self.ledger.end_leg(leg.ends_step, booked_wh, &self.state.battery);
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

    /// Lets policy and battery go through a leg; what they do stands on the page.
    #[inline(never)] // its registers are its own
    fn run_leg(&mut self, leg: &Leg, beside_at: impl Fn(&Site<'_>, usize) -> Option<Beside>) {
        let (site, plant) = (self.site, &self.plant);
        let (equipment, battery) = (*plant.equipment(), plant.battery().clone());
        let mut view = self.first_view(leg, &equipment, &battery);
        let first_second = view.clock_second;
        let places = self.page.turn(view.soc, leg.steps.len());
        let loads = load_of(site, leg).iter().enumerate();
        for ((ahead, &load_watt), place) in loads.zip(places) {
            view.step = leg.steps.start + ahead;
            view.clock_second = first_second + ahead as f64 * leg.dt_second;
            view.load_watt = load_watt;
            view.critical_watt = site.critical_watt(view.step, load_watt);
            let beside = beside_at(site, view.step);
            if let Some(beside) = &beside {
                beside.show(site, &mut view);
            }
            let wanted_watt = self.state.controller.decide(&view).power_watt();
            let met = Met::new(&self.plant, &view, beside.as_ref(), wanted_watt);
            self.curtailed_steps += u64::from(met.deviates);
            place.take(&met.moved, met.grid_watt);
            (view.soc, view.grid_before_watt) = (met.moved.soc, Some(met.grid_watt));
        }
        let ambient = site.ambient_temperature_celsius.part(leg.steps.clone());
        self.plant.settle(&mut self.state.battery, &mut self.page, ambient);
    }

    /// What a policy sees before the first step of a leg, but for what stands at the step itself.
    fn first_view<'v>(
        &self,
        leg: &Leg,
        equipment: &'v Equipment,
        battery: &'v Battery,
    ) -> View<'v> {
        View {
            dt_second: leg.dt_second,
            load_watt: 0.0,
            generation_watt: 0.0,
            critical_watt: 0.0,
            outage: self.outage,
            grid_before_watt: self.state.before.map(|(_, grid)| grid),
            clock_second: self.site.start_second + self.state.battery.time_second,
            step: leg.steps.start,
            price_per_kwh: None,
            frequency_hertz: None,
            signal: None,
            soc: self.state.battery.soc,
            capacity_wh: self.capacity_wh(),
            equipment,
            battery,
        }
    }

    fn capacity_wh(&self) -> f64 {
        self.plant.nominal_wh() * self.state.battery.health.soh_capacity
    }

    /// Takes the page to the books.
    fn write_down(&mut self, leg: &Leg) {
        let (load_watt, grid_watt) = (load_of(self.site, leg), &self.page.grid_watt);
        let ends = |column: &[f64]| (column.first().copied(), column.last().copied());
        let ((first_load, last_load), (first_grid, last_grid)) = (ends(load_watt), ends(grid_watt));
        let Some(before) = self.state.before.or(first_load.zip(first_grid)) else { return };
        let (site, plant, page, outage) = (self.site, &self.plant, &self.page, self.outage);
        let stands_alone = self.stands_alone;
        let done = Done { leg, site, plant, page, load_watt, outage, stands_alone, before };
        let time = self.state.battery.time_second;
        self.ledger.take(&done, time);
        if outage {
            self.outages.note(&done);
        } else if self.state.into_step_second == 0.0 {
            self.ledger.note_starts(&done, time, self.capacity_wh());
        }
        self.state.before = last_load.zip(last_grid);
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

/// The load in the steps of a leg. \[W\]
fn load_of<'a>(site: &Site<'a>, leg: &Leg) -> &'a [f64] {
    site.load_watt.get(leg.steps.clone()).unwrap_or_default()
}
