//! The lowest point above planes, found again as planes are added: a simplex on the dual.
//!
//! Minimize z over z and x within a box, where z lies on or above every plane `value + slope·(x −
//! at)` and x on the right side of every fence. In the dual a new plane is a new column beside a
//! basis that stays feasible, so each round is a few small pivots.

/// Reduced costs and pivots below this are zero.
const ZERO: f64 = 1e-11;
/// More pivots in one round than any case has taken.
const MOST_PIVOTS: usize = 10_000;

/// A column of the dual: a plane, a fence, or a side of the box.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    /// 1 for a plane; the rest is minus its slope, or the slope of a fence.
    entries: Vec<f64>,
    gain: f64,
}

/// Planes and fences so far, and the lowest point above them.
#[derive(Debug, Clone, PartialEq)]
pub struct Master {
    columns: Vec<Column>,
    basis: Vec<usize>,
    /// The inverse of the basis, row by row.
    inverse: Vec<Vec<f64>>,
    /// Weights of the columns of the basis.
    weights: Vec<f64>,
}

impl Master {
    /// One plane over a box: its lowest corner.
    #[must_use]
    pub fn new(low: &[f64], high: &[f64], at: &[f64], value: f64, slope: &[f64]) -> Self {
        let plane = Column::plane(at, value, slope);
        let size = low.len() + 1;
        let mut master = Self { columns: vec![], basis: vec![], inverse: vec![], weights: vec![] };
        for (place, (&low, &high)) in low.iter().zip(high).enumerate() {
            master.columns.push(Column::side(size, place, 1.0, low));
            master.columns.push(Column::side(size, place, -1.0, -high));
        }
        master.columns.push(plane);
        master.start(slope);
        master
    }

    /// The basis of one plane and the side of the box towards which it falls.
    fn start(&mut self, slope: &[f64]) {
        let size = slope.len() + 1;
        self.basis = vec![self.columns.len() - 1];
        self.weights = vec![1.0];
        self.inverse = vec![unit(size, 0)];
        for (place, &slope) in slope.iter().enumerate() {
            let rises = slope >= 0.0;
            let sign = if rises { 1.0 } else { -1.0 };
            self.basis.push(2 * place + usize::from(!rises));
            self.weights.push(slope.abs());
            let mut row = vec![sign * slope];
            row.extend(unit(size - 1, place).iter().map(|entry| sign * entry));
            self.inverse.push(row);
        }
    }

    /// Adds the plane of a function known at a point.
    pub fn add_plane(&mut self, at: &[f64], value: f64, slope: &[f64]) {
        self.columns.push(Column::plane(at, value, slope));
        self.settle();
    }

    /// Adds the fence `slope·x ≥ least`.
    pub fn add_fence(&mut self, slope: &[f64], least: f64) {
        let entries = std::iter::once(0.0).chain(slope.iter().copied()).collect();
        self.columns.push(Column { entries, gain: least });
        self.settle();
    }

    /// The lowest point: z, then x.
    #[must_use]
    pub fn lowest(&self) -> Vec<f64> {
        let size = self.basis.len();
        let mut point = vec![0.0; size];
        for (row, &column) in self.inverse.iter().zip(&self.basis) {
            let gain = self.columns.get(column).map_or(0.0, |column| column.gain);
            point.iter_mut().zip(row).for_each(|(sum, entry)| *sum += gain * entry);
        }
        point
    }

    /// The columns that hold the lowest point, and their weights: two sides of the box for each
    /// coordinate, the lower one first, then planes and fences as they were added.
    pub fn rests_on(&self) -> impl Iterator<Item = (usize, f64)> {
        self.basis.iter().copied().zip(self.weights.iter().copied())
    }

    /// Pivots until no plane and no fence lies above the point.
    fn settle(&mut self) {
        for _ in 0..MOST_PIVOTS {
            let point = self.lowest();
            let Some(entering) = self.most_violated(&point) else { return };
            if !self.pivot(entering) {
                return;
            }
        }
    }

    fn most_violated(&self, point: &[f64]) -> Option<usize> {
        let violation = |column: &Column| {
            let size: f64 = column.entries.iter().zip(point).map(|(e, x)| (e * x).abs()).sum();
            (column.gain - dot(&column.entries, point)) / (1.0 + size)
        };
        let violations = self.columns.iter().map(violation).enumerate();
        let worst = violations.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (worst.1 > ZERO).then_some(worst.0)
    }

    /// Lets a column into the basis; false if none can leave for it.
    fn pivot(&mut self, entering: usize) -> bool {
        let Some(column) = self.columns.get(entering) else { return false };
        let direction: Vec<f64> =
            self.inverse.iter().map(|row| dot(row, &column.entries)).collect();
        let ratios = direction.iter().zip(&self.weights).enumerate();
        let leaving = ratios
            .filter(|(_, (along, _))| **along > ZERO)
            .map(|(place, (along, weight))| (place, weight / along))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((place, ratio)) = leaving else { return false };
        self.exchange(place, entering, ratio, &direction);
        true
    }

    fn exchange(&mut self, place: usize, entering: usize, ratio: f64, direction: &[f64]) {
        let Some(pivot_row) = self.inverse.get_mut(place).map(std::mem::take) else { return };
        let Some(&pivot) = direction.get(place) else { return };
        let pivot_row: Vec<f64> = pivot_row.into_iter().map(|entry| entry / pivot).collect();
        for (row, &along) in self.inverse.iter_mut().zip(direction) {
            row.iter_mut().zip(&pivot_row).for_each(|(entry, with)| *entry -= along * with);
        }
        for (weight, &along) in self.weights.iter_mut().zip(direction) {
            *weight -= along * ratio;
        }
        if let Some(row) = self.inverse.get_mut(place) {
            *row = pivot_row;
        }
        if let (Some(weight), Some(basic)) =
            (self.weights.get_mut(place), self.basis.get_mut(place))
        {
            (*weight, *basic) = (ratio, entering);
        }
    }
}

impl Column {
    fn plane(at: &[f64], value: f64, slope: &[f64]) -> Self {
        let entries = std::iter::once(1.0).chain(slope.iter().map(|slope| -slope)).collect();
        Self { entries, gain: value - dot(slope, at) }
    }

    fn side(size: usize, place: usize, sign: f64, gain: f64) -> Self {
        let mut entries = vec![0.0; size];
        if let Some(entry) = entries.get_mut(place + 1) {
            *entry = sign;
        }
        Self { entries, gain }
    }
}

fn unit(size: usize, place: usize) -> Vec<f64> {
    (0..size).map(|at| if at == place { 1.0 } else { 0.0 }).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_lowest_point_of_a_bowl() {
        let bowl = |x: &[f64]| (x[0] - 0.3).abs() + 2.0 * (x[1] + 0.4).abs() + 0.5 * x[0];
        let slope = |x: &[f64]| [(x[0] - 0.3).signum() + 0.5, 2.0 * (x[1] + 0.4).signum()];
        let at = [1.0, 1.0];
        let mut master = Master::new(&[-1.0, -1.0], &[1.0, 1.0], &at, bowl(&at), &slope(&at));
        for _ in 0..20 {
            let point = master.lowest();
            let x = [point[1], point[2]];
            master.add_plane(&x, bowl(&x), &slope(&x));
        }
        let point = master.lowest();
        assert!((point[0] - 0.15).abs() < 1e-12, "{point:?}");
        master.add_fence(&[0.0, 1.0], 0.1);
        let fenced = master.lowest();
        assert!((fenced[0] - 1.15).abs() < 1e-12 && fenced[2] >= 0.1 - 1e-12, "{fenced:?}");
    }
}
