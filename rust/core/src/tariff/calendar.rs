//! The clock of 365-day years: which billing period a moment belongs to.

const DAY: f64 = 86400.0;
const DAYS_OF_YEAR: u64 = 365;
/// Day of the year on which each month ends.
const MONTH_ENDS: [u64; 12] = [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// How often something is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Calendar months of a year without a leap day.
    Month,
    /// Years of 365 days.
    Year,
}

impl Period {
    /// The number of the period in which a moment lies, counted from the start of the clock.
    #[must_use]
    pub fn number(self, time_second: f64) -> u64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let day = (time_second / DAY) as u64;
        let (year, day) = (day / DAYS_OF_YEAR, day % DAYS_OF_YEAR);
        match self {
            Self::Year => year,
            Self::Month => {
                year * 12 + MONTH_ENDS.iter().take_while(|&&end| end <= day).count() as u64
            }
        }
    }
}
