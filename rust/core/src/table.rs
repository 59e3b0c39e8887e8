//! Measured points in, values between them out: linear look-up on a uniform grid.

use crate::error::{Error, FINITE, all_within, within};

/// What a look-up does beyond the ends of its grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// It is an error.
    Refuse,
    /// The value at the end holds on.
    Hold,
    /// The last segment goes on as a straight line.
    Extend,
}

/// Values on a uniform grid from `low` to `high`, straight lines between them.
#[derive(Debug, Clone, PartialEq)]
pub struct UniformTable {
    low: f64,
    high: f64,
    cells_per_unit: f64,
    values: Vec<f64>,
    outside: Outside,
}

impl UniformTable {
    /// A table whose first value stands at `low` and whose last stands at `high`.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a number is not finite or `high` is not above `low`;
    /// [`Error::BadShape`] if there are fewer than two values.
    pub fn new(low: f64, high: f64, values: Vec<f64>, outside: Outside) -> Result<Self, Error> {
        within("low", low, FINITE)?;
        within("high", high, low.next_up()..=f64::MAX)?;
        all_within("value", &values, FINITE)?;
        if values.len() < 2 {
            return Err(Error::BadShape { name: "value", got: vec![values.len()], want: vec![2] });
        }
        let cells_per_unit = (values.len() - 1) as f64 / (high - low);
        within("high", cells_per_unit, f64::MIN_POSITIVE..=f64::MAX)?;
        Ok(Self { low, high, cells_per_unit, values, outside })
    }

    /// The value at `x`.
    ///
    /// # Errors
    /// [`Error::BadInput`] if `x` is not finite, or lies off the grid where that is refused.
    pub fn at(&self, x: f64) -> Result<f64, Error> {
        within("x", x, self.domain()).map(|x| self.value_at(x))
    }

    /// The value at each of `xs`.
    ///
    /// # Errors
    /// As [`UniformTable::at`], with the first index.
    pub fn at_each(&self, xs: &[f64]) -> Result<Vec<f64>, Error> {
        all_within("x", xs, self.domain())?;
        Ok(xs.iter().map(|&x| self.value_at(x)).collect())
    }

    fn domain(&self) -> std::ops::RangeInclusive<f64> {
        match self.outside {
            Outside::Refuse => self.low..=self.high,
            Outside::Hold | Outside::Extend => FINITE,
        }
    }

    fn value_at(&self, x: f64) -> f64 {
        let inside = x.clamp(self.low, self.high);
        let x = if self.outside == Outside::Hold { inside } else { x };
        let last_cell = self.values.len() - 2;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "inside the grid"
        )]
        let cell = (((inside - self.low) * self.cells_per_unit) as usize).min(last_cell);
        let share = (x - self.low) * self.cells_per_unit - cell as f64;
        let (left, right) = (self.values[cell], self.values[cell + 1]);
        left * (1.0 - share) + right * share // exact at both ends of a cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(outside: Outside) -> UniformTable {
        UniformTable::new(0.0, 2.0, vec![1.0, 3.0, 2.0], outside).unwrap()
    }

    #[test]
    fn is_straight_between_points() {
        assert_eq!(
            table(Outside::Refuse).at_each(&[0.0, 0.25, 1.0, 1.5, 2.0]).unwrap(),
            [1.0, 1.5, 3.0, 2.5, 2.0]
        );
    }

    #[test]
    fn follows_its_policy_beyond_the_ends() {
        assert!(matches!(table(Outside::Refuse).at(2.5), Err(Error::BadInput { high: 2.0, .. })));
        assert_eq!(table(Outside::Hold).at(9.0).unwrap(), 2.0);
        assert_eq!(table(Outside::Extend).at(3.0).unwrap(), 1.0);
        assert_eq!(table(Outside::Extend).at(-1.0).unwrap(), -1.0);
    }
}
