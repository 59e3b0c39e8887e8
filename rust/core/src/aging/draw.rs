//! Numbers by lot that depend on nothing but what they are for.
//!
//! Each is a hash of seed, battery and name: any battery can be drawn alone, in any order and on
//! any thread, and is always the same.

use crate::error::{Error, within};
use std::f64::consts::TAU;

/// A standard normal number for each of `batteries`, for what is called `name`.
#[must_use]
pub fn normal(seed: u64, name: &str, batteries: &[u64]) -> Vec<f64> {
    let lot = Lot::new(seed, name);
    batteries.iter().map(|battery| lot.normal(*battery)).collect()
}

/// Numbers by lot for what has one name, each for a number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    key: u64,
}

impl Lot {
    /// The lot of what is called `name`.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        Self { key: mixed(seed ^ named(name)) }
    }

    /// A standard normal number for what is numbered `of`.
    #[must_use]
    pub fn normal(&self, of: u64) -> f64 {
        one_normal(mixed(self.key ^ mixed(of)))
    }
}

/// A place among `count` for each of `batteries`, all as likely.
///
/// # Errors
/// [`Error::BadInput`] if there are none.
pub fn places(seed: u64, batteries: &[u64], count: usize) -> Result<Vec<usize>, Error> {
    within("sets", count as f64, 1.0..=1e9)?;
    let key = mixed(seed ^ named("set"));
    let place = |battery: &u64| {
        let wide = u128::from(mixed(key ^ mixed(*battery))) * count as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    };
    Ok(batteries.iter().map(place).collect())
}

/// By G. E. P. Box, M. E. Muller, Ann. Math. Stat. 29, 610 (1958).
fn one_normal(key: u64) -> f64 {
    let (radius, angle) = (1.0 - fraction(mixed(key ^ 1)), fraction(mixed(key ^ 2)));
    (-2.0 * radius.ln()).sqrt() * (TAU * angle).cos()
}

/// From 0 up, below 1.
fn fraction(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    (bits >> 11) as f64 * STEP
}

/// `SplitMix64`: G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014.
fn mixed(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// FNV-1a, 64 bits.
fn named(name: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // the first outputs of SplitMix64 from seed 0: the state moves on by the constant it adds
        assert_eq!(mixed(0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(mixed(0x9e37_79b9_7f4a_7c15), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn a_battery_drawn_alone_is_the_same() {
        let all = normal(7, "p1", &[0, 1, 2, 3]);
        assert_eq!(normal(7, "p1", &[2]), all[2..3]);
        assert_ne!(normal(7, "p2", &[2]), all[2..3]);
        assert_ne!(normal(8, "p1", &[2]), all[2..3]);
    }
}
