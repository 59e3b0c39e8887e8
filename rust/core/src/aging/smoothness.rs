//! How finely a condition must be followed so that the means of rates are met.

use crate::aging::along::{Along, Condition};
use crate::aging::expression::block::BLOCK;
use crate::aging::expression::program::Program;
use crate::aging::quadrature::{FOUR, Rule, STRAIGHT, rule};

/// How far the mean of a rate may be missed, as a share of it: by a middle, and by other rules, of
/// which fewer are needed.
const TOLERANCE: [f64; 2] = [1e-3, 2.5e-4];
/// Of a rate so much smaller than it is at other states of charge, less is asked.
const SMALL: f64 = 0.1;
/// Pieces of the whole range that are looked at one by one.
const PIECES: usize = 32;
/// How much finer than elsewhere a condition is followed at most.
const STEEPEST: f64 = 64.0;

/// Some rates along one condition, at several values of the other one.
pub(crate) struct Smoothness<'a> {
    condition: Condition,
    along: Vec<Along<'a>>,
    /// By rate and value of the other condition: what is small.
    small: Vec<f64>,
}

/// A piece of the range, and how much finer than usual it is followed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slope {
    pub ends: [f64; 2],
    pub steepness: f64,
}

impl<'a> Smoothness<'a> {
    /// Of the outputs of `program`, whose states have these `levels`.
    pub fn of(program: &'a Program, condition: Condition, levels: &[f64]) -> Self {
        let resting = condition.other().usual();
        let along = resting.map(|resting| Along::new(program, condition, resting, levels)).into();
        let mut found = Self { condition, along, small: vec![] };
        if condition == Condition::Soc {
            let means = found.means(&cut(condition.range(), PIECES), &FOUR);
            let usual = |of: &Vec<f64>| of.iter().sum::<f64>().abs() / PIECES as f64;
            found.small = means.iter().map(|of| SMALL * usual(of)).collect();
        } else {
            found.small = vec![0.0; 3 * program.output_count()];
        }
        found
    }

    /// The whole range in as few pieces as may be, some of which end at one of `creases`.
    pub fn slopes(&mut self, creases: &[f64]) -> Vec<Slope> {
        let [low, high] = self.condition.range();
        let mut borders: Vec<f64> = cut([low, high], PIECES).iter().map(|ends| ends[0]).collect();
        borders.extend(creases.iter().filter(|place| low < **place && **place < high));
        borders.push(high);
        borders.sort_by(f64::total_cmp);
        borders.dedup();
        let mut found: Vec<Slope> = vec![];
        for pair in borders.windows(2) {
            let ends = [pair[0], pair[1]];
            let slope = Slope { ends, steepness: self.steepness(ends) };
            match found.last_mut() {
                Some(last) if self.is_one(last, &slope) => last.ends[1] = slope.ends[1],
                _ => found.push(slope),
            }
        }
        found
    }

    /// Whether two neighbors may be followed as one.
    fn is_one(&mut self, a: &Slope, b: &Slope) -> bool {
        let ([first, border], [_, last]) = (a.ends, b.ends);
        let near = first.max(2.0 * border - last);
        a.steepness == b.steepness
            && self.is_met([near, last], a.steepness)
            && self.is_met_at_once([first, last], a.steepness)
    }

    fn steepness(&mut self, ends: [f64; 2]) -> f64 {
        let mut steepness = 1.0;
        while steepness < STEEPEST && !self.is_met(ends, steepness) {
            steepness *= 2.0;
        }
        steepness
    }

    /// Whether means over the whole piece, and over halves of it, halves of these, and so on, are
    /// met by the rules for ways so long.
    fn is_met(&mut self, ends: [f64; 2], steepness: f64) -> bool {
        let way = self.way(ends, steepness);
        let mut panels = 2;
        while way / panels as f64 > 0.5 * STRAIGHT {
            panels *= 2;
        }
        let pieces = cut(ends, panels);
        let exact = self.means(&pieces, &FOUR);
        let mut count = panels;
        while count > 1 {
            let rule = rule(way * count as f64 / panels as f64);
            if !self.are_met(&pieces, &exact, count, rule) {
                return false;
            }
            count /= 2;
        }
        true
    }

    /// Whether the mean over the whole piece is met.
    fn is_met_at_once(&mut self, ends: [f64; 2], steepness: f64) -> bool {
        let pieces = cut(ends, PIECES);
        let exact = self.means(&pieces, &FOUR);
        self.are_met(&pieces, &exact, PIECES, rule(self.way(ends, steepness)))
    }

    fn way(&self, [low, high]: [f64; 2], steepness: f64) -> f64 {
        steepness * (high - low) / self.condition.unit()
    }

    /// Whether `rule` meets the means over `count` panels in a row, those in the middle of others
    /// included.
    fn are_met(
        &mut self,
        panels: &[[f64; 2]],
        exact: &[Vec<f64>],
        count: usize,
        rule: &Rule,
    ) -> bool {
        let starts = || (0..=panels.len() - count).step_by(count / 2);
        let rows: Vec<_> = starts().map(|at| [panels[at][0], panels[at + count - 1][1]]).collect();
        let found = self.means(&rows, rule);
        let tolerance = TOLERANCE[usize::from(rule.count > 1)];
        let mut rates = found.iter().zip(exact).zip(&self.small);
        rates.all(|((found, exact), small)| {
            found.iter().zip(starts()).all(|(found, at)| {
                let mean = exact[at..at + count].iter().sum::<f64>() / count as f64;
                let missed = (found - mean).abs() > tolerance * mean.abs().max(*small);
                !missed // nothing is asked of what is no number
            })
        })
    }

    /// What `rule` finds as means over each of `pieces`, by rate and value of the other condition.
    fn means(&mut self, pieces: &[[f64; 2]], rule: &Rule) -> Vec<Vec<f64>> {
        let mut found = vec![];
        for along in &mut self.along {
            let mut means = vec![Vec::with_capacity(pieces.len()); along.formulas()];
            for pieces in pieces.chunks(BLOCK / rule.count) {
                let points = &rule.points[..rule.count];
                let on = |[low, high]: &[f64; 2]| {
                    let (low, way) = (*low, high - low);
                    points.iter().map(move |point| low + way * point)
                };
                let places: Vec<f64> = pieces.iter().flat_map(on).collect();
                along.go_to(&places);
                for (output, means) in means.iter_mut().enumerate() {
                    let values = along.found(output, places.len());
                    means.extend((0..pieces.len()).map(|piece| {
                        let pairs = rule.shares[..rule.count].iter().enumerate();
                        pairs
                            .map(|(k, share)| share * values.at(piece * rule.count + k))
                            .sum::<f64>()
                    }));
                }
            }
            found.extend(means);
        }
        found
    }
}

/// `count` pieces of one length.
fn cut([low, high]: [f64; 2], count: usize) -> Vec<[f64; 2]> {
    let point = |at: usize| low + (high - low) * (at as f64 / count as f64);
    (0..count).map(|at| [point(at), point(at + 1)]).collect()
}
