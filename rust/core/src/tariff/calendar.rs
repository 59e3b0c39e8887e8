//! The calendar of a place: which date and which time of day a second of its clock shows.

use crate::error::{Error, FINITE, all_within, within};
use crate::tariff::date::{Date, Years};

pub(super) const DAY: f64 = 86_400.0;
/// The number that Sunday has, and a holiday.
pub(super) const SUNDAY: i64 = 6;
/// Times of day are told to the microsecond, so that sums of steps meet the full hour.
const MICROS: f64 = 1e6;
/// Days that a calendar may be away from the first of 1970.
const DAYS: f64 = 1e9;

/// Which date second 0 of a clock shows, and when the clock is put forward or back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calendar {
    /// How long its years are.
    pub years: Years,
    /// The day that second 0 begins, counted from the first of 1970 in years of that length.
    pub first_day: i64,
    /// The weekday of that day; Monday is 0.
    pub first_weekday: i64,
    /// From which second on the clock is ahead of second 0 by how many. \[s\]
    pub changes: Vec<(f64, f64)>,
}

/// What the clock shows at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    pub date: Date,
    /// Monday is 0; a holiday is a Sunday. \[1\]
    pub weekday: i64,
    /// Since midnight, as the clock shows it. \[s\]
    pub second_of_day: f64,
    /// When it shows midnight next, or is put forward or back. \[s\]
    pub until_second: f64,
}

impl Calendar {
    /// Nothing, if this calendar makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] for numbers that no calendar has.
    pub fn check(&self) -> Result<(), Error> {
        within("first_day", self.first_day as f64, -DAYS..=DAYS)?;
        within("first_weekday", self.first_weekday as f64, 0.0..=6.0)?;
        for &(second, shift) in &self.changes {
            all_within("changes", &[second], FINITE)?;
            all_within("changes", &[shift], -DAY..=DAY)?;
        }
        Ok(())
    }

    /// What the clock shows at a second of it.
    pub(super) fn moment(&self, second: f64) -> Moment {
        let past = self.changes.partition_point(|&(from, _)| from <= second);
        let shift = past.checked_sub(1).map_or(0.0, |last| self.changes[last].1);
        let shown = ((second + shift) * MICROS).round() / MICROS;
        let day = (shown / DAY).floor();
        let next_change = self.changes.get(past).map_or(f64::INFINITY, |&(from, _)| from);
        #[expect(clippy::cast_possible_truncation, reason = "clamped")]
        let days = day.clamp(-DAYS, DAYS) as i64;
        Moment {
            date: Date::of(self.years, self.first_day.saturating_add(days)),
            weekday: self.first_weekday.saturating_add(days).rem_euclid(7),
            second_of_day: shown - day * DAY,
            until_second: next_change.min((day + 1.0) * DAY - shift),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of January 2024, a Monday and day 19,723 since 1970; Berlin puts its clock forward
    /// on March 31 and back on October 27, each at 01:00 UTC.
    fn berlin() -> Calendar {
        let (spring, autumn) = (90.0 * DAY + 7200.0, 300.0 * DAY + 7200.0);
        let changes = vec![(spring, 3600.0), (autumn, 0.0)];
        Calendar { years: Years::Gregorian, first_day: 19_723, first_weekday: 0, changes }
    }

    fn hours_of_day(calendar: &Calendar, day: f64) -> f64 {
        let noon = calendar.moment(day * DAY + DAY / 2.0);
        let mut second = day * DAY - 7200.0;
        let mut hours = 0.0;
        while second < (day + 2.0) * DAY {
            hours += f64::from(calendar.moment(second).date == noon.date);
            second += 3600.0;
        }
        hours
    }

    #[test]
    fn a_day_in_spring_has_23_hours_and_one_in_autumn_25() {
        assert_eq!(hours_of_day(&berlin(), 89.0), 24.0);
        assert_eq!(hours_of_day(&berlin(), 90.0), 23.0);
        assert_eq!(hours_of_day(&berlin(), 300.0), 25.0);
    }

    #[test]
    fn a_span_ends_at_a_change_and_at_midnight() {
        let moment = berlin().moment(90.0 * DAY);
        assert_eq!(moment.until_second, 90.0 * DAY + 7200.0);
        let after = berlin().moment(moment.until_second);
        assert_eq!(after.second_of_day, 3.0 * 3600.0);
        assert_eq!(after.until_second, 91.0 * DAY - 3600.0);
    }

    #[test]
    fn weekdays_run_on_over_the_years() {
        let common = Calendar::default();
        let weekday = |year: f64| common.moment(year * 365.0 * DAY).weekday;
        assert_eq!([0.0, 1.0, 7.0].map(weekday), [0, 1, 0]);
    }
}
