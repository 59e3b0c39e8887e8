//! Charges for the highest power of a billing period.

use super::calendar::Moment;
use super::window::{any_holds, check_all};
use crate::error::{Error, FRACTION, NOT_NEGATIVE, all_within, same_length, within};
use crate::tariff::{Period, Tiers, Window, YEAR_SECOND};
use crate::trace::SAMPLE;
use std::ops::Range;

const WATT_PER_KW: f64 = 1e3;

/// Which steps a demand charge looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum DemandSteps {
    /// All.
    All,
    /// Steps of the trace; when it repeats, so do they.
    Ranges {
        /// Rising.
        ranges: Vec<Range<usize>>,
        /// Of how many steps, if they were made for any number in particular.
        of: Option<usize>,
    },
    /// Those within one of some windows of the calendar.
    Windows(Vec<Window>),
}

impl DemandSteps {
    /// Those that a mask lets count.
    #[must_use]
    pub fn masked(mask: &[bool]) -> Self {
        let starts_of_runs = mask.chunk_by(|one, next| one == next).scan(0, |start, run| {
            let first = *start;
            *start += run.len();
            Some((run[0], first..*start))
        });
        let ranges = starts_of_runs.filter_map(|(counts, run)| counts.then_some(run)).collect();
        Self::Ranges { ranges, of: Some(mask.len()) }
    }

    /// Nothing, if they make sense beside a trace of `steps` steps.
    fn check(&self, steps: usize) -> Result<(), Error> {
        match self {
            Self::All => Ok(()),
            Self::Windows(windows) => check_all(windows),
            Self::Ranges { ranges, of } => {
                same_length("steps", of.unwrap_or(steps), steps)?;
                let mut free_from = 0;
                for range in ranges {
                    within("steps", range.start as f64, free_from as f64..=steps as f64)?;
                    within("steps", range.end as f64, range.start as f64 + 1.0..=steps as f64)?;
                    free_from = range.end;
                }
                Ok(())
            }
        }
    }

    /// Whether the calendar lets a moment count.
    pub(super) fn hold(&self, moment: &Moment) -> bool {
        match self {
            Self::All | Self::Ranges { .. } => true,
            Self::Windows(windows) => any_holds(windows, moment),
        }
    }

    /// Those of `steps` that the trace lets count, if the calendar does.
    pub(super) fn among(&self, steps: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let (all, ranges) = match self {
            Self::All | Self::Windows(_) => (Some(steps.clone()), &[][..]),
            Self::Ranges { ranges, .. } => (None, ranges.as_slice()),
        };
        let from = ranges.partition_point(|range| range.end <= steps.start);
        let within =
            move |range: &Range<usize>| range.start.max(steps.start)..range.end.min(steps.end);
        let met = ranges[from..].iter().map(within).take_while(|range| range.start < range.end);
        all.into_iter().chain(met)
    }
}

/// A share of earlier peaks below which a later month is not billed.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Ratchet {
    /// In each month of the year, January first. \[1\]
    pub share: Vec<f64>,
    /// How many months it looks back.
    pub months: i64,
    /// Which months of the year it looks at, from 1 to 12.
    pub of_months: Vec<i64>,
}

impl Ratchet {
    /// Nothing, if this ratchet makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if there are not twelve shares of one, it does
    /// not look back by a month at least, or looks at months that no year has.
    pub fn check(&self) -> Result<(), Error> {
        same_length("share", self.share.len(), 12)?;
        all_within("share", &self.share, FRACTION)?;
        within("months", self.months as f64, 1.0..=1200.0)?;
        let of_months: Vec<f64> = self.of_months.iter().map(|&month| month as f64).collect();
        same_length("of_months", of_months.len().min(1), 1)?;
        all_within("of_months", &of_months, 1.0..=12.0).map(|_| ())
    }

    /// The power that earlier peaks let a month be billed at least. \[W\]
    fn floor_watt(&self, month: i64, peaks: &[(i64, f64)]) -> f64 {
        let looked_at = |&&(number, _): &&(i64, f64)| {
            number >= month - self.months && self.of_months.contains(&(number.rem_euclid(12) + 1))
        };
        let peaks = peaks.iter().filter(looked_at).map(|&(_, peak)| peak);
        let share = usize::try_from(month.rem_euclid(12)).ok().and_then(|at| self.share.get(at));
        share.copied().unwrap_or(0.0) * peaks.fold(0.0, f64::max)
    }
}

/// The price of the highest power in a billing period.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandCharge {
    /// Once in each period in which a step counts. \[currency/kW over W\]
    pub price_per_kw: Tiers,
    /// Which steps count.
    pub steps: DemandSteps,
    /// Power that is billed at least. \[W\]
    pub floor_watt: f64,
    /// Length of the interval whose mean counts; the steps themselves if none. \[s\]
    pub interval_second: Option<f64>,
    /// How often the highest mean is charged.
    pub period: Period,
    /// What earlier months have to say.
    pub ratchet: Option<Ratchet>,
}

impl DemandCharge {
    /// A price for every moment, on means over intervals of a length.
    #[must_use]
    pub fn new(price_per_kw: f64, interval_second: Option<f64>, period: Period) -> Self {
        let price_per_kw = Tiers::flat(price_per_kw);
        let steps = DemandSteps::All;
        Self { price_per_kw, steps, floor_watt: 0.0, interval_second, period, ratchet: None }
    }

    /// Nothing, if this charge makes sense beside a trace of `steps` steps.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] for a price or a floor below zero, an interval
    /// below a second or above a year, ranges that are not in order or lie beyond the trace,
    /// or a ratchet on anything but months.
    pub fn check(&self, steps: usize) -> Result<(), Error> {
        let prices = 0.0..=*SAMPLE.end();
        self.price_per_kw.check(["price_per_kw", "tier_limit_watt"], prices)?;
        self.steps.check(steps)?;
        within("floor_watt", self.floor_watt, NOT_NEGATIVE)?;
        within("interval_second", self.interval_second.unwrap_or(1.0), 1.0..=YEAR_SECOND)?;
        let Some(ratchet) = &self.ratchet else { return Ok(()) };
        same_length("ratchet", usize::from(self.period == Period::Month), 1)?;
        ratchet.check()
    }

    /// The power to be billed in a period with this peak, after those of earlier ones. \[W\]
    pub(super) fn billed_watt(&self, number: i64, peak: f64, peaks: &[(i64, f64)]) -> f64 {
        let ratchet = self.ratchet.as_ref();
        let earlier = ratchet.map_or(0.0, |ratchet| ratchet.floor_watt(number, peaks));
        peak.max(self.floor_watt).max(earlier)
    }

    /// What a power costs that is billed. \[currency\]
    pub(super) fn cost(&self, billed_watt: f64) -> f64 {
        self.price_per_kw.cost(billed_watt) / WATT_PER_KW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_to_what_is_looked_at() {
        let ranges = DemandSteps::Ranges { ranges: vec![0..3, 5..6, 8..20], of: None };
        let among = |steps| ranges.among(steps).collect::<Vec<_>>();
        assert_eq!(among(2..10), [2..3, 5..6, 8..10]);
        assert_eq!(among(3..5), Vec::<Range<usize>>::new());
        assert_eq!(among(30..40), Vec::<Range<usize>>::new());
        assert_eq!(DemandSteps::All.among(2..4).next(), Some(2..4));
    }

    #[test]
    fn a_mask_is_its_ranges() {
        let mask = [true, true, false, true, false];
        let steps = DemandSteps::masked(&mask);
        assert_eq!(steps, DemandSteps::Ranges { ranges: vec![0..2, 3..4], of: Some(5) });
    }

    #[test]
    fn a_ratchet_looks_back_at_some_months() {
        let ratchet = Ratchet { share: vec![0.8; 12], months: 3, of_months: vec![6, 7, 8] };
        let july = 2026 * 12 + 6;
        let peaks = [(july - 2, 9.0), (july, 5.0), (july + 1, 4.0)];
        assert_eq!(ratchet.floor_watt(july + 3, &peaks), 4.0);
        assert_eq!(ratchet.floor_watt(july + 4, &peaks), 3.2);
        assert_eq!(ratchet.floor_watt(july + 5, &peaks), 0.0);
    }

    #[test]
    fn ranges_rise_and_end_with_the_trace() {
        let check = |ranges: &[(usize, usize)]| {
            let ranges = ranges.iter().map(|&(start, end)| start..end).collect();
            let steps = DemandSteps::Ranges { ranges, of: None };
            DemandCharge { steps, ..DemandCharge::new(1.0, None, Period::Month) }.check(9)
        };
        assert!(check(&[(0, 3), (3, 9)]).is_ok());
        assert!(check(&[(0, 3), (2, 9)]).is_err());
        assert!(check(&[(0, 10)]).is_err());
        assert!(check(&[(4, 4)]).is_err());
    }
}
