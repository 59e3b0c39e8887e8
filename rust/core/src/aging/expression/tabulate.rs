//! A function of one number in [0, 1] as polynomials on a uniform grid, where they are as good.
//!
//! Each cell holds the polynomial through the Chebyshev nodes of that cell. The grid is refined
//! until points between the nodes agree with the function; a function with a kink never does, and
//! is then evaluated as it stands.

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
}

impl Polynomials {
    /// A table of `function`, or nothing if no grid follows it closely enough.
    pub fn of(function: impl Fn(f64) -> f64) -> Option<Self> {
        let sizes = std::iter::successors(Some(16), |cells| Some(cells * 2));
        let mut grids = sizes.take_while(|cells| *cells <= FINEST);
        grids.find_map(|cells| Self::on_grid(cells, &function))
    }

    /// The value at `x`, held beyond 0 and 1.
    #[inline]
    pub fn at(&self, x: f64) -> f64 {
        let place = x.clamp(0.0, 1.0) * self.scale;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the number of cells; NaN becomes 0"
        )]
        let cell = (place as usize).min(self.cells.len() - 1);
        let u = 2.0 * (place - cell as f64) - 1.0;
        polynomial(&self.cells[cell], u)
    }

    fn on_grid(cells: usize, function: &impl Fn(f64) -> f64) -> Option<Self> {
        let width = 1.0 / cells as f64;
        let fit = |cell: usize| {
            let local = |u: f64| function((cell as f64 + 0.5 * (u + 1.0)) * width);
            follows(interpolate(local), local)
        };
        let cells: Option<Vec<_>> = (0..cells).map(fit).collect();
        cells.map(|cells| Self { scale: cells.len() as f64, cells })
    }
}

/// Pairs first, then pairs of pairs: as many multiplications as one after the other, less waiting.
#[inline]
fn polynomial(c: &[f64; ORDER], u: f64) -> f64 {
    let square = u * u;
    let low = (c[0] + c[1] * u) + (c[2] + c[3] * u) * square;
    let high = (c[4] + c[5] * u) + (c[6] + c[7] * u) * square;
    low + high * (square * square)
}

/// Where between two Chebyshev nodes a cell is put to the test, ends included.
fn follows(coefficients: [f64; ORDER], function: impl Fn(f64) -> f64) -> Option<[f64; ORDER]> {
    let between = (0..=ORDER).map(|k| (PI * k as f64 / ORDER as f64).cos());
    let pairs: Vec<_> = between.map(|u| (function(u), polynomial(&coefficients, u))).collect();
    let size = pairs.iter().fold(0.0, |size: f64, (f, _)| size.max(f.abs()));
    let close = |(f, p): &(f64, f64)| (f - p).abs() <= TOLERANCE * size;
    pairs.iter().all(close).then_some(coefficients)
}

/// Power-basis coefficients of the polynomial through the Chebyshev nodes of [-1, 1].
fn interpolate(function: impl Fn(f64) -> f64) -> [f64; ORDER] {
    let node = |k: usize| (PI * (k as f64 + 0.5) / ORDER as f64).cos();
    let values: [f64; ORDER] = std::array::from_fn(|k| function(node(k)));
    let weight = |j: usize| {
        let sum =
            (0..ORDER).map(|k| values[k] * (PI * j as f64 * (k as f64 + 0.5) / ORDER as f64).cos());
        let share = if j == 0 { 1.0 } else { 2.0 };
        share * sum.sum::<f64>() / ORDER as f64
    };
    let mut total = [0.0; ORDER];
    let (mut before, mut now) = ([0.0; ORDER], [0.0; ORDER]);
    now[0] = 1.0;
    for j in 0..ORDER {
        let share = weight(j);
        for k in 0..ORDER {
            total[k] += share * now[k];
        }
        (before, now) = (now, next_chebyshev(&before, &now, j));
    }
    total
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
        let table = Polynomials::of(graphite).unwrap();
        for k in 0..=100_003 {
            let soc = f64::from(k) / 100_003.0;
            let error = (table.at(soc) / graphite(soc) - 1.0).abs();
            assert!(error < 1e-12, "{soc} {error}");
        }
    }

    #[test]
    fn a_kink_is_not_tabulated() {
        assert!(Polynomials::of(|x| (x - 0.3).abs()).is_none());
        assert!(Polynomials::of(f64::sqrt).is_none());
        assert!(Polynomials::of(|_| f64::NAN).is_none());
    }
}
