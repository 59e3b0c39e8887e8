//! Cycles counted as they happen, and what they, and time, cost in health.

use super::histogram::CycleHistogram;
use super::memory::Memory;
use super::page::Page;
use crate::aging::{Aging, AgingState, Engine};
use crate::cycles::Counter;
use crate::error::{Error, NOT_NEGATIVE, within};
use crate::site::Battery;

/// What a battery that has lost everything keeps of its capacity, so that the loop goes on. \[1\]
const DEAD: f64 = 1e-6;

/// Present over nominal capacity and resistance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Health {
    /// Of the capacity. \[1\]
    pub soh_capacity: f64,
    /// Of the resistance. \[1\]
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
    course: Course<'e>,
    histogram: CycleHistogram,
    moved: f64,
    losses: Vec<f64>,
    at_start: Health,
}

/// Who counts the cycles.
#[derive(Debug, Clone)]
enum Course<'e> {
    /// A battery that does not age.
    Ageless(Counter<()>),
    /// A battery whose model counts them, with their conditions.
    Aging(Box<Aging<'e>>),
}

impl<'e> Wear<'e> {
    /// Of a battery at rest at `soc` that begins with some health; the model ages it from there.
    #[must_use]
    pub fn new(soc: f64, at_start: Health, engine: Option<&'e Engine>) -> Self {
        let course = match engine {
            None => {
                let mut counter = Counter::new();
                counter.push(soc, (), |_| {});
                Course::Ageless(counter)
            }
            Some(engine) => Course::of(engine, AgingState::new(engine, soc)),
        };
        let losses = vec![0.0; engine.map_or(0, |engine| engine.names().losses.len())];
        Self { course, histogram: CycleHistogram::default(), moved: 0.0, losses, at_start }
    }

    /// Takes in steps of one length.
    pub(super) fn record(&mut self, page: &Page, soh_capacity: f64, dt_second: f64) {
        for (to, from) in page.soc_after().iter().zip(page.soc_before()) {
            self.moved += ((to - from) * soh_capacity).abs(); // one by one, however pages are cut
        }
        let histogram = &mut self.histogram;
        match &mut self.course {
            Course::Ageless(counter) => {
                for &soc in page.soc_after() {
                    counter.push(soc, (), |cycle| histogram.add(&cycle));
                }
            }
            Course::Aging(aging) => {
                let (soc, temperature) = (page.soc_after(), &page.temperature_celsius);
                aging.record_within(soc, temperature, dt_second, |cycle| histogram.add(cycle));
            }
        }
    }

    /// Ends a clock day; answers the health from now on.
    #[must_use]
    pub fn close_day(&mut self, present: Health) -> Health {
        let Course::Aging(aging) = &mut self.course else { return present };
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

    /// Capacity lost by each cause at the last midnight, in the order of the engine's names. \[1\]
    #[must_use]
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// Cycles by depth and mean soc, those that are still open as halves.
    #[must_use]
    pub fn histogram(&self) -> CycleHistogram {
        let mut histogram = self.histogram.clone();
        match &self.course {
            Course::Ageless(counter) => counter.provisional().for_each(|c| histogram.add(&c)),
            Course::Aging(aging) => {
                aging.counter().provisional().for_each(|c| histogram.add(&c));
            }
        }
        histogram
    }

    /// `memory` with what this remembers in it.
    pub(super) fn write(&self, memory: Memory) -> Memory {
        let memory = Memory {
            efc: self.efc(),
            cycles: self.histogram.counts().to_vec(),
            losses: self.losses.clone(),
            ..memory
        };
        match &self.course {
            Course::Aging(aging) => Memory { aging: aging.state().numbers(), ..memory },
            Course::Ageless(counter) => {
                let (open, counted) = counter.parts();
                let open_soc = open.iter().map(|point| point.value).collect();
                let open_index = open.iter().map(|point| point.index).collect();
                Memory { open_soc, open_index, counted, ..memory }
            }
        }
    }

    /// What `memory` holds.
    pub(super) fn read(
        memory: &Memory,
        at_start: Health,
        engine: Option<&'e Engine>,
    ) -> Result<Self, Error> {
        let course = match engine {
            None => Course::Ageless(Counter::from_parts(&memory.open_points(), memory.counted)?),
            Some(engine) => {
                let state = AgingState::from_numbers(&memory.aging)?;
                state.fits(engine)?;
                Course::of(engine, state)
            }
        };
        Ok(Self {
            course,
            histogram: memory.histogram()?,
            moved: 2.0 * within("efc", memory.efc, NOT_NEGATIVE)?,
            losses: memory.losses(engine.map_or(0, |engine| engine.names().losses.len()))?,
            at_start,
        })
    }
}

impl<'e> Course<'e> {
    fn of(engine: &'e Engine, state: AgingState) -> Self {
        Self::Aging(Box::new(Aging::new(engine, state)))
    }
}
