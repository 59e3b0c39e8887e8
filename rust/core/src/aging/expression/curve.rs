//! A measured curve: straight lines between points, held beyond its ends.

/// Points of a curve, rising in x.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Curve {
    /// A curve through the points (`x`, `y`), or nothing if they are no curve.
    pub fn new(x: Vec<f64>, y: Vec<f64>) -> Option<Self> {
        let rises = x.windows(2).all(|pair| pair[0] < pair[1]);
        let finite = x.iter().chain(&y).all(|value| value.is_finite());
        (x.len() >= 2 && x.len() == y.len() && rises && finite).then_some(Self { x, y })
    }

    /// The same points with the axes exchanged, if the curve rises throughout.
    pub fn inverted(&self) -> Option<Self> {
        Self::new(self.y.clone(), self.x.clone())
    }

    /// Where its points stand.
    pub fn knots(&self) -> &[f64] {
        &self.x
    }

    /// Whether it is 0 throughout.
    pub fn is_nothing(&self) -> bool {
        self.y.iter().all(|y| *y == 0.0)
    }

    /// Whether it begins at 0, where y is 0, and rises throughout.
    pub fn grows_from_nothing(&self) -> bool {
        self.x.first() == Some(&0.0)
            && self.y.first() == Some(&0.0)
            && self.y.windows(2).all(|pair| pair[0] < pair[1])
    }

    /// The slope at `at`: that of its straight line, 0 beyond the ends.
    pub fn slope(&self, at: f64) -> f64 {
        let last = self.x.len() - 1;
        if at < self.x[0] || at > self.x[last] {
            return 0.0;
        }
        let right = self.x.partition_point(|&x| x <= at).clamp(1, last);
        (self.y[right] - self.y[right - 1]) / (self.x[right] - self.x[right - 1])
    }

    /// The value at `at`; NaN where `at` is NaN.
    pub fn at(&self, at: f64) -> f64 {
        let last = self.x.len() - 1;
        let right = self.x.partition_point(|&x| x <= at).clamp(1, last);
        let (x0, x1) = (self.x[right - 1], self.x[right]);
        let (y0, y1) = (self.y[right - 1], self.y[right]);
        let share = ((at - x0) / (x1 - x0)).clamp(0.0, 1.0);
        y0 * (1.0 - share) + y1 * share // exact at both ends of a segment
    }
}
