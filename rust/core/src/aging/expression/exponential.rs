//! e to the power of many numbers at once.
//!
//! x = n ln 2 + r with |r| at most half of ln 2, so that e^x = 2^n e^r: a polynomial and an exponent
//! written into the bits of a number, without a branch, which the compiler turns into vector code.
//! The same operations on any processor give the same bits; results lie within one unit in the last
//! place of the true ones.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use std::f64::consts::LOG2_E;

/// Up to here 2^n is a normal number.
pub(super) const PLAIN: f64 = 700.0;
/// Adding it rounds to a whole number, which then stands in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// ln 2 with its last bits cut off, so that n times it is exact, and the rest of it.
pub(super) const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
pub(super) const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const EXPONENT_BIAS: u64 = 1023;
const MANTISSA_BITS: u32 = 52;

/// Writes e to the power of each of `numbers` to `out`.
#[inline(always)]
pub fn exponentials(out: &mut [f64], numbers: &[f64]) {
    let mut plain = true;
    for (out, &x) in out.iter_mut().zip(numbers) {
        plain &= x.abs() <= PLAIN;
        *out = plain_exponential(x);
    }
    if !plain {
        mend(out, numbers);
    }
}

/// Numbers whose power is vast, next to nothing or no number go the slow way.
#[cold]
fn mend(out: &mut [f64], numbers: &[f64]) {
    for (out, &x) in out.iter_mut().zip(numbers) {
        if x.abs() > PLAIN || x.is_nan() {
            *out = x.exp();
        }
    }
}

#[inline(always)]
pub(super) fn plain_exponential(x: f64) -> f64 {
    let rounded = x * LOG2_E + ROUNDER;
    let n = rounded - ROUNDER;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let exponent = rounded.to_bits().wrapping_add(EXPONENT_BIAS) << MANTISSA_BITS;
    f64::from_bits(exponent) * (1.0 + (r + r * r * beyond_the_line(r)))
}

/// (e^r − 1 − r) / r² by its series, in pairs and pairs of pairs.
#[inline(always)]
fn beyond_the_line(r: f64) -> f64 {
    const fn inverse_factorial(n: u32) -> f64 {
        let (mut product, mut k) = (1.0, 2);
        while k <= n {
            product *= k as f64;
            k += 1;
        }
        1.0 / product
    }
    const C: [f64; 12] = [
        inverse_factorial(2),
        inverse_factorial(3),
        inverse_factorial(4),
        inverse_factorial(5),
        inverse_factorial(6),
        inverse_factorial(7),
        inverse_factorial(8),
        inverse_factorial(9),
        inverse_factorial(10),
        inverse_factorial(11),
        inverse_factorial(12),
        inverse_factorial(13),
    ];
    let square = r * r;
    let fourth = square * square;
    let low = (C[0] + C[1] * r) + (C[2] + C[3] * r) * square;
    let middle = (C[4] + C[5] * r) + (C[6] + C[7] * r) * square;
    let high = (C[8] + C[9] * r) + (C[10] + C[11] * r) * square;
    low + fourth * (middle + fourth * high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(x: f64) -> f64 {
        let mut out = [f64::NAN];
        exponentials(&mut out, &[x]);
        out[0]
    }

    #[test]
    fn the_ends_are_as_they_should_be() {
        for x in [0.0, -0.0, 709.7, 710.0, -708.5, -745.0, -746.0, f64::INFINITY, f64::NEG_INFINITY]
        {
            assert_eq!(one(x), x.exp(), "{x}");
        }
        assert!(one(f64::NAN).is_nan());
    }

    proptest! {
        #[test]
        fn is_the_exponential(x in -745.0..709.0_f64) {
            prop_assert!((one(x) - x.exp()).abs() <= x.exp() * 1.5 * f64::EPSILON);
        }

        #[test]
        fn small_powers_are_as_exact(x in -1.0..1.0_f64) {
            prop_assert!((one(x) - x.exp()).abs() <= x.exp() * 1.5 * f64::EPSILON);
        }
    }
}
