//! Powers of many numbers at once.
//!
//! x^p is e to the power of p ln x. For the logarithm, x = 2^n m with m between √½ and √2, and
//! ln m = 2 artanh(s) with s = (m − 1)/(m + 1), by its series: without a branch, which the compiler
//! turns into vector code. The same operations on any processor give the same bits; results lie
//! within a few parts in 10^16 of the true ones, times the size of p ln x.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::expression::exponential::{LN_2_HIGH, LN_2_LOW, PLAIN, plain_exponential};

/// The bits of √½, below which no mantissa is let fall.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const ONE: u64 = 0x3ff0_0000_0000_0000;
const MANTISSA: u64 = (1 << 52) - 1;
/// 2^52, whose lowest bits count ones.
const COUNTER: f64 = 4_503_599_627_370_496.0;
const EXPONENT_BIAS: f64 = 1023.0;

/// Writes `numbers` to the power of `exponent` to `out`, in the widest vectors of the processor.
pub fn powers(out: &mut [f64], numbers: &[f64], exponent: f64) {
    pulp::Arch::new().dispatch(Powers { out, numbers, exponent });
}

/// Powers at work.
struct Powers<'a> {
    out: &'a mut [f64],
    numbers: &'a [f64],
    exponent: f64,
}

impl pulp::WithSimd for Powers<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { out, numbers, exponent } = self;
        let pairs = out.iter_mut().zip(numbers);
        if exponent == 0.5 {
            pairs.for_each(|(out, x)| *out = x.sqrt());
        } else if exponent == 2.0 {
            pairs.for_each(|(out, x)| *out = x * x);
        } else {
            by_logarithms(out, numbers, exponent);
        }
    }
}

#[inline(always)]
fn by_logarithms(out: &mut [f64], numbers: &[f64], exponent: f64) {
    let mut plain = true;
    for (out, &x) in out.iter_mut().zip(numbers) {
        let logarithm = exponent * plain_logarithm(x);
        plain &= is_plain(x, logarithm);
        *out = plain_exponential(logarithm);
    }
    if !plain {
        mend(out, numbers, exponent);
    }
}

/// Whether `x`, and its power whose `logarithm` this is, are normal numbers.
#[inline(always)]
fn is_plain(x: f64, logarithm: f64) -> bool {
    (x >= f64::MIN_POSITIVE) & x.is_finite() & (logarithm.abs() <= PLAIN)
}

/// Other numbers go the slow way.
#[cold]
fn mend(out: &mut [f64], numbers: &[f64], exponent: f64) {
    for (out, &x) in out.iter_mut().zip(numbers) {
        if !is_plain(x, exponent * plain_logarithm(x)) {
            *out = x.powf(exponent);
        }
    }
}

#[inline(always)]
fn plain_logarithm(x: f64) -> f64 {
    let shifted = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let m = f64::from_bits((shifted & MANTISSA).wrapping_add(ROOT_HALF));
    let n = f64::from_bits((shifted >> 52) | COUNTER.to_bits()) - COUNTER - EXPONENT_BIAS;
    let f = m - 1.0;
    let s = f / (m + 1.0);
    let half = 0.5 * f * f;
    n * LN_2_HIGH + (f - (half - (s * (half + beyond_the_line(s * s)) + n * LN_2_LOW)))
}

/// 2 artanh(s) / s − 2, from the square of s, in pairs and pairs of pairs.
#[inline(always)]
fn beyond_the_line(z: f64) -> f64 {
    const C: [f64; 10] = [
        2.0 / 3.0,
        2.0 / 5.0,
        2.0 / 7.0,
        2.0 / 9.0,
        2.0 / 11.0,
        2.0 / 13.0,
        2.0 / 15.0,
        2.0 / 17.0,
        2.0 / 19.0,
        2.0 / 21.0,
    ];
    let square = z * z;
    let fourth = square * square;
    let low = (C[0] + C[1] * z) + (C[2] + C[3] * z) * square;
    let middle = (C[4] + C[5] * z) + (C[6] + C[7] * z) * square;
    z * (low + fourth * (middle + fourth * (C[8] + C[9] * z)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(x: f64, exponent: f64) -> f64 {
        let mut out = [f64::NAN];
        powers(&mut out, &[x], exponent);
        out[0]
    }

    #[test]
    fn the_ends_are_as_they_should_be() {
        for x in [0.0, 1.0, 5e-324, 1e-310, f64::INFINITY] {
            for exponent in [0.3, 0.5, 2.0, -1.5, 40.0] {
                assert_eq!(one(x, exponent), x.powf(exponent), "{x} {exponent}");
            }
        }
        assert!(one(-1.0, 0.3).is_nan() && one(f64::NAN, 0.3).is_nan());
    }

    #[test]
    fn many_are_as_one_is() {
        let numbers: Vec<f64> = (0..77).map(|k| 0.1 * f64::from(k)).collect();
        let mut found = vec![f64::NAN; numbers.len()];
        powers(&mut found, &numbers, 0.7);
        assert!(numbers.iter().zip(&found).all(|(&x, &y)| one(x, 0.7) == y));
    }

    proptest! {
        #[test]
        fn is_the_power(x in 1e-12..1e9_f64, exponent in 0.2..4.0_f64) {
            let want = x.powf(exponent);
            prop_assert!((one(x, exponent) - want).abs() <= 3e-14 * want);
        }

        #[test]
        fn is_exact_near_one(x in 0.5..2.0_f64, exponent in 0.2..2.0_f64) {
            let want = x.powf(exponent);
            prop_assert!((one(x, exponent) - want).abs() <= 2.0 * f64::EPSILON * want);
        }
    }
}
