//! Classes of numbers between edges, and the fast way to the class of a number.

use crate::cycles::COUNTABLE;
use crate::error::{Error, all_within, same_length, within};

/// Cells between the outer edges, a power of two: a place modulo it is inside.
const CELLS: usize = 512;

/// Classes from each edge up to the next, which belongs to the class above; the last has both.
///
/// Cells lead to the class: their width grows with the distance from the lowest edge, so that few
/// hold more than one edge, whether edges are equally far apart or crowd at the lower end.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    edges: Vec<f64>,
    cells: Box<[Cell; CELLS]>,
    low: f64,
    origin: u64,
    shift: u32,
}

/// The edges before a cell, how many are in it, and the first of these.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    before: u32,
    within: u32,
    edge: f64,
}

/// A cell without an edge, which no number reaches.
const EMPTY: Cell = Cell { before: 0, within: 0, edge: f64::INFINITY };

impl Classes {
    /// The classes between `edges`, which an error calls `name`.
    ///
    /// # Errors
    /// [`Error::BadShape`] if there are fewer than two; [`Error::BadInput`] if one is NaN, beyond
    /// [`COUNTABLE`] or not above the one before it.
    pub fn new(name: &'static str, edges: &[f64]) -> Result<Self, Error> {
        let mut edges = all_within(name, edges, COUNTABLE)?.to_vec();
        same_length(name, edges.len(), edges.len().max(2))?;
        for (index, two) in edges.array_windows().enumerate() {
            let &[before, edge] = two;
            within(name, edge, before.next_up()..=*COUNTABLE.end())
                .map_err(|error| error.of_element(index + 1))?;
        }
        if let Some(last) = edges.last_mut() {
            *last = last.next_up(); // so that the last edge itself lies below it
        }
        let low = edges[0];
        let first = (edges[1] - low).to_bits();
        let octaves = (edges[edges.len() - 1] - low).to_bits() - first;
        let shift = u64::BITS - (octaves / (CELLS as u64 - 2)).leading_zeros();
        let origin = first.saturating_sub(1 << shift); // the first cell is for the first class alone
        let cells = Box::new([EMPTY; CELLS]);
        Ok(Self { edges, cells, low, origin, shift }.with_cells())
    }

    fn with_cells(mut self) -> Self {
        for place in (0..self.edges.len()).rev() {
            let edge = self.edges[place];
            let at = self.cell(edge);
            let cell = &mut self.cells[at];
            (cell.within, cell.edge) = (cell.within + 1, edge);
        }
        let mut before = 0;
        for cell in self.cells.iter_mut() {
            cell.before = before;
            before += cell.within;
        }
        self
    }

    /// How many classes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.edges.len() - 1
    }

    /// Where `value` lies: below all classes at 0, in one of them from 1 on, above at the last.
    ///
    /// Cells rise with values, so only the edges in its own cell must be looked at.
    #[inline]
    #[must_use]
    pub fn place(&self, value: f64) -> usize {
        let cell = &self.cells[self.cell(value)];
        if cell.within < 2 {
            return cell.before as usize + usize::from(cell.edge <= value);
        }
        self.place_among(cell, value)
    }

    /// The same where there are several edges in the cell.
    fn place_among(&self, cell: &Cell, value: f64) -> usize {
        let before = cell.before as usize;
        let own = self.edges.get(before..before + cell.within as usize).unwrap_or_default();
        before + own.partition_point(|&edge| edge <= value)
    }

    /// The bits of a positive number rise with it, evenly within an octave.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "below the number of cells")]
    fn cell(&self, value: f64) -> usize {
        let distance = value - self.low;
        let distance = if distance > 0.0 { distance } else { 0.0 }; // NaN too
        let cell = distance.to_bits().saturating_sub(self.origin) >> self.shift;
        cell.min(CELLS as u64 - 1) as usize % CELLS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The place by looking at every edge.
    fn looked_up(edges: &[f64], value: f64) -> usize {
        let last = edges[edges.len() - 1];
        let above = edges.iter().filter(|&&edge| edge <= value).count();
        if value == last { above - 1 } else { above }
    }

    proptest! {
        #[test]
        fn every_number_is_where_it_belongs(
            edges in prop::collection::vec(-1e3..1e3, 2..60),
            values in prop::collection::vec(-1.1e3..1.1e3, 100),
            shrink in prop::sample::select(vec![1.0, 1e-3, 1e-300, 1e-320, 1e304]),
        ) {
            let mut edges: Vec<f64> = edges.into_iter().map(|edge| edge * shrink).collect();
            edges.sort_by(f64::total_cmp);
            edges.dedup();
            prop_assume!(edges.len() > 1);
            let classes = Classes::new("edges", &edges).unwrap();
            let scaled = values.iter().map(|value| value * shrink);
            for value in scaled.chain(edges.iter().copied()) {
                prop_assert_eq!(classes.place(value), looked_up(&edges, value));
            }
        }

        #[test]
        fn edges_may_crowd_at_one_end(value in 0.0..1.1, decades in 1..300_i32) {
            let edges: Vec<f64> = (-decades..=0).map(|decade| 10_f64.powi(decade)).collect();
            let classes = Classes::new("edges", &edges).unwrap();
            for value in [value, value * 10_f64.powi(-decades), value * value] {
                prop_assert_eq!(classes.place(value), looked_up(&edges, value));
            }
        }
    }

    #[test]
    fn the_last_class_has_both_its_edges() {
        let classes = Classes::new("edges", &[0.0, 0.5, 1.0]).unwrap();
        let places = [-0.1, 0.0, 0.5, 1.0, 1.1, f64::NAN].map(|value| classes.place(value));
        assert_eq!(places, [0, 1, 2, 2, 3, 0]);
    }

    #[test]
    fn edges_that_do_not_rise_are_refused() {
        for edges in [&[][..], &[1.0], &[0.0, 0.0], &[1.0, 0.0], &[0.0, f64::NAN], &[0.0, f64::MAX]]
        {
            assert!(Classes::new("edges", edges).is_err());
        }
    }
}
