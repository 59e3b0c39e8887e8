//! A function of one number in [0, 1] as polynomials on a uniform grid, where they are as good.
//!
//! Each cell holds the polynomial through the Chebyshev nodes of that cell. The grid is refined
//! until points between the nodes agree with the function; a function with a kink never does, and
//! is then evaluated as it stands.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::expression::block::BLOCK;
use std::f64::consts::PI;

/// Coefficients of a cell: one cache line.
const ORDER: usize = 8;
/// Cells of the finest grid.
const FINEST: usize = 2048;
/// How far a polynomial may lie from its function, as a share of the function's size in the cell.
const TOLERANCE: f64 = 2e-13;

/// A tabulated function.
#[derive(Debug, Clone)]
pub struct Polynomials {
    cells: Vec<[f64; ORDER]>,
    scale: f64,
    last: i32,
}

/// Points at which a function is asked for in a cell: Chebyshev nodes, and ends and points between
/// nodes, where the polynomial is put to the test.
const POINTS: usize = 2 * ORDER + 1;
/// A number for each of them.
pub type Points = [f64; POINTS];

impl Polynomials {
    /// A table of `function`, or nothing if no grid follows it closely enough.
    pub fn of(function: impl Fn(&Points) -> Points) -> Option<Self> {
        let cell = Cell::new();
        let sizes = std::iter::successors(Some(16), |cells| Some(cells * 2));
        let mut grids = sizes.take_while(|cells| *cells <= FINEST);
        grids.find_map(|cells| Self::on_grid(cells, &cell, &function))
    }

    /// The value at `x`, held beyond 0 and 1.
    #[inline]
    pub fn at(&self, x: f64) -> f64 {
        let (cell, u) = self.place(x);
        self.cell(cell).map_or(f64::NAN, |cell| polynomial(cell, u))
    }

    /// Writes the value at each of `xs` to `out`.
    #[inline(always)]
    pub fn at_each(&self, out: &mut [f64], xs: &[f64]) {
        let mut cells = [0; BLOCK];
        for ((cell, u), &x) in cells.iter_mut().zip(&mut *out).zip(xs) {
            (*cell, *u) = self.place(x);
        }
        for (&cell, out) in cells.iter().zip(out) {
            *out = self.cell(cell).map_or(f64::NAN, |cell| polynomial(cell, *out));
        }
    }

    #[inline(always)]
    fn cell(&self, at: i32) -> Option<&[f64; ORDER]> {
        self.cells.get(usize::try_from(at).ok()?)
    }

    /// The cell of `x`, and where in it `x` lies, from -1 to 1.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to the number of cells")]
    fn place(&self, x: f64) -> (i32, f64) {
        let place = x.clamp(0.0, 1.0) * self.scale;
        let cell = (place as i32).min(self.last);
        (cell, 2.0 * (place - f64::from(cell)) - 1.0)
    }

    fn on_grid(cells: usize, cell: &Cell, function: &impl Fn(&Points) -> Points) -> Option<Self> {
        let width = 1.0 / cells as f64;
        let fit = |at: usize| {
            let points = cell.points.map(|u| (at as f64 + 0.5 * (u + 1.0)) * width);
            cell.fit(&function(&points))
        };
        let last = i32::try_from(cells - 1).ok()?;
        let cells = (0..cells).map(fit).collect::<Option<Vec<_>>>()?;
        Some(Self { scale: cells.len() as f64, cells, last })
    }
}

/// Even and odd powers side by side, which the compiler puts into one register.
#[inline]
fn polynomial(c: &[f64; ORDER], u: f64) -> f64 {
    let square = u * u;
    let mut pair = [c[6], c[7]];
    for at in [4, 2, 0] {
        pair = [c[at] + pair[0] * square, c[at + 1] + pair[1] * square];
    }
    pair[0] + pair[1] * u
}

/// What all cells have in common: a piece of the axis stretched to [-1, 1].
struct Cell {
    points: Points,
    /// Coefficients from the values at the nodes: a row for each coefficient.
    solution: [[f64; ORDER]; ORDER],
}

impl Cell {
    fn new() -> Self {
        let on_circle = |angle: f64| (PI * angle / ORDER as f64).cos();
        let nodes = (0..ORDER).map(|k| on_circle(k as f64 + 0.5));
        let between = (0..=ORDER).map(|k| on_circle(k as f64));
        let mut points = [f64::NAN; POINTS];
        points.iter_mut().zip(nodes.chain(between)).for_each(|(point, u)| *point = u);
        Self { points, solution: solution() }
    }

    /// The polynomial through the `values` at the nodes, if it meets the others.
    fn fit(&self, values: &Points) -> Option<[f64; ORDER]> {
        let product = |row: &[f64; ORDER]| row.iter().zip(values).map(|(a, b)| a * b).sum();
        let coefficients = self.solution.each_ref().map(product);
        let (tests, found) = (&self.points[ORDER..], &values[ORDER..]);
        let size = found.iter().fold(0.0, |size: f64, f| size.max(f.abs()));
        let near = |f: f64, p: f64| (f - p).abs() <= TOLERANCE * size;
        let mut pairs = tests.iter().zip(found);
        pairs.all(|(&u, &f)| near(f, polynomial(&coefficients, u))).then_some(coefficients)
    }
}

/// Power-basis coefficients on [-1, 1] from values at the Chebyshev nodes.
fn solution() -> [[f64; ORDER]; ORDER] {
    let mut solution = [[0.0; ORDER]; ORDER];
    let (mut before, mut now) = ([0.0; ORDER], [0.0; ORDER]);
    now[0] = 1.0;
    for j in 0..ORDER {
        let share = if j == 0 { 1.0 } else { 2.0 } / ORDER as f64;
        for (row, power) in solution.iter_mut().zip(now) {
            for (k, entry) in row.iter_mut().enumerate() {
                let cosine = (PI * j as f64 * (k as f64 + 0.5) / ORDER as f64).cos();
                *entry += share * power * cosine;
            }
        }
        (before, now) = (now, next_chebyshev(&before, &now, j));
    }
    solution
}

/// The polynomial of Chebyshev after `now`: 2 u times `now` less `before`, and u after the first.
fn next_chebyshev(before: &[f64; ORDER], now: &[f64; ORDER], j: usize) -> [f64; ORDER] {
    let factor = if j == 0 { 1.0 } else { 2.0 };
    std::array::from_fn(|k| {
        let raised = if k == 0 { 0.0 } else { factor * now[k - 1] };
        if j == 0 { raised } else { raised - before[k] }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Potential of graphite against lithium, with the steepest exponential of any card.
    fn graphite(soc: f64) -> f64 {
        let x = 0.0085 + soc * (0.78 - 0.0085);
        0.6379 + 0.5416 * (-305.5309 * x).exp() + 0.044 * (-(x - 0.1958) / 0.1088).tanh()
            - 0.1978 * ((x - 1.0571) / 0.0854).tanh()
            - 0.6875 * ((x + 0.0117) / 0.0529).tanh()
            - 0.0175 * ((x - 0.5692) / 0.0875).tanh()
    }

    #[test]
    fn the_graphite_potential_is_met_to_twelve_digits() {
        let table = Polynomials::of(|soc| soc.map(graphite)).unwrap();
        for k in 0..=100_003 {
            let soc = f64::from(k) / 100_003.0;
            let error = (table.at(soc) / graphite(soc) - 1.0).abs();
            assert!(error < 1e-12, "{soc} {error}");
        }
    }

    #[test]
    fn a_kink_is_not_tabulated() {
        assert!(Polynomials::of(|x| x.map(|x| (x - 0.3).abs())).is_none());
        assert!(Polynomials::of(|x| x.map(f64::sqrt)).is_none());
        assert!(Polynomials::of(|x| x.map(|_| f64::NAN)).is_none());
    }

    #[test]
    fn many_are_looked_up_as_one_is() {
        let table = Polynomials::of(|soc| soc.map(graphite)).unwrap();
        let xs: Vec<f64> = (0..BLOCK).map(|k| k as f64 / 100.0 - 0.1).collect();
        let mut found = vec![f64::NAN; xs.len()];
        table.at_each(&mut found, &xs);
        assert!(xs.iter().zip(&found).all(|(&x, &y)| table.at(x) == y));
    }
}
