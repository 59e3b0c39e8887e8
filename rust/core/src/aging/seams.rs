//! Where a record is cut before it is sampled, since rates jump, bend or become steep there.

#![expect(clippy::inline_always, reason = "compiled once for each kind of processor")]

use crate::aging::along::Condition;
use crate::aging::creases::Creases;
use crate::aging::expression::program::Program;
use crate::aging::flow::Interval;
use crate::aging::quadrature::STRAIGHT;
use crate::aging::smoothness::{Slope, Smoothness};
use crate::soc::Number;
use std::iter::Peekable;

/// State of charge and temperature, each cut into pieces along which rates are smooth.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Seams([Axis; 2]);

/// One of these conditions.
#[derive(Debug, Clone, Default, PartialEq)]
struct Axis {
    /// Where it is cut, in order.
    cuts: Vec<f64>,
    /// What one unit of it counts as, in each piece.
    steepness: Vec<f64>,
}

/// Where rates are smooth: between neighboring cuts of both conditions, or on a cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Region {
    low: [f64; 2],
    high: [f64; 2],
    /// What one unit of each condition counts as, beside the whole range of soc.
    steepness: [f64; 2],
}

impl Seams {
    /// Those of the outputs of `rates`, whose states have these `levels`.
    pub fn of(rates: &Program, creases: &Creases, levels: &[f64]) -> Self {
        Self([Condition::Soc, Condition::Temperature].map(|condition| {
            let places = creases.places(condition, levels);
            let slopes = Smoothness::of(rates, condition, levels).slopes(&places);
            Axis::of(&slopes, condition.unit())
        }))
    }

    /// The region in whose middle these lie.
    pub fn around(&self, place: [f64; 2]) -> Region {
        let [soc, temperature] = &self.0;
        let sides = [soc.around(place[0]), temperature.around(place[1])];
        let [low, high, steepness] = [0, 1, 2].map(|of| sides.map(|side| side[of]));
        Region { low, high, steepness }
    }

    /// The pieces of `step` between seams, one after the other.
    pub fn pieces(&self, step: &Interval) -> impl Iterator<Item = Interval> {
        let [soc, temperature] = &self.0;
        let mut crossed = [soc.crossed(step.soc), temperature.crossed(step.temperature)];
        let (step, mut from) = (*step, 0.0);
        std::iter::from_fn(move || {
            let next = crossed.each_mut().map(|shares| shares.peek().copied().unwrap_or(1.0));
            let until = next[0].lesser(next[1]);
            if from == 1.0 {
                return None;
            }
            for shares in &mut crossed {
                shares.next_if_eq(&until);
            }
            let piece = step.between(from, until);
            from = until;
            Some(piece)
        })
    }
}

impl Axis {
    fn of(slopes: &[Slope], unit: f64) -> Self {
        let cuts = slopes.iter().skip(1).map(|slope| slope.ends[0]).collect();
        Self { cuts, steepness: slopes.iter().map(|slope| slope.steepness / unit).collect() }
    }

    /// The cuts on either side of `place`, or the one on which it lies, and the steepness there.
    fn around(&self, place: f64) -> [f64; 3] {
        let before = self.cuts.partition_point(|cut| *cut < place);
        let steepness = self.steepness.get(before).copied().unwrap_or(1.0);
        let below = before.checked_sub(1).and_then(|at| self.cuts.get(at));
        match self.cuts.get(before) {
            Some(&cut) if cut == place => [cut, cut, steepness],
            above => [
                below.copied().unwrap_or(f64::NEG_INFINITY),
                above.copied().unwrap_or(f64::INFINITY),
                steepness,
            ],
        }
    }

    /// At which shares of a way between two values it crosses cuts, in order.
    fn crossed(&self, [from, to]: [f64; 2]) -> Peekable<impl Iterator<Item = f64>> {
        let first = self.cuts.partition_point(|cut| *cut <= from.lesser(to));
        let last = self.cuts.partition_point(|cut| *cut < from.greater(to));
        let cuts = self.cuts.get(first..last).unwrap_or_default();
        let count = cuts.len();
        let in_order = move |at: usize| if from < to { cuts[at] } else { cuts[count - 1 - at] };
        (0..count).map(move |at| (in_order(at) - from) / (to - from)).peekable()
    }
}

impl Region {
    /// No place at all.
    pub const NOWHERE: Self = Self { low: [0.0; 2], high: [0.0; 2], steepness: [0.0; 2] };

    /// Whether a state of charge and a temperature lie within it.
    #[inline(always)]
    #[expect(clippy::needless_bitwise_bool, reason = "one branch for all four")]
    pub fn holds(&self, [soc, temperature]: [f64; 2]) -> bool {
        (self.low[0] < soc)
            & (soc < self.high[0])
            & (self.low[1] < temperature)
            & (temperature < self.high[1])
    }

    /// Whether steps all end within it and hardly get warmer: state of charge where each ends, and
    /// temperature where each begins and ends.
    #[inline(always)]
    #[expect(clippy::needless_bitwise_bool, reason = "no branch for each")]
    pub fn holds_all(&self, [soc, from, to]: [&[f64]; 3]) -> bool {
        let ends = soc.iter().zip(from.iter().zip(to));
        ends.fold(true, |holds, (soc, (from, to))| {
            let [_, warmer] = self.way([0.0, (to - from).abs()]);
            holds & self.holds([*soc, *to]) & (warmer <= STRAIGHT)
        })
    }

    /// How long a way counts that leads so far within it, beside one over all states of charge.
    #[inline(always)]
    pub fn way(&self, [soc, temperature]: [f64; 2]) -> [f64; 2] {
        [soc * self.steepness[0], temperature * self.steepness[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::card_of;
    use crate::aging::{Engine, Model, Settings};

    fn seams_of(key: &str) -> Seams {
        let model = Model::from_toml(card_of(key)).unwrap();
        Engine::new(&model, Settings::default()).unwrap().seams
    }

    #[test]
    fn a_jump_is_cut_where_it_is_and_graphite_only_near_empty() {
        assert_eq!(seams_of("nmc_lto_10ah_simses").0[0].cuts, [0.7]);
        let graphite = seams_of("lfp_gr_250ah_prismatic");
        assert!(graphite.0[0].cuts.iter().all(|cut| *cut < 0.2));
        assert!(graphite.0[1].cuts.is_empty());
    }

    #[test]
    fn a_step_is_cut_at_each_seam_that_it_crosses() {
        let seams = seams_of("nmc_gr_molicel_2ah");
        let step = Interval { soc: [0.95, 0.1], temperature: [298.0, 309.0], dt: 60.0 };
        let pieces: Vec<Interval> = seams.pieces(&step).collect();
        let crossed = |axis: usize, low: f64, high: f64| {
            seams.0[axis].cuts.iter().filter(|cut| low < **cut && **cut < high).count()
        };
        assert_eq!(pieces.len(), 1 + crossed(0, 0.1, 0.95) + crossed(1, 298.0, 309.0));
        assert_eq!(pieces[0].soc[0], 0.95);
        assert_eq!(pieces.last().unwrap().soc[1], 0.1);
        assert!((pieces.iter().map(|piece| piece.dt).sum::<f64>() - 60.0).abs() < 1e-12);
        for piece in pieces {
            let region = seams.around(piece.middle());
            assert!(region.holds(piece.between(0.01, 0.99).middle()));
        }
    }
}
