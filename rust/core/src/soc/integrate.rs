//! Runs of any number of batteries over a clock: cut into windows of time and pieces of batteries.

use super::clock::Clock;
use super::piece::Piece;
use super::run::Run;
use super::vectors;
use crate::error::{Error, same_length};
use crate::parallel::{KeepGoing, for_each};

/// Samples of a battery between two looks at the watch; small enough to stay in cache.
const WINDOW: usize = 1 << 14;
/// Steps that are worth handing to another thread.
const PIECE: usize = WINDOW;

/// Takes all of `runs` to their end. `dt_second` holds one step for all samples, or one for each.
///
/// # Errors
/// [`Error::BadInput`] if a battery makes no sense, a step is not positive or a power not finite
/// (its index counts through all runs); [`Error::BadShape`] if lengths differ;
/// [`Error::Interrupted`] if `watch` says so. The outputs are then half written.
pub fn integrate(
    mut runs: Vec<Run<'_>>,
    dt_second: &[f64],
    watch: &dyn KeepGoing,
) -> Result<(), Error> {
    let samples = runs.first().map_or(0, |run| run.strip.power_watt.len());
    for (battery, run) in runs.iter().enumerate() {
        checked(run, samples).map_err(|error| error.of_element(battery))?;
    }
    let clock = Clock::new(dt_second, samples)?;
    let wishes: Vec<&[f64]> = runs.iter().map(|run| run.strip.power_watt).collect();
    let mut begin = 0;
    while begin < samples {
        let end = samples.min(begin + WINDOW);
        let window = Window { watch, begin, end, samples };
        advance(&mut runs, clock.between(begin, end), &window)
            .map_err(|error| first_of(&wishes, error))?;
        begin = end;
    }
    Ok(())
}

fn checked(run: &Run<'_>, samples: usize) -> Result<(), Error> {
    run.store.checked()?.checked_start(run.soc)?;
    same_length("power_watt", run.strip.power_watt.len(), samples)?;
    same_length("out", run.strip.soc.len(), samples)?;
    if run.strip.delivered_watt.is_empty() {
        return Ok(());
    }
    same_length("out", run.strip.delivered_watt.len(), samples)
}

fn advance(runs: &mut [Run<'_>], clock: Clock<'_>, window: &Window<'_>) -> Result<(), Error> {
    let samples = window.end - window.begin;
    let batteries = (PIECE / samples).max(1);
    for_each(runs.chunks_mut(batteries).collect(), window, |runs| {
        vectors::run(Piece { runs, clock, samples })
    })
}

/// The first power in the order of the runs that is not finite, if that is what went wrong.
fn first_of(wishes: &[&[f64]], error: Error) -> Error {
    if !matches!(error, Error::BadInput { name: "power_watt", .. }) {
        return error;
    }
    let mut samples = wishes.iter().flat_map(|wish| wish.iter());
    let found = samples.position(|power| !power.is_finite()); // none if it changed meanwhile
    found.map_or(error.clone(), |at| error.of_element(at))
}

/// Reports the share of the whole that a window of it stands for.
struct Window<'a> {
    watch: &'a dyn KeepGoing,
    begin: usize,
    end: usize,
    samples: usize,
}

impl KeepGoing for Window<'_> {
    fn keep_going(&self, done: f64) -> Result<(), Error> {
        let length = (self.end - self.begin) as f64;
        let share = (self.begin as f64 + done * length) / self.samples as f64;
        self.watch.keep_going(share)
    }
}
