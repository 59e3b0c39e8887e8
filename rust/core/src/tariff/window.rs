//! Months, weekdays and hours in which a price holds.

use super::calendar::Moment;
use crate::error::{Error, all_within, same_length, within};

const HOUR: f64 = 3600.0;

/// Recurring hours: all of `hours` on all of `weekdays` in all of `months`.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct Window {
    /// From 1 to 12.
    pub months: Vec<i64>,
    /// Monday is 0; a holiday is a Sunday, 6.
    pub weekdays: Vec<i64>,
    /// From which hour to which; over midnight if the first is the later one. \[h\]
    pub hours: Vec<(f64, f64)>,
}

impl Window {
    /// Nothing, if this window makes sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] for months, weekdays or hours that no calendar has, or hours that end
    /// where they begin; [`Error::BadShape`] if there is none of one of them.
    pub fn check(&self) -> Result<(), Error> {
        let starts: Vec<f64> = self.hours.iter().map(|&(start, _)| start).collect();
        let stops: Vec<f64> = self.hours.iter().map(|&(_, stop)| stop).collect();
        any_of("months", &as_numbers(&self.months), 1.0, 12.0)?;
        any_of("weekdays", &as_numbers(&self.weekdays), 0.0, 6.0)?;
        any_of("hours", &starts, 0.0, 24.0)?;
        any_of("hours", &stops, 0.0, 24.0)?;
        for &(start, stop) in &self.hours {
            within("hours", (stop - start).abs(), f64::MIN_POSITIVE..=24.0)?;
        }
        Ok(())
    }

    /// Whether a moment lies in it.
    pub(super) fn holds(&self, moment: &Moment) -> bool {
        let second = moment.second_of_day;
        self.months.contains(&moment.date.month)
            && self.weekdays.contains(&moment.weekday)
            && self.hours.iter().any(|&(start, stop)| {
                let (begun, open) = (second >= second_of(start), second < second_of(stop));
                if start < stop { begun && open } else { begun || open }
            })
    }

    /// Seconds of the day at which it may begin or end.
    pub(super) fn edges(&self) -> impl Iterator<Item = f64> {
        self.hours.iter().flat_map(|&(start, stop)| [second_of(start), second_of(stop)])
    }
}

/// Whether a moment lies in one of some windows.
pub(super) fn any_holds(windows: &[Window], moment: &Moment) -> bool {
    windows.iter().any(|window| window.holds(moment))
}

/// Nothing, if there are windows and all make sense.
pub(super) fn check_all(windows: &[Window]) -> Result<(), Error> {
    same_length("windows", windows.len().min(1), 1)?;
    windows.iter().try_for_each(Window::check)
}

/// To the microsecond, as times of day are told.
fn second_of(hour: f64) -> f64 {
    (hour * HOUR * 1e6).round() / 1e6
}

fn as_numbers(whole: &[i64]) -> Vec<f64> {
    whole.iter().map(|&number| number as f64).collect()
}

fn any_of(name: &'static str, values: &[f64], low: f64, high: f64) -> Result<(), Error> {
    same_length(name, values.len().min(1), 1)?;
    all_within(name, values, low..=high).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariff::Calendar;

    fn holds(hours: Vec<(f64, f64)>, hour: f64) -> bool {
        let window = Window { months: vec![1], weekdays: vec![0, 1], hours };
        window.check().unwrap();
        window.holds(&Calendar::default().moment(hour * HOUR))
    }

    #[test]
    fn hours_hold_from_the_first_up_to_the_last() {
        let found = [13.9, 14.0, 19.9, 20.0].map(|hour| holds(vec![(14.0, 20.0)], hour));
        assert_eq!(found, [false, true, true, false]);
    }

    #[test]
    fn hours_over_midnight_belong_to_both_ends_of_each_day() {
        let hours = [0.0, 6.0, 21.9, 22.0, 24.0, 48.0];
        let found = hours.map(|hour| holds(vec![(22.0, 6.0)], hour));
        assert_eq!(found, [true, false, false, true, true, false]); // the third day is a Wednesday
    }

    #[test]
    fn what_no_calendar_has_is_refused() {
        let good = Window { months: vec![1], weekdays: vec![0], hours: vec![(0.0, 24.0)] };
        assert!(good.check().is_ok());
        assert!(Window { months: vec![13], ..good.clone() }.check().is_err());
        assert!(Window { weekdays: vec![], ..good.clone() }.check().is_err());
        assert!(Window { hours: vec![(8.0, 8.0)], ..good.clone() }.check().is_err());
        assert!(Window { hours: vec![(8.0, f64::NAN)], ..good }.check().is_err());
    }
}
