//! What is left of a cell.

/// What is left of a cell at the end of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Health<'a> {
    /// Age, in seconds.
    pub time_second: f64,
    /// Charge moved, in equivalent full cycles of the nominal capacity.
    pub efc: f64,
    /// Present over nominal capacity.
    pub soh_capacity: f64,
    /// Present over nominal resistance; 1 where the model does not know it.
    pub soh_resistance: f64,
    /// Shares of the nominal capacity lost, in the order of [`Engine::names`](crate::aging::Engine::names).
    pub losses: &'a [f64],
    /// Shares of the nominal resistance gained, in that order.
    pub gains: &'a [f64],
}
