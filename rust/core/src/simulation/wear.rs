//! Cycles counted as they happen, and what they, and time, cost in health.

use super::histogram::CycleHistogram;
use super::memory::Memory;
use crate::aging::{Aging, AgingState, Engine};
use crate::cycles::Counter;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::site::Battery;

/// What a battery that has lost everything keeps of its capacity, so that the loop goes on. [1]
const DEAD: f64 = 1e-6;

/// Present over nominal capacity and resistance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Health {
    /// Of the capacity. [1]
    pub soh_capacity: f64,
    /// Of the resistance. [1]
    pub soh_resistance: f64,
}

impl Health {
    /// This health, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a share is not positive.
    pub fn checked(self) -> Result<Self, Error> {
        within("soh_capacity", self.soh_capacity, NOT_NEGATIVE)?;
        within("soh_resistance", self.soh_resistance, NOT_NEGATIVE)?;
        Ok(self)
    }

    /// With which a battery begins.
    #[must_use]
    pub fn of(battery: &Battery) -> Self {
        Self { soh_capacity: battery.soh_capacity, soh_resistance: battery.soh_resistance }
    }
}

/// What a battery has been through, and how its model ages it.
#[derive(Debug, Clone)]
pub struct Wear<'e> {
    counter: Counter<()>,
    histogram: CycleHistogram,
    moved: f64,
    aging: Option<Aging<'e>>,
    losses: Vec<f64>,
    at_start: Health,
}

impl<'e> Wear<'e> {
    /// Of a battery at rest at `soc` that begins with some health; the model ages it from there.
    #[must_use]
    pub fn new(soc: f64, at_start: Health, engine: Option<&'e Engine>) -> Self {
        let mut counter = Counter::new();
        counter.push(soc, (), |_| {});
        let aging = engine.map(|engine| Aging::new(engine, AgingState::new(engine, soc)));
        let losses = vec![0.0; engine.map_or(0, |engine| engine.names().losses.len())];
        let histogram = CycleHistogram::default();
        Self { counter, histogram, moved: 0.0, aging, losses, at_start }
    }

    /// Takes in a step that ends at `soc`.
    #[inline]
    pub fn record(&mut self, moved: f64, soc: f64, temperature_celsius: f64, dt_second: f64) {
        self.moved += moved.abs();
        let histogram = &mut self.histogram;
        self.counter.push(soc, (), |cycle| histogram.add(&cycle));
        if let Some(aging) = &mut self.aging {
            aging.record(soc, [temperature_celsius; 2], dt_second, |_| {});
        }
    }

    /// Ends a clock day; answers the health from now on.
    #[must_use]
    pub fn close_day(&mut self, present: Health) -> Health {
        let Some(aging) = &mut self.aging else { return present };
        let found = aging.close_window();
        self.losses.copy_from_slice(found.losses);
        let share = found.soh_capacity.max(DEAD);
        Health {
            soh_capacity: self.at_start.soh_capacity * share,
            soh_resistance: self.at_start.soh_resistance * found.soh_resistance,
        }
    }

    /// Equivalent full cycles of the nominal capacity so far.
    #[must_use]
    pub fn efc(&self) -> f64 {
        0.5 * self.moved
    }

    /// Capacity lost by each cause at the last midnight, in the order of the engine's names. [1]
    #[must_use]
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// Cycles by depth and mean soc, those that are still open as halves.
    #[must_use]
    pub fn histogram(&self) -> CycleHistogram {
        let mut histogram = self.histogram.clone();
        self.counter.provisional().for_each(|cycle| histogram.add(&cycle));
        histogram
    }

    /// `memory` with what this remembers in it.
    pub(super) fn write(&self, memory: Memory) -> Memory {
        let (open, counted) = self.counter.parts();
        Memory {
            efc: self.efc(),
            cycles: self.histogram.counts().to_vec(),
            open_soc: open.iter().map(|point| point.value).collect(),
            open_index: open.iter().map(|point| point.index).collect(),
            counted,
            losses: self.losses.clone(),
            aging: self.aging.as_ref().map_or_else(Vec::new, |aging| aging.state().numbers()),
            ..memory
        }
    }

    /// What `memory` holds.
    pub(super) fn read(
        memory: &Memory,
        at_start: Health,
        engine: Option<&'e Engine>,
    ) -> Result<Self, Error> {
        let aging = engine.map(|engine| {
            let state = AgingState::from_numbers(&memory.aging)?;
            state.fits(engine)?;
            Ok(Aging::new(engine, state))
        });
        Ok(Self {
            counter: Counter::from_parts(&memory.open_points(), memory.counted)?,
            histogram: memory.histogram()?,
            moved: 2.0 * within("efc", memory.efc, NOT_NEGATIVE)?,
            aging: aging.transpose()?,
            losses: memory.losses(engine.map_or(0, |engine| engine.names().losses.len()))?,
            at_start,
        })
    }
}
