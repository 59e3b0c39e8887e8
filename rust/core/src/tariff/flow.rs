//! Sums over what flows in one direction, in lanes so that they run in vectors.

use crate::soc::Number;

const LANES: usize = 8;

/// Sum of what of `sign * values` is positive.
#[inline]
pub(super) fn sum(values: &[f64], sign: f64) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += (sign * value).greater(0.0);
        }
    }
    let rest: f64 = rest.iter().map(|value| (sign * value).greater(0.0)).sum();
    lanes.iter().sum::<f64>() + rest
}

/// Sum of what of `sign * values` is positive, each times its price.
#[inline]
pub(super) fn sum_of_products(values: &[f64], sign: f64, prices: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let (price_chunks, price_rest) = prices.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (chunk, price_chunk) in chunks.iter().zip(price_chunks) {
        for (lane, (value, price)) in lanes.iter_mut().zip(chunk.iter().zip(price_chunk)) {
            *lane += (sign * value).greater(0.0) * price;
        }
    }
    let rest = rest.iter().zip(price_rest);
    let rest: f64 = rest.map(|(value, price)| (sign * value).greater(0.0) * price).sum();
    lanes.iter().sum::<f64>() + rest
}

/// Sum of all values.
#[inline]
pub(super) fn total(values: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// The largest value, at least zero.
#[inline]
pub(super) fn peak(values: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = lane.greater(value);
        }
    }
    let highest = |highest: f64, &value: &f64| highest.greater(value);
    rest.iter().fold(lanes.iter().fold(0.0, highest), highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_look_in_one_direction() {
        let values: Vec<f64> = (-9..=10).map(f64::from).collect();
        let ones = vec![2.0; 20];
        assert_eq!((sum(&values, 1.0), sum(&values, -1.0), total(&values)), (55.0, 45.0, 10.0));
        assert_eq!(sum_of_products(&values, 1.0, &ones), 110.0);
        assert_eq!((peak(&values), peak(&[-1.0])), (10.0, 0.0));
    }
}
