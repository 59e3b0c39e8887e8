//! Sums that do not drift.

/// A running sum that carries what rounding drops (T. J. Dekker's two-sum, D. E. Knuth's form).
///
/// Terms may enter and leave millions of times: the error stays that of one rounding.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sum {
    rounded: f64,
    dropped: f64,
}

impl Sum {
    pub(crate) fn of(terms: &[f64]) -> Self {
        let mut sum = Self::default();
        for &term in terms {
            sum.add(term);
        }
        sum
    }

    pub(crate) fn add(&mut self, term: f64) {
        let rounded = self.rounded + term;
        let arrived = rounded - self.rounded;
        self.dropped += (self.rounded - (rounded - arrived)) + (term - arrived);
        self.rounded = rounded;
    }

    pub(crate) fn value(self) -> f64 {
        self.rounded + self.dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_a_plain_sum_loses() {
        let mut sum = Sum::of(&[1.0, 1e17, 1.0, -1e17]);
        assert_eq!(sum.value(), 2.0);
        for _ in 0..1_000_000 {
            sum.add(0.1);
            sum.add(-0.1);
        }
        assert_eq!(sum.value(), 2.0);
    }
}
