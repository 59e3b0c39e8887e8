//! The physics of one step: limits, converter, store, heat, wear.

use super::flow::{Flow, Surroundings};
use super::leg::{after, before, fits};
use super::over::Over;
use super::page::{Moved, Page};
use super::wear::{Health, Wear};
use crate::aging::Engine;
use crate::error::{Error, FINITE, NOT_NEGATIVE, within};
use crate::site::{Battery, Equipment};
use crate::soc::{Step, Store, rarely_clamped};
use crate::tariff::YEAR_SECOND;
use crate::thermal::Temperature;
use crate::trace::PerStep;

pub(super) const DAY: f64 = 86400.0;

/// A battery, with all that does not change from step to step worked out.
#[derive(Debug, Clone)]
pub struct Plant {
    battery: Battery,
    equipment: Equipment,
    nominal: Store,
    over: Over,
}

/// All that a battery takes from one step to the next.
#[derive(Debug, Clone)]
pub struct State<'e> {
    /// Time since the start. \[s\]
    pub time_second: f64,
    /// When the open clock day ends. \[s\]
    pub day_end_second: f64,
    /// Stored over present capacity. \[1\]
    pub soc: f64,
    /// Of the battery; that of the ambient before the first step if none was given. \[°C\]
    pub temperature_celsius: Option<f64>,
    /// Present over nominal capacity and resistance.
    pub health: Health,
    /// Cycles and what they, and time, cost.
    pub wear: Wear<'e>,
}

impl<'e> State<'e> {
    /// A battery at rest before its first step, at a moment of the clock's year.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `soc` lies outside the limits of the battery.
    pub fn new(
        battery: &Battery,
        engine: Option<&'e Engine>,
        soc: f64,
        start_second: f64,
    ) -> Result<Self, Error> {
        let soc = battery.store().checked()?.checked_start(soc)?;
        within("start_second", start_second, NOT_NEGATIVE)?;
        let health = Health::of(battery);
        Ok(Self {
            time_second: 0.0,
            day_end_second: DAY - start_second % DAY,
            soc,
            temperature_celsius: None,
            health,
            wear: Wear::new(soc, health, engine),
        })
    }
}

impl Plant {
    /// A plant around `battery`.
    ///
    /// # Errors
    /// [`Error::BadInput`] names what is wrong with the battery.
    pub fn new(battery: &Battery) -> Result<Self, Error> {
        battery.check()?;
        let nominal = battery.store();
        Ok(Self {
            battery: battery.clone(),
            equipment: battery.equipment(),
            nominal,
            over: Over::new(nominal, battery.thermal, 1.0, 1.0)?,
        })
    }

    /// The battery as it began.
    #[must_use]
    pub fn battery(&self) -> &Battery {
        &self.battery
    }

    /// What of the battery does not change.
    #[must_use]
    pub fn equipment(&self) -> &Equipment {
        &self.equipment
    }

    /// Energy between soc 0 and 1 when new. \[Wh\]
    #[must_use]
    pub fn nominal_wh(&self) -> f64 {
        self.nominal.energy_capacity_wh
    }

    /// [`Plant::step`] for a caller who has not checked the power and the length of the step.
    ///
    /// # Errors
    /// [`Error::BadInput`] if the power is not finite, or the step not positive or above a year.
    pub fn checked_step(
        &mut self,
        state: &mut State<'_>,
        power_watt: f64,
        dt_second: f64,
        around: Surroundings,
    ) -> Result<Flow, Error> {
        within("power_watt", power_watt, FINITE)?;
        within("dt_second", dt_second, f64::MIN_POSITIVE..=YEAR_SECOND)?;
        self.step(state, power_watt, dt_second, around)
    }

    /// Runs the battery at a power for a while; whatever it cannot do, it does not do.
    ///
    /// Where a clock day ends within the step, the step is cut there, so that health changes at
    /// midnight whatever the steps are.
    ///
    /// # Errors
    /// [`Error::BadInput`] if the step is not positive, or out of all proportion to the capacity.
    pub fn step(
        &mut self,
        state: &mut State<'_>,
        power_watt: f64,
        dt_second: f64,
        around: Surroundings,
    ) -> Result<Flow, Error> {
        let (mut flow, mut done) = self.piece(state, power_watt, dt_second, around)?;
        while !fits(dt_second, done) {
            let (part, length) = self.piece(state, power_watt, dt_second - done, around)?;
            flow = flow.followed_by(done, part, length);
            done += length;
        }
        Ok(flow)
    }

    /// As much of a step as lies before midnight, and how much that is. \[s\]
    fn piece(
        &mut self,
        state: &mut State<'_>,
        power_watt: f64,
        dt_second: f64,
        around: Surroundings,
    ) -> Result<(Flow, f64), Error> {
        let (time, midnight) = (state.time_second, state.day_end_second);
        let dt_second = before(dt_second, midnight - time);
        self.prepare(state.health, dt_second)?;
        let (mut page, soc) = (Page::default(), state.soc);
        let moved = self.run(soc, power_watt);
        page.turn(soc, 1).for_each(|place| place.take(&moved, f64::NAN));
        self.settle(state, &mut page, PerStep::Same(around.ambient_temperature_celsius));
        let mut flow = self.flow(soc, &moved, &page, around.grid);
        state.time_second = after(time, dt_second, midnight);
        flow.capacity_change_wh = self.turn_day(state);
        Ok((flow, dt_second))
    }

    /// Works out what depends on the length of a step and on health, if either has changed.
    pub(super) fn prepare(&mut self, health: Health, dt_second: f64) -> Result<(), Error> {
        let soh_capacity = health.soh_capacity;
        if self.over.dt_second != dt_second || self.over.soh_capacity != soh_capacity {
            self.over = Over::new(self.nominal, self.battery.thermal, dt_second, soh_capacity)?;
        }
        Ok(())
    }

    /// Brings health up to date if it is midnight; answers the energy that this books in or
    /// away. \[Wh\]
    pub(super) fn turn_day(&self, state: &mut State<'_>) -> f64 {
        if state.time_second < state.day_end_second {
            return 0.0;
        }
        state.day_end_second += DAY;
        let before = state.health.soh_capacity;
        state.health = state.wear.close_day(state.health);
        state.soc * self.nominal_wh() * (state.health.soh_capacity - before)
    }

    /// What a wish for power comes to in a step that has been prepared.
    #[expect(
        clippy::inline_always,
        reason = "two loops share it, and a call would cost as much as it does"
    )]
    #[inline(always)]
    pub(super) fn run(&self, soc: f64, power_watt: f64) -> Moved {
        let lowest = -self.equipment.discharge_limit_watt;
        let asked = rarely_clamped(power_watt, lowest, self.equipment.charge_limit_watt);
        let dc_asked = self.equipment.path.losses().dc_power(asked);
        match self.over.rule.unlimited(soc, dc_asked) {
            Some(soc) => Moved { soc, power_watt: asked, dc_power_watt: dc_asked },
            None => self.run_to_limit(soc, asked, dc_asked),
        }
    }

    /// What a wish comes to where the store may take or give less than it is asked for.
    #[cold]
    fn run_to_limit(&self, soc: f64, asked: f64, dc_asked: f64) -> Moved {
        let Step { soc, power_watt: dc } = self.over.rule.step_within(soc, dc_asked);
        let whole = dc == dc_asked;
        let ac = if whole { asked } else { self.equipment.path.losses().ac_power(dc) };
        Moved { soc, power_watt: ac, dc_power_watt: dc }
    }

    /// Lets the battery feel the steps of a page: heat, cycles, the new state of charge.
    pub(super) fn settle(&self, state: &mut State<'_>, page: &mut Page, ambient: PerStep<'_>) {
        self.warm(state, page, ambient);
        state.wear.record(page, self.over.soh_capacity, self.over.dt_second);
        state.soc = page.soc_after().last().copied().unwrap_or(state.soc);
    }

    fn warm(&self, state: &mut State<'_>, page: &mut Page, ambient_celsius: PerStep<'_>) {
        let mut now = state.temperature_celsius.unwrap_or(ambient_celsius.at(0));
        page.warm(|step, soc, dc_watt| {
            let ambient = ambient_celsius.at(step);
            let heat = self.battery_loss_watt(dc_watt) + self.leak_watt(soc);
            let Temperature { end_celsius, mean_celsius } = match self.over.lump {
                Some(lump) => lump.warm(now, heat, ambient),
                None => Temperature { end_celsius: ambient, mean_celsius: ambient },
            };
            now = end_celsius;
            mean_celsius
        });
        state.temperature_celsius = Some(now);
    }

    fn flow(&self, soc: f64, moved: &Moved, page: &Page, grid: bool) -> Flow {
        let hour = self.over.hour;
        let (ac, dc) = (moved.power_watt, moved.dc_power_watt);
        Flow {
            power_watt: ac,
            dc_power_watt: dc,
            auxiliary_watt: if grid { self.standby_watt(ac) } else { 0.0 },
            stored_wh: self.stored_wh(moved.soc - soc),
            converter_loss_wh: hour * (ac - dc),
            battery_loss_wh: hour * self.battery_loss_watt(dc),
            self_discharge_wh: hour * self.leak_watt(soc),
            capacity_change_wh: 0.0,
            temperature_celsius: page.temperature_celsius.first().copied().unwrap_or(f64::NAN),
        }
    }

    /// Lost inside the battery while it charges or discharges.
    #[inline]
    pub(super) fn battery_loss_watt(&self, dc_watt: f64) -> f64 {
        dc_watt - self.equipment.path.store_power_of_dc(dc_watt)
    }

    /// Lost at rest.
    #[inline]
    pub(super) fn leak_watt(&self, soc: f64) -> f64 {
        soc * self.over.leak_watt
    }

    /// Drawn beside the power of the battery, if there is a grid to draw it from.
    #[inline]
    pub(super) fn standby_watt(&self, power_watt: f64) -> f64 {
        if power_watt == 0.0 { self.equipment.standby_watt } else { 0.0 }
    }

    /// Drawn from the grid by a net load and the battery beside it.
    #[inline]
    pub(super) fn grid_watt(&self, net_watt: f64, power_watt: f64) -> f64 {
        net_watt + power_watt + self.standby_watt(power_watt)
    }

    /// Energy that a change of the state of charge stores.
    pub(super) fn stored_wh(&self, soc_change: f64) -> f64 {
        soc_change * self.over.capacity_wh
    }
}
