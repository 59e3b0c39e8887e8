//! What other ways of counting make of a series.
//!
//! Tools for batteries find cycles in different ways, and damage that grows faster than the depth
//! depends on which. Here each is put into the same form: cycles of a range, so many of them.

use crate::cycles::cycle::Cycle;
use crate::cycles::law::Law;
use crate::cycles::point::Plateau;
use crate::cycles::rainflow::for_each_cycle;
use crate::cycles::residue::Residue;
use crate::cycles::series::Series;
use crate::cycles::turning::turning_points;
use crate::cycles::windows::{days, full_cycles_or_days};
use crate::error::{Error, FRACTION, POSITIVE, all_within};
use crate::parallel::KeepGoing;
use crate::trace::PerStep;

/// How much a range may lack to close a cycle in SAM: 0.002 percent.
const SAM_TOLERANCE: f64 = 2e-5;

/// What counting by one convention gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// The convention.
    pub convention: &'static str,
    /// Cycles, a half one as half.
    pub cycles: f64,
    /// Sum of all ranges, a half cycle as half.
    pub equivalent_full_cycles: f64,
    /// The largest range.
    pub deepest: f64,
    /// Damage by the law.
    pub damage: f64,
}

/// Counts `soc` by every convention; by the day where a clock is given.
///
/// # Errors
/// [`Error::BadInput`] or [`Error::BadShape`] if a sample is no fraction, a step does not last or
/// there is not one between each two samples; [`Error::Interrupted`].
pub fn compare(
    soc: &[f64],
    dt_second: Option<PerStep<'_>>,
    law: &Law,
    watch: &dyn KeepGoing,
) -> Result<Vec<Count>, Error> {
    all_within("soc", soc, FRACTION)?;
    if let Some(steps) = dt_second {
        steps.check("dt_second", soc.len().saturating_sub(1), POSITIVE)?;
    }
    let turns = turning_points(soc, Plateau::First, watch)?.value;
    let counted = turns.split_last().map_or(&[][..], |(_, turned)| turned);
    let mut astm = Sum::new("astm", law);
    let mut ends = Vec::new();
    for_each_cycle(Series::from(soc), Residue::Half, Plateau::First, watch, |cycles| {
        astm.add_cycles(cycles);
        ends.extend(
            cycles.iter().map(|cycle| usize::try_from(cycle.to.index).unwrap_or(usize::MAX)),
        );
    })?;
    let mut counts = vec![astm.count, half_cycles(counted, law), sam(counted, law)];
    counts.push(window_depth(full_cycles_or_days(soc, dt_second, ends), law));
    if let Some(steps) = dt_second {
        counts.push(per_day(days(soc, steps), law, watch)?);
    }
    Ok(counts)
}

/// Every swing from one turning point to the next is half a cycle, however it is nested.
fn half_cycles(turns: &[f64], law: &Law) -> Count {
    let mut sum = Sum::new("half_cycle", law);
    for (from, to) in turns.iter().zip(turns.iter().skip(1)) {
        sum.add((to - from).abs(), 0.5);
    }
    sum.count
}

/// Three-point rainflow without a rule for the start: all that closes is full, the rest nothing.
fn sam(turns: &[f64], law: &Law) -> Count {
    let mut sum = Sum::new("sam", law);
    let mut open = Vec::new();
    for &turn in turns {
        open.push(turn);
        while let [.., a, b, c] = open[..]
            && (c - b).abs() + SAM_TOLERANCE >= (b - a).abs()
        {
            sum.add((b - a).abs(), 1.0);
            open.truncate(open.len() - 3);
            open.push(c);
        }
    }
    sum.count
}

/// All charge moved in a window counts as cycles of the depth of the window.
fn window_depth<'a>(windows: impl Iterator<Item = &'a [f64]>, law: &Law) -> Count {
    let mut sum = Sum::new("window", law);
    for window in windows {
        let low = window.iter().copied().fold(f64::INFINITY, f64::min);
        let high = window.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let moved = window.windows(2).fold(0.0, |way, step| way + (step[1] - step[0]).abs());
        if high > low {
            sum.add(high - low, 0.5 * moved / (high - low));
        }
    }
    sum.count
}

/// Rainflow of every day apart, with half cycles for what is open at midnight.
fn per_day<'a>(
    days: impl Iterator<Item = &'a [f64]>,
    law: &Law,
    watch: &dyn KeepGoing,
) -> Result<Count, Error> {
    let mut sum = Sum::new("per_day", law);
    for day in days {
        for_each_cycle(Series::from(day), Residue::Half, Plateau::First, watch, |cycles| {
            sum.add_cycles(cycles);
        })?;
    }
    Ok(sum.count)
}

/// A count that is being made.
struct Sum<'a> {
    law: &'a Law,
    count: Count,
}

impl<'a> Sum<'a> {
    fn new(convention: &'static str, law: &'a Law) -> Self {
        let count = Count {
            convention,
            cycles: 0.0,
            equivalent_full_cycles: 0.0,
            deepest: 0.0,
            damage: 0.0,
        };
        Self { law, count }
    }

    fn add(&mut self, range: f64, cycles: f64) {
        let count = &mut self.count;
        count.cycles += cycles;
        count.equivalent_full_cycles += cycles * range;
        count.deepest = count.deepest.max(range);
        count.damage += cycles * self.law.of_range(range);
    }

    fn add_cycles(&mut self, cycles: &[Cycle<()>]) {
        for cycle in cycles {
            self.add(cycle.range(), cycle.count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::PowerLaw;

    const HOUR: PerStep<'_> = PerStep::Same(3600.0);

    fn found(series: &[f64]) -> Vec<(&'static str, f64, f64)> {
        let law = Law::Power(PowerLaw::new(2.0).unwrap());
        let counts = compare(series, Some(HOUR), &law, &()).unwrap();
        counts.iter().map(|count| (count.convention, count.cycles, count.damage)).collect()
    }

    #[test]
    fn conventions_differ_where_cycles_are_nested() {
        let expected = [
            ("astm", 2.0, 1.015_625),
            ("half_cycle", 1.5, 0.328_125),
            ("sam", 1.0, 0.015_625),
            ("window", 1.125, 1.125),
            ("per_day", 2.0, 1.015_625),
        ];
        assert_eq!(found(&[0.0, 0.625, 0.5, 1.0, 0.0]), expected);
    }

    #[test]
    fn what_never_moves_counts_nothing() {
        for series in [&[][..], &[1.0], &[1.0, 1.0]] {
            assert!(
                found(series).iter().all(|&(_, cycles, damage)| (cycles, damage) == (0.0, 0.0))
            );
        }
    }
}
