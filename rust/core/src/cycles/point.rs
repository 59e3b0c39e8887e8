//! A turning point, and where on a plateau it stands.

/// A sample, where it stands, and what the caller wants to find there again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point<A> {
    /// The sample.
    pub value: f64,
    /// How many samples came before it.
    pub index: u64,
    /// What came along with it, such as integrals up to here.
    pub carried: A,
}

impl<A> Point<A> {
    /// The same, carrying nothing.
    pub(crate) fn plain(&self) -> Point<()> {
        Point { value: self.value, index: self.index, carried: () }
    }
}

/// Which sample of a plateau gives a turning point its index.
///
/// A plateau at the start of the series always stands at its first sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plateau {
    /// The first.
    First,
    /// The last.
    Last,
}
