//! A charged peak among the batteries: it answers with the power that imports are to stay under.

use super::toll::Toll;
use crate::dispatch::optimum::peaks::Peaks;
use crate::dispatch::optimum::problem::Problem;
use crate::soc::Number;

/// Of the time that counts, the part that may share a charge at the spread of prices. \[1\]
const SHARING: f64 = 0.25;
/// More steps than any search for a power has taken.
const MOST_STEPS: usize = 100;

/// A charge on the highest import of some steps, and how these share it so far.
#[derive(Debug, Clone)]
pub struct Level {
    /// What is charged.
    pub peaks: Peaks,
    /// Its steps.
    places: Vec<Place>,
    /// What imports are to stay under. \[kW\]
    kw: f64,
    /// How fast prices rise along its ramps. \[currency/kWh²\]
    rise: f64,
}

/// A step of it.
#[derive(Debug, Clone, Copy)]
struct Place {
    step: usize,
    hours: f64,
    /// Its share of the charge. \[currency/kW\]
    share: f64,
}

impl Level {
    /// One whose steps share nothing yet. Where it is large beside the spread of prices, its ramps
    /// are steeper than those of energy, so that not too many steps share it.
    #[must_use]
    pub fn new(problem: &Problem<'_>, peaks: &Peaks, spread: f64, rise: f64) -> Self {
        let steps = peaks.steps.iter().cloned().flatten();
        let place = |step| Place { step, hours: problem.hours(step), share: 0.0 };
        let places: Vec<Place> = steps.map(place).collect();
        let hours = SHARING * places.iter().map(|place| place.hours).sum::<f64>();
        let steeper = (peaks.price_per_kw / (spread * hours)).greater(1.0);
        Self { peaks: peaks.clone(), places, kw: peaks.floor_kw, rise: rise * steeper }
    }

    /// Tells each of its steps what a kWh more costs, below the power and above it.
    pub fn tell(&self, tolls: &mut [Vec<Toll>]) {
        for place in &self.places {
            if let Some(tolls) = tolls.get_mut(place.step) {
                tolls.push(Toll {
                    kink_kwh: self.kw * place.hours,
                    price: place.share / place.hours,
                    highest: self.peaks.price_per_kw / place.hours,
                    rise: self.rise,
                });
            }
        }
    }

    /// Moves the power to where the ramps about it come to all of the charge in sum, if not below
    /// the floor, and the shares to what the ramps then say.
    pub fn ease(&mut self, net_kwh: &[f64]) {
        let ramps: Vec<(f64, f64)> =
            self.places.iter().map(|place| place.ramp(self.rise, net_kwh)).collect();
        let charge = self.peaks.price_per_kw;
        self.kw = shared_out(&ramps, charge).greater(self.peaks.floor_kw);
        let share = |(rise, until_kw): &(f64, f64)| (rise * (until_kw - self.kw)).greater(0.0);
        let sum: f64 = ramps.iter().map(share).sum();
        let part = (charge / sum).lesser(1.0); // but for roundings 1 where there is no floor
        for (place, ramp) in self.places.iter_mut().zip(&ramps) {
            place.share = part * share(ramp);
        }
    }

    /// Moves the power so far towards the highest import.
    pub fn approach(&mut self, part: f64, net_kwh: &[f64]) {
        let net_kw = self.places.iter().map(|place| place.net_kw(net_kwh));
        let highest_kw = net_kw.fold(self.peaks.floor_kw, f64::max);
        self.kw += part * (highest_kw - self.kw);
    }

    /// What of the charge no step has a share of costs at least. \[currency\]
    #[must_use]
    pub fn least_cost(&self) -> f64 {
        let shared: f64 = self.places.iter().map(|place| place.share).sum();
        self.peaks.floor_kw * (self.peaks.price_per_kw - shared)
    }
}

impl Place {
    fn net_kw(&self, net_kwh: &[f64]) -> f64 {
        net_kwh.get(self.step).copied().unwrap_or(0.0) / self.hours
    }

    /// How fast its share rises per kW, and the power from which on downwards.
    fn ramp(&self, rise: f64, net_kwh: &[f64]) -> (f64, f64) {
        let rise = rise * self.hours * self.hours;
        (rise, self.net_kw(net_kwh) + self.share / rise)
    }
}

/// The power at which ramps, each rising by so much per kW below the power where it ends, come to
/// `charge` in sum: Newton from below, as the sum is convex and falls.
fn shared_out(ramps: &[(f64, f64)], charge: f64) -> f64 {
    let enough = |(rise, until_kw): &(f64, f64)| until_kw - charge / rise;
    let mut kw = ramps.iter().map(enough).fold(f64::NEG_INFINITY, f64::max);
    for _ in 0..MOST_STEPS {
        let begun = ramps.iter().filter(|(_, until_kw)| *until_kw > kw);
        let (sum, rises) = begun.fold((0.0, 0.0), |(sum, rises), (rise, until_kw)| {
            (sum + rise * (until_kw - kw), rises + rise)
        });
        if sum <= charge || rises <= 0.0 {
            break;
        }
        kw += (sum - charge) / rises;
    }
    kw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramps_come_to_the_charge_in_sum() {
        let ramps = [(1.0, 10.0), (2.0, 7.0), (0.5, 4.0)];
        for charge in [0.5, 2.0, 9.0, 30.0] {
            let kw = shared_out(&ramps, charge);
            let sum: f64 = ramps.iter().map(|(rise, until)| rise * (until - kw).max(0.0)).sum();
            assert!((sum - charge).abs() < 1e-12, "{kw}");
        }
        assert_eq!(shared_out(&ramps, 0.0), 10.0);
        assert_eq!(shared_out(&[], 1.0), f64::NEG_INFINITY);
    }
}
