//! What becomes of the swings of a series that do not close.

use crate::cycles::counter::Counter;
use crate::cycles::cycle::Cycle;
use crate::cycles::point::Point;

/// What becomes of the swings that do not close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Residue {
    /// Each is half a cycle, as the standard has it.
    Half,
    /// Each is a full cycle.
    Full,
    /// None of them counts.
    Discard,
    /// They go on in the next repetition of the series: counted is one repetition of many, as in
    /// ASTM E1049-85, section 5.4.5.
    Repeat,
}

/// Passes cycles on as the residue they may belong to is to be counted.
#[derive(Debug, Clone)]
pub struct Settling {
    residue: Residue,
    points: Vec<Point<()>>,
}

impl Settling {
    /// Half cycles become what `residue` says.
    pub fn new(residue: Residue) -> Self {
        Self { residue, points: Vec::new() }
    }

    /// What `cycle` counts as, if it counts now.
    #[inline]
    pub fn of(&mut self, cycle: Cycle<()>) -> Option<Cycle<()>> {
        match self.residue {
            _ if cycle.count == 1.0 => Some(cycle),
            Residue::Half => Some(cycle),
            Residue::Full => Some(Cycle { count: 1.0, ..cycle }),
            Residue::Discard => None,
            Residue::Repeat => {
                self.points.push(cycle.from);
                None
            }
        }
    }

    /// Tells `counted` what is left when `open` holds all that is still open.
    pub fn finish(mut self, open: &Counter<()>, mut counted: impl FnMut(Cycle<()>)) {
        for cycle in open.provisional() {
            self.of(cycle).into_iter().for_each(&mut counted);
        }
        if self.residue == Residue::Repeat {
            self.points.extend(open.points().last());
            for_each_cycle_across(&self.points, counted);
        }
    }
}

/// Tells `counted` the cycles that a residue closes when it repeats itself.
///
/// From peak to peak of the whole, every swing closes; the outermost does so by two halves, of
/// which the falling one is told.
fn for_each_cycle_across(residue: &[Point<()>], mut counted: impl FnMut(Cycle<()>)) {
    let peak = (0..residue.len()).max_by(|&a, &b| residue[a].value.total_cmp(&residue[b].value));
    let turns = residue.iter().cycle().skip(peak.unwrap_or(0));
    let mut counter = Counter::new();
    counter.join(turns.take(residue.len() + 1).copied(), 0, |cycle| {
        if cycle.count == 1.0 || cycle.from.value > cycle.to.value {
            counted(Cycle { count: 1.0, ..cycle });
        }
    });
}
