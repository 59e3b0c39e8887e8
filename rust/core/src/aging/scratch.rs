//! Values that the formulas of a cell work on.

use crate::aging::courses::Moves;
use crate::aging::engine::Engine;
use crate::aging::expression::program::Registers;

/// Values that programs work on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub average: Registers,
    pub by_window: Registers,
    pub by_cycle: Registers,
    pub health: Registers,
    /// How each state moves.
    pub moves: Vec<Moves>,
    /// Ages of a state, with the open half cycles taken in.
    pub ahead: Vec<f64>,
    /// Levels by state and window.
    pub risen: Vec<Vec<f64>>,
    /// Capacity, resistance, losses and gains.
    pub outputs: Vec<f64>,
}

impl Scratch {
    /// Room for all that `engine` works out.
    pub fn of(engine: &Engine) -> Self {
        Self {
            average: engine.averages.program.registers(),
            by_window: engine.by_window.sheet.registers(),
            by_cycle: engine.by_cycle.sheet.registers(),
            health: engine.health.registers(),
            moves: vec![Moves::default(); engine.growths.len()],
            ahead: vec![],
            risen: vec![vec![]; engine.growths.len()],
            outputs: Vec::new(),
        }
    }

    /// Reads what the formulas of health have computed for one of `windows`.
    pub fn read_health(&mut self, engine: &Engine, window: usize, windows: usize) {
        let read = |at| engine.health.output(&self.health, at, windows).at(window);
        let outputs = (0..engine.health.output_count()).map(read);
        self.outputs.clear();
        self.outputs.extend(outputs);
        if let Some(capacity) = self.outputs.first_mut().filter(|capacity| **capacity < 0.0) {
            *capacity = 0.0; // laws may say more of a dead cell than there is
        }
    }
}
