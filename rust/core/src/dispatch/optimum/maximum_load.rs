//! The largest load behind a connection that does not grow with it.
//!
//! Scaled by s, the load must fit: s l + b + battery ≤ limit at every step. A store that is kept as
//! full as the limit allows carries it if any does. Its energy after each step is concave in s, and
//! the reserve that carries the critical load grows in proportion, so that what is missing is convex
//! in s and straight between kinks: Newton's method from the largest s that power allows never
//! passes the answer, and ends. It runs on −s, which eases all limits as it grows.

use super::course::Course;
use super::fullest::{Miss, Moving, Terms};
use super::growth::{Growth, Reserve};
use super::impossible::{Impossible, Lack};
use super::infeasible::explain;
use super::newton::Newton;
use super::offers::NoPower;
use super::problem::Problem;
use super::wishes::Wishes;
use crate::error::{Error, POSITIVE, within};
use crate::parallel::KeepGoing;
use crate::site::{Battery, Site};
use crate::soc::Number;
use crate::trace::PerStep;

/// How far the load may grow.
#[derive(Debug, Clone, PartialEq)]
pub struct MaximumLoad {
    /// Largest factor on the load. \[1\]
    pub scale: f64,
    /// The step that allows no more: where power is short, or energy runs out.
    pub binding_index: usize,
    /// The fullest course at that load, or another where the battery cannot follow that.
    pub course: Course,
    /// How often the course was walked to find it.
    pub walks: usize,
}

impl MaximumLoad {
    /// The largest factor on the load of `site` that `battery` carries behind its connection,
    /// whatever energy costs.
    ///
    /// # Errors
    /// As [`Problem::new`]; [`Error::BadInput`] if nothing bounds the load; [`Error::Infeasible`] if
    /// even no load at all would leave a limit broken, or if a ceiling or the export limit cannot
    /// be held beside the largest one.
    pub fn find(
        battery: &Battery,
        site: &Site<'_>,
        wishes: &Wishes<'_>,
        growth: &Growth<'_>,
        watch: &dyn KeepGoing,
    ) -> Result<Self, Error> {
        let unlimited = PerStep::Same(f64::INFINITY);
        let free = Site { import_limit_watt: unlimited, tariff: None, ..site.clone() };
        let problem = Problem::new(battery, &free, wishes)?;
        growth.check(site.load_watt.len())?;
        let (problem, reserve) = (&problem, growth.reserve(battery, site));
        let load = GrownLoad { battery, site, wishes, growth, reserve, problem };
        let (most, binding_step) = load.most_by_power()?;
        let mut newton = Newton::from((-most, binding_step), 0.0);
        let terms = |negative: f64| load.terms(-negative);
        let explained = |miss: Miss| load.explain_without(miss.impossible());
        while newton.go_on(problem, terms).map_err(explained)? {
            watch.keep_going(0.0)?;
        }
        let scale = -newton.at;
        let course = load.course(scale, &newton)?;
        Ok(Self { scale, binding_index: newton.binding_step, course, walks: newton.walks })
    }
}

/// A load that grows, and all that stays beside it.
struct GrownLoad<'a> {
    battery: &'a Battery,
    site: &'a Site<'a>,
    wishes: &'a Wishes<'a>,
    growth: &'a Growth<'a>,
    reserve: Reserve<'a>,
    problem: &'a Problem<'a>,
}

impl GrownLoad<'_> {
    /// The largest scale that the power of the battery allows, and the step that sets it.
    fn most_by_power(&self) -> Result<(f64, usize), Error> {
        let least_kw = self.problem.curve().least.ac_kw;
        let mut most = self.reserve.most();
        for (step, &load_watt) in self.site.load_watt.iter().enumerate() {
            let room_watt = self.room_watt(step) - least_kw * 1e3;
            if room_watt < 0.0 {
                let kwh = -room_watt / 1e3 * self.problem.hours(step);
                let lack = Lack::Power(NoPower::OverImport(kwh));
                return Err(self.explain_without(Impossible { step, lack }));
            }
            if load_watt > 0.0 && room_watt / load_watt < most.0 {
                most = (room_watt / load_watt, step);
            }
        }
        let largest = self.site.load_watt.iter().copied().fold(0.0, f64::max);
        within("load_watt", largest, POSITIVE)?;
        within("import_limit_watt", most.0 * largest, 0.0..=f64::MAX)?;
        Ok(most)
    }

    /// What is left of the import limit without the load that grows. \[W\]
    #[inline]
    fn room_watt(&self, step: usize) -> f64 {
        let (site, base) = (self.site, self.growth.base_load_watt.at(step));
        site.import_limit_watt.at(step) - (base - site.generation_watt.at(step))
    }

    /// The terms of each step at a scale, and how a lower one eases them.
    fn terms(&self, scale: f64) -> impl Fn(usize) -> Terms {
        move |step| {
            let load_kw = self.site.load_watt.get(step).copied().unwrap_or(0.0) / 1e3;
            let room_kw = self.room_watt(step) / 1e3 - scale * load_kw;
            let room_kw = Moving { value: room_kw, per_unit: load_kw };
            Terms { room_kw, reserve_kwh: self.reserve.kwh(step, scale) }
        }
    }

    /// What the battery does beside the load at a scale.
    fn course(&self, scale: f64, newton: &Newton) -> Result<Course, Error> {
        let load_watt = self.load_watt(scale);
        let free = PerStep::Same(f64::INFINITY);
        let site = self.beside(&load_watt, free);
        let fullest =
            Course::fullest(&Problem::new(self.battery, &site, self.wishes)?, &newton.course);
        if let Some(course) = fullest {
            return Ok(course);
        }
        let soc_floor = self.soc_floor(scale);
        let wishes = Wishes { soc_floor: PerStep::Each(&soc_floor), ..self.wishes.clone() };
        let problem = Problem::new(self.battery, &site, &wishes)?;
        Course::any(&problem, |step| self.site.import_limit_watt.at(step) / 1e3)
    }

    /// Why not even no load at all can be carried.
    fn explain_without(&self, impossible: Impossible) -> Error {
        let load_watt = self.load_watt(0.0);
        let site = self.beside(&load_watt, self.site.import_limit_watt);
        let problem = Problem::new(self.battery, &site, self.wishes);
        problem.map_or_else(|error| error, |problem| explain(&problem, &impossible))
    }

    /// All load at a scale. \[W\]
    fn load_watt(&self, scale: f64) -> Vec<f64> {
        let loads = self.site.load_watt.iter().enumerate();
        loads.map(|(step, load)| scale * load + self.growth.base_load_watt.at(step)).collect()
    }

    fn beside<'s>(&'s self, load_watt: &'s [f64], import_limit_watt: PerStep<'s>) -> Site<'s> {
        Site { load_watt, import_limit_watt, tariff: None, ..self.site.clone() }
    }

    /// The floor with the reserve above it. \[1\]
    fn soc_floor(&self, scale: f64) -> Vec<f64> {
        let terms = self.terms(scale);
        let floor = |step| {
            let (floor_kwh, ceiling_kwh) = self.problem.bounds_kwh(step);
            let reserved_kwh = floor_kwh + terms(step).reserve_kwh.value;
            self.problem.soc(reserved_kwh.lesser(ceiling_kwh))
        };
        (0..self.problem.steps()).map(floor).collect()
    }
}
