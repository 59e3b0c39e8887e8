//! The three kinds of limit that codes set: mean ramp, rolling range, amplitude in a band.

use crate::error::{Error, within};
use crate::gridcode::Band;
use crate::trace::{SAMPLE, SECONDS};
use serde::Deserialize;

const SECONDS_PER_MINUTE: f64 = 60.0;

/// Which changes count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Rise and fall.
    #[default]
    Both,
    /// The rise alone.
    Up,
    /// The fall alone.
    Down,
}

impl Direction {
    /// As cards spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// How far a rise goes in this direction.
    #[must_use]
    pub fn size(self, rise: f64) -> f64 {
        match self {
            Self::Both => rise.abs(),
            Self::Up => rise.max(0.0),
            Self::Down => (-rise).max(0.0),
        }
    }
}

/// The change from a sample to the one a window later, per minute.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanRampLimit {
    /// Largest change. \[W/min\]
    #[serde(default = "unlimited")]
    pub limit_watt_per_minute: f64,
    /// Largest change as a share of the peak; the lesser of both counts. \[1/min\]
    #[serde(default = "unlimited")]
    pub limit_share_per_minute: f64,
    /// Over how long the mean is taken; 0: from each sample to the next. \[s\]
    pub window_second: f64,
    /// Which changes count.
    #[serde(default)]
    pub direction: Direction,
}

/// The largest minus the smallest power within a rolling window.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct RollingRangeLimit {
    /// Largest range. \[W\]
    #[serde(default = "unlimited")]
    pub limit_watt: f64,
    /// Largest range as a share of the peak; the lesser of both counts. \[1\]
    #[serde(default = "unlimited")]
    pub limit_share: f64,
    /// Length of the window. \[s\]
    pub window_second: f64,
    /// The band of frequencies that counts, if not all do. \[Hz\]
    pub band_hertz: Option<[f64; 2]>,
}

/// How far the power swings to either side within a band of frequencies.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
pub struct BandAmplitudeLimit {
    /// Largest amplitude, half of peak to peak. \[W\]
    #[serde(default = "unlimited")]
    pub limit_watt: f64,
    /// Largest amplitude as a share of the peak; the lesser of both counts. \[1\]
    #[serde(default = "unlimited")]
    pub limit_share: f64,
    /// The band. \[Hz\]
    pub band_hertz: [f64; 2],
}

/// A limit of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Limit {
    /// On the change over a window.
    MeanRamp(MeanRampLimit),
    /// On the range within a window.
    RollingRange(RollingRangeLimit),
    /// On the amplitude in a band.
    BandAmplitude(BandAmplitudeLimit),
}

impl Limit {
    /// This limit, if its numbers make sense.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the number that does not: a bound that is not positive, bounds of
    /// which none is finite, a window that is no time, a band that is none.
    pub fn checked(self) -> Result<Self, Error> {
        let (watt, share) = self.bounds();
        let names = match self {
            Self::MeanRamp(_) => ("limit_watt_per_minute", "limit_share_per_minute"),
            _ => ("limit_watt", "limit_share"),
        };
        within(names.1, share, f64::MIN_POSITIVE..=f64::INFINITY)?;
        let highest = if share.is_finite() { f64::INFINITY } else { *SAMPLE.end() };
        within(names.0, watt, f64::MIN_POSITIVE..=highest)?;
        match self {
            Self::MeanRamp(MeanRampLimit { window_second: 0.0, .. }) | Self::BandAmplitude(_) => {}
            Self::MeanRamp(MeanRampLimit { window_second, .. })
            | Self::RollingRange(RollingRangeLimit { window_second, .. }) => {
                within("window_second", window_second, SECONDS)?;
            }
        }
        self.band().map_or(Ok(self), |band| band.checked().map(|_| self))
    }

    /// The band that counts, if not all frequencies do.
    #[must_use]
    pub fn band(&self) -> Option<Band> {
        match self {
            Self::MeanRamp(_) => None,
            Self::RollingRange(limit) => limit.band_hertz.map(Band::of),
            Self::BandAmplitude(limit) => Some(Band::of(limit.band_hertz)),
        }
    }

    /// The bound for a load of this peak, in W/min for a ramp, else in W.
    #[must_use]
    pub fn bound(&self, peak_watt: f64) -> f64 {
        let (watt, share) = self.bounds();
        if share.is_finite() { watt.min(share * peak_watt) } else { watt }
    }

    /// Whether the bound depends on the peak.
    #[must_use]
    pub fn needs_peak(&self) -> bool {
        self.bounds().1.is_finite()
    }

    fn bounds(&self) -> (f64, f64) {
        match self {
            Self::MeanRamp(limit) => (limit.limit_watt_per_minute, limit.limit_share_per_minute),
            Self::RollingRange(limit) => (limit.limit_watt, limit.limit_share),
            Self::BandAmplitude(limit) => (limit.limit_watt, limit.limit_share),
        }
    }
}

/// The peak to which shares refer: the one given, else the largest sample.
///
/// # Errors
/// [`Error::BadInput`] if a share refers to a peak that is not positive.
pub fn peak_of(limits: &[Limit], peak_watt: Option<f64>, power_watt: &[f64]) -> Result<f64, Error> {
    let largest = || power_watt.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let peak = peak_watt.unwrap_or_else(largest);
    if peak_watt.is_some() || limits.iter().any(Limit::needs_peak) {
        within("peak_watt", peak, f64::MIN_POSITIVE..=*SAMPLE.end())?;
    }
    Ok(peak)
}

/// A change over so many seconds, per minute.
#[must_use]
pub fn per_minute(change: f64, second: f64) -> f64 {
    change * (SECONDS_PER_MINUTE / second)
}

/// What a bound per minute allows over so many seconds.
#[must_use]
pub fn over(bound_per_minute: f64, second: f64) -> f64 {
    bound_per_minute * (second / SECONDS_PER_MINUTE)
}

fn unlimited() -> f64 {
    f64::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lesser_of_watts_and_share_counts() {
        let limit = Limit::MeanRamp(MeanRampLimit {
            limit_watt_per_minute: 20e6,
            limit_share_per_minute: 0.05,
            window_second: 0.0,
            direction: Direction::Down,
        });
        assert_eq!([100e6, 1e9].map(|peak| limit.bound(peak)), [5e6, 20e6]);
    }

    #[test]
    fn a_limit_without_a_bound_is_none() {
        let endless = RollingRangeLimit {
            limit_watt: f64::INFINITY,
            limit_share: f64::INFINITY,
            window_second: 5.0,
            band_hertz: None,
        };
        assert!(Limit::RollingRange(endless).checked().is_err());
    }

    #[test]
    fn a_share_asks_for_a_peak() {
        let amplitude = BandAmplitudeLimit {
            limit_watt: f64::INFINITY,
            limit_share: 0.0025,
            band_hertz: [0.1, 1.0],
        };
        let limits = [Limit::BandAmplitude(amplitude)];
        assert!(peak_of(&limits, None, &[-1.0, 0.0]).is_err());
        assert_eq!(peak_of(&limits, None, &[1.0, 3.0]), Ok(3.0));
        assert_eq!(peak_of(&[], None, &[-1.0]), Ok(-1.0));
    }
}
