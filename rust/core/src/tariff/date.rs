//! Dates, and the billing periods in which they lie.

const DAYS_OF_YEAR: i64 = 365;
/// Day of the common year on which each month ends.
const MONTH_ENDS: [i64; 12] = [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
/// Days of four hundred Gregorian years.
const DAYS_OF_ERA: i64 = 146_097;
/// Days from the first of March of year 0 to the first of 1970.
const DAYS_BEFORE_1970: i64 = 719_468;

/// How long years are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Years {
    /// All have 365 days.
    #[default]
    Common,
    /// Leap years have 366.
    Gregorian,
}

/// A day of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    /// As calendars count them.
    pub year: i64,
    /// From 1 to 12.
    pub month: i64,
    /// From 1 to 31.
    pub day: i64,
    /// Days since the first of 1970.
    number: i64,
}

impl Date {
    /// The date so many days after the first of 1970.
    #[must_use]
    pub fn of(years: Years, number: i64) -> Self {
        match years {
            Years::Common => Self::common(number),
            Years::Gregorian => Self::gregorian(number),
        }
    }

    /// Year, month and day.
    pub(super) fn parts(&self) -> (i64, i64, i64) {
        (self.year, self.month, self.day)
    }

    fn common(number: i64) -> Self {
        let (year, day) = (number.div_euclid(DAYS_OF_YEAR), number.rem_euclid(DAYS_OF_YEAR));
        let past = MONTH_ENDS.iter().take_while(|&&end| end <= day);
        let (month, month_start) = past.fold((1, 0), |(month, _), &end| (month + 1, end));
        Self { year: 1970 + year, month, day: day - month_start + 1, number }
    }

    /// Counted from March on, so that the leap day is the last of its year (E. G. Richards,
    /// *Mapping Time*, Oxford 1998, chapter 25).
    fn gregorian(number: i64) -> Self {
        let shifted = number.saturating_add(DAYS_BEFORE_1970);
        let (era, day) = (shifted.div_euclid(DAYS_OF_ERA), shifted.rem_euclid(DAYS_OF_ERA));
        let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / DAYS_OF_YEAR;
        let day = day - (DAYS_OF_YEAR * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day + 2) / 153;
        let month = (from_march + 2) % 12 + 1;
        let year = year_of_era + 400 * era + i64::from(month <= 2);
        Self { year, month, day: day - (153 * from_march + 2) / 5 + 1, number }
    }
}

/// How often something is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Each day of the calendar.
    Day,
    /// Each month of the calendar.
    Month,
    /// Each year of the calendar.
    Year,
}

impl Period {
    /// The number of the period in which a date lies; neighbors have neighboring numbers.
    #[must_use]
    pub fn number(self, date: &Date) -> i64 {
        match self {
            Self::Day => date.number,
            Self::Month => date.year * 12 + date.month - 1,
            Self::Year => date.year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(years: Years, number: i64) -> (i64, i64, i64) {
        let date = Date::of(years, number);
        (date.year, date.month, date.day)
    }

    #[test]
    fn leap_years_are_those_of_the_gregorian_calendar() {
        let days = [-1, 0, 11_016, 11_017, 19_781, 19_782, 47_540, 47_541];
        let dates = days.map(|day| parts(Years::Gregorian, day));
        let expected = [
            (1969, 12, 31),
            (1970, 1, 1),
            (2000, 2, 29),
            (2000, 3, 1),
            (2024, 2, 28),
            (2024, 2, 29),
            (2100, 2, 28),
            (2100, 3, 1),
        ];
        assert_eq!(dates, expected);
    }

    #[test]
    fn a_common_year_has_no_leap_day() {
        let days = [0, 58, 59, 364, 365, 54 * 365 + 59].map(|day| parts(Years::Common, day));
        let first = [(1970, 1, 1), (1970, 2, 28), (1970, 3, 1), (1970, 12, 31), (1971, 1, 1)];
        assert_eq!(days[..5], first);
        assert_eq!(days[5], (2024, 3, 1));
    }

    #[test]
    fn neighboring_periods_have_neighboring_numbers() {
        let dates = [334, 365].map(|day| Date::of(Years::Gregorian, day));
        assert_eq!(Period::Month.number(&dates[1]) - Period::Month.number(&dates[0]), 1);
        assert_eq!(Period::Year.number(&dates[1]) - Period::Year.number(&dates[0]), 1);
        assert_eq!(Period::Day.number(&dates[1]) - Period::Day.number(&dates[0]), 31);
    }
}
