//! Where rates are evaluated while the state of charge moves.
//!
//! Rates bend with the potential of the graphite, so the order of the rule of Gauss grows with the
//! way: means of the rates of the cards that ship are met to a few parts in ten thousand, whatever
//! the step of the record.

/// A way this short is as good as straight: its middle serves.
pub const STRAIGHT: f64 = 1.0 / 64.0;

/// Points of the longest rule.
pub const MOST: usize = 8;

/// Points between 0 and 1, and their shares; zeros fill up what a rule leaves free.
pub struct Rule {
    /// How many points there are.
    pub count: usize,
    /// Where they stand.
    pub points: [f64; MOST],
    /// How much each stands for.
    pub shares: [f64; MOST],
}

/// The rule for a way of the state of charge.
#[inline]
pub fn rule(way: f64) -> &'static Rule {
    if way <= STRAIGHT {
        &ONE
    } else if way <= 0.125 {
        &THREE
    } else if way <= 0.25 {
        &FOUR
    } else if way <= 0.5 {
        &SIX
    } else {
        &EIGHT
    }
}

const ONE: Rule = Rule {
    count: 1,
    points: [0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    shares: [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
};
const THREE: Rule = Rule {
    count: 3,
    points: [0.112_701_665_379_258_3, 0.5, 0.887_298_334_620_741_7, 0.0, 0.0, 0.0, 0.0, 0.0],
    shares: [
        0.277_777_777_777_777_85,
        0.444_444_444_444_444_4,
        0.277_777_777_777_777_85,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ],
};
pub const FOUR: Rule = Rule {
    count: 4,
    points: [
        0.069_431_844_202_973_71,
        0.330_009_478_207_571_87,
        0.669_990_521_792_428_1,
        0.930_568_155_797_026_2,
        0.0,
        0.0,
        0.0,
        0.0,
    ],
    shares: [
        0.173_927_422_568_726_79,
        0.326_072_577_431_273_2,
        0.326_072_577_431_273_2,
        0.173_927_422_568_726_79,
        0.0,
        0.0,
        0.0,
        0.0,
    ],
};
const SIX: Rule = Rule {
    count: 6,
    points: [
        0.033_765_242_898_424_03,
        0.169_395_306_766_867_76,
        0.380_690_406_958_401_56,
        0.619_309_593_041_598_5,
        0.830_604_693_233_132_2,
        0.966_234_757_101_575_9,
        0.0,
        0.0,
    ],
    shares: [
        0.085_662_246_189_585_14,
        0.180_380_786_524_069_36,
        0.233_956_967_286_345_52,
        0.233_956_967_286_345_52,
        0.180_380_786_524_069_36,
        0.085_662_246_189_585_14,
        0.0,
        0.0,
    ],
};
const EIGHT: Rule = Rule {
    count: 8,
    points: [
        0.019_855_071_751_231_912,
        0.101_666_761_293_186_64,
        0.237_233_795_041_835_5,
        0.408_282_678_752_175_1,
        0.591_717_321_247_824_8,
        0.762_766_204_958_164_5,
        0.898_333_238_706_813_4,
        0.980_144_928_248_768_1,
    ],
    shares: [
        0.050_614_268_145_188_53,
        0.111_190_517_226_687_21,
        0.156_853_322_938_943_44,
        0.181_341_891_689_180_83,
        0.181_341_891_689_180_83,
        0.156_853_322_938_943_44,
        0.111_190_517_226_687_21,
        0.050_614_268_145_188_53,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_exact_up_to_twice_its_points_less_one() {
        for (way, degree) in [(0.01, 1), (0.1, 5), (0.2, 7), (0.4, 11), (1.0, 15)] {
            let rule = rule(way);
            let pairs = rule.points.iter().zip(&rule.shares);
            let mean: f64 = pairs.map(|(x, share)| x.powi(degree) * share).sum();
            assert!((mean * f64::from(degree + 1) - 1.0).abs() < 1e-14, "{way}");
        }
    }
}
