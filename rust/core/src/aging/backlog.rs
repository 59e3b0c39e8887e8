//! What has happened and is still to be lived through.

use crate::aging::card::Clock;
use crate::aging::courses::Case;
use crate::aging::flow::Flow;
use crate::aging::stressor::Conditions;
use crate::aging::swing::Stroke;

/// Windows that have ended and the cycles in them, behind which those of the open window stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Backlog {
    pub spans: Vec<Span>,
    /// Of each window first those that closed in it, then those that were open at its end.
    pub strokes: Vec<Stroke>,
}

/// A window that has ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub conditions: Conditions,
    /// What passed in it.
    pub passed: Flow,
    /// All that passed up to its end.
    pub end: Flow,
    /// Strokes up to the last that closed in it.
    pub closed: usize,
    /// Strokes up to the last that was open at its end.
    pub open: usize,
}

impl Case for Span {
    fn on(&self, clock: Clock) -> f64 {
        self.passed.on(clock)
    }
}

impl Case for Stroke {
    fn on(&self, clock: Clock) -> f64 {
        Self::on(self, clock)
    }
}

impl Backlog {
    /// Whether there is something, and all of it happened in the open window.
    pub fn is_of_open_window(&self) -> bool {
        self.spans.is_empty() && !self.strokes.is_empty()
    }

    /// Nothing waits any more.
    pub fn clear(&mut self) {
        self.spans.clear();
        self.strokes.clear();
    }
}
