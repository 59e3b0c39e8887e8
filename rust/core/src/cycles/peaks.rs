//! The largest of all values since a place in a series, in logarithmic time.

/// Values that no later one has reached, each with its place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Peaks(Vec<(u64, f64)>);

impl Peaks {
    /// Takes the value at `place`, which lies behind those before.
    #[inline]
    pub fn push(&mut self, place: u64, value: f64) {
        while self.0.last().is_some_and(|&(_, lower)| lower <= value) {
            self.0.pop();
        }
        self.0.push((place, value));
    }

    /// The largest value behind `place`, zero if there is none.
    #[inline]
    #[must_use]
    pub fn behind(&self, place: u64) -> f64 {
        let before = self.0.partition_point(|&(at, _)| at <= place);
        self.0.get(before).map_or(0.0, |&(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_behind_a_place_is_found() {
        let (values, mut peaks) = ([3.0, 1.0, 2.0, 2.0, 0.0, 1.0], Peaks::default());
        for (place, value) in (1..).zip(values) {
            peaks.push(place, value);
        }
        let behind: Vec<f64> = (0..8).map(|place| peaks.behind(place)).collect();
        assert_eq!(behind, [3.0, 2.0, 2.0, 2.0, 1.0, 1.0, 0.0, 0.0]);
    }
}
