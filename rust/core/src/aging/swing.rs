//! What one counted cycle does to a cell.

use crate::aging::card::Clock;
use crate::aging::engine::Engine;
use crate::aging::flow::{Flow, Interval};
use crate::aging::state::Tally;
use crate::aging::stressor::{Conditions, Stressor};
use crate::cycles::Cycle;

/// A cycle that ages: the conditions it ran under, and what passed in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub conditions: Conditions,
    cycles: f64,
    efc: f64,
    charged: f64,
    discharged: f64,
}

/// The step in which a cycle closes, and the integrals at its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closing<'a> {
    pub step: &'a Interval,
    pub end: &'a Flow,
}

impl Closing<'_> {
    /// The integrals where the way back is at `soc` again.
    fn crossing(&self, soc: f64, capacity: f64) -> Flow {
        let mut beyond = Flow::default();
        let share = (soc - self.step.soc[0]) / self.step.step();
        if let (_, Some(late)) = self.step.split(share.max(0.0)) {
            beyond.pass(&late, capacity);
        }
        self.end.since(&beyond)
    }
}

impl Stroke {
    /// What is known of `cycle`, which is whole if a step closed it.
    ///
    /// Its conditions are those between its two turning points. A way back, to where the cycle
    /// began, has a rate of its own.
    pub fn of(cycle: &Cycle<Flow>, closing: Option<Closing>, capacity: f64) -> Self {
        let (from, to) = (cycle.from.value, cycle.to.value);
        let out = cycle.to.carried.since(&cycle.from.carried);
        let closing = closing.filter(|_| cycle.count == 1.0);
        let back = closing.map(|by| by.crossing(from, capacity).since(&cycle.to.carried));
        let (rises, is_whole) = (to > from, back.is_some());
        let charge = back.as_ref().filter(|_| !rises).unwrap_or(&out);
        let discharge = back.as_ref().filter(|_| rises).unwrap_or(&out);
        let moved = cycle.range() * capacity;
        Self {
            cycles: cycle.count,
            efc: cycle.count * moved,
            charged: if rises || is_whole { moved } else { 0.0 },
            discharged: if !rises || is_whole { moved } else { 0.0 },
            conditions: out
                .conditions(from.min(to), from.max(to))
                .with(Stressor::ChargeCRate, charge.charge_c_rate())
                .with(Stressor::DischargeCRate, discharge.discharge_c_rate()),
        }
    }

    /// The same, as deep as `depth`.
    pub fn at_depth(self, depth: f64) -> Self {
        Self { conditions: self.conditions.with(Stressor::Dod, depth), ..self }
    }

    /// What passed on a clock.
    pub fn on(&self, clock: Clock) -> f64 {
        match clock {
            Clock::TimeDay => 0.0,
            Clock::Efc => self.efc,
            Clock::Cycle => self.cycles,
            Clock::ChargeThroughput => self.charged,
            Clock::DischargeThroughput => self.discharged,
        }
    }
}

impl Tally {
    /// Takes note of `cycle`, which `closing` closed if it is whole; tells how it ages, if it does.
    ///
    /// Most cycles are too shallow to age anything: for them no conditions are worked out.
    #[inline]
    pub(crate) fn take(
        &mut self,
        engine: &Engine,
        cycle: &Cycle<Flow>,
        closing: Option<Closing>,
        capacity: f64,
    ) -> Option<Stroke> {
        let smallest = engine.tested.smallest_dod;
        let Some(depth) = engine.settings.aging_depth(cycle.range(), smallest) else {
            self.ignored += cycle.count * (cycle.range() * capacity);
            return None;
        };
        let stroke = Stroke::of(cycle, closing, capacity);
        self.judge(&engine.tested, &stroke.conditions, stroke.efc);
        Some(stroke.at_depth(depth))
    }
}
