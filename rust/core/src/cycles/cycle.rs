//! A counted cycle.

use crate::cycles::point::Point;

/// A swing between two turning points, and how much of a cycle it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cycle<A> {
    /// Where it begins.
    pub from: Point<A>,
    /// Where it turns back.
    pub to: Point<A>,
    /// 1.0 for a closed cycle, 0.5 for half of one.
    pub count: f64,
}

impl<A> Cycle<A> {
    /// The height of the swing.
    #[inline]
    #[must_use]
    pub fn range(&self) -> f64 {
        (self.from.value - self.to.value).abs()
    }

    /// The middle of the swing.
    #[inline]
    #[must_use]
    pub fn mean(&self) -> f64 {
        0.5 * (self.from.value + self.to.value)
    }

    /// The same, carrying nothing.
    pub(crate) fn plain(&self) -> Cycle<()> {
        Cycle { from: self.from.plain(), to: self.to.plain(), count: self.count }
    }
}
