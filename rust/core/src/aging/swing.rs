//! What one counted cycle does to a cell.

use crate::aging::card::Clock;
use crate::aging::engine::Engine;
use crate::aging::expression::program::Registers;
use crate::aging::flow::{Flow, Interval};
use crate::aging::state::Tally;
use crate::aging::step::value_of;
use crate::aging::stressor::{Conditions, Stressor};
use crate::cycles::Cycle;

/// A counted cycle, with the conditions it ran under.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Swing {
    cycles: f64,
    efc: f64,
    charged: f64,
    discharged: f64,
    conditions: Conditions,
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

impl Swing {
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

    /// The conditions that it ran under.
    pub fn conditions(&self) -> Conditions {
        self.conditions
    }

    /// What passed on a clock.
    pub fn dx(&self, clock: Clock) -> f64 {
        match clock {
            Clock::TimeDay => 0.0,
            Clock::Efc => self.efc,
            Clock::Cycle => self.cycles,
            Clock::ChargeThroughput => self.charged,
            Clock::DischargeThroughput => self.discharged,
        }
    }
}

/// Where cycles leave their mark.
pub(crate) struct Wear<'a> {
    pub engine: &'a Engine,
    pub registers: &'a mut Registers,
    pub ages: &'a mut [f64],
    pub levels: &'a [f64],
    pub tally: &'a mut Tally,
}

impl Wear<'_> {
    /// Ages the cell by one cycle.
    ///
    /// Most cycles are too shallow to age anything: for them no conditions are worked out.
    #[inline]
    pub fn take(&mut self, cycle: &Cycle<Flow>, closing: Option<Closing>, capacity: f64) {
        let smallest = self.engine.tested.smallest_dod;
        match self.engine.settings.aging_depth(cycle.range(), smallest) {
            None => self.tally.ignored += cycle.count * (cycle.range() * capacity),
            Some(depth) => self.age(&Swing::of(cycle, closing, capacity), depth),
        }
    }

    fn age(&mut self, swing: &Swing, depth: f64) {
        self.tally.judge(&self.engine.tested, &swing.conditions, swing.efc);
        let conditions = swing.conditions.with(Stressor::Dod, depth);
        self.advance(swing, &conditions);
    }

    fn advance(&mut self, swing: &Swing, conditions: &Conditions) {
        let courses = &self.engine.by_cycle;
        let levels = self.levels;
        courses.program.bind(self.registers, |input| value_of(input, conditions, levels));
        for (place, &at) in courses.states.iter().enumerate() {
            let track = &self.engine.growths[at];
            let course = courses.course(self.registers, place);
            self.ages[at] = track.advanced(course, self.ages[at], swing.dx(track.clock));
        }
    }
}
