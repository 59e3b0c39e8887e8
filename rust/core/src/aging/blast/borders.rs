//! Where sub-steps end.

use crate::aging::blast::span::Span;
use crate::cycles::{Plateau, Residue, rainflow};
use crate::error::Error;
use crate::parallel::KeepGoing;

/// How far apart borders may lie before one more is placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Farthest {
    /// In time.
    pub second: f64,
    /// In equivalent full cycles.
    pub efc: f64,
}

/// The last sample of each sub-step of one pass over `profile`.
///
/// Turning points are those at which a counted range ends. At each of them the distance to the last
/// border is looked at: too long a time gets borders at samples on the way, and else too much charge
/// gets one at the turning point itself.
///
/// # Errors
/// [`Error::Interrupted`].
pub fn borders(
    profile: &Span,
    farthest: Farthest,
    watch: &dyn KeepGoing,
) -> Result<Vec<usize>, Error> {
    let last = profile.time.len().saturating_sub(1);
    let time = |at: usize| profile.time.get(at).copied().unwrap_or(f64::NAN);
    let charge = charge_so_far(profile.soc);
    let efc = |at: usize| charge.get(at).copied().unwrap_or(f64::NAN) / 2.0;
    let mut found = vec![];
    let mut border = 0;
    for turn in turning_points(profile.soc, last, watch)? {
        if time(turn) - time(border) > farthest.second {
            let mut latest = border;
            for at in border..turn {
                if time(at) - time(latest) > farthest.second {
                    found.push(at);
                    latest = at;
                }
            }
            border = latest;
        } else if efc(turn) - efc(border) > farthest.efc {
            found.push(turn);
            border = turn;
        }
    }
    if found.last() != Some(&last) {
        found.push(last);
    }
    Ok(found)
}

/// Where counted ranges end, and the last sample.
fn turning_points(soc: &[f64], last: usize, watch: &dyn KeepGoing) -> Result<Vec<usize>, Error> {
    let cycles = rainflow(soc, Residue::Half, Plateau::Last, 0.0, watch)?;
    let ends = cycles.end.into_iter().filter_map(|end| usize::try_from(end).ok());
    let mut ends: Vec<usize> = ends.chain([last]).collect();
    ends.sort_unstable();
    ends.dedup();
    Ok(ends)
}

fn charge_so_far(soc: &[f64]) -> Vec<f64> {
    let steps = soc.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    let sums = steps.scan(0.0, |sum, step| {
        *sum += step;
        Some(*sum)
    });
    std::iter::once(0.0).chain(sums).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(soc: &[f64]) -> Vec<usize> {
        let time: Vec<f64> = (0..soc.len()).map(|hour| 3600.0 * hour as f64).collect();
        let profile = Span { time: &time, soc, temperature: soc };
        borders(&profile, Farthest { second: 86_400.0, efc: 1.0 }, &()).unwrap()
    }

    #[test]
    fn rest_has_a_border_after_each_day_and_a_sample() {
        assert_eq!(found(&[0.5; 60]), [25, 50, 59]);
    }

    #[test]
    fn charge_has_a_border_at_a_turning_point() {
        let soc = [0.5, 1.0, 1.0, 0.0, 1.0, 1.0, 0.2];
        assert_eq!(found(&soc), [5, 6]);
    }
}
