//! What no plan costs less than: at any prices, the least cost of each battery alone and of the
//! connection alone.

use crate::dispatch::optimum::plan::walk;
use crate::dispatch::optimum::problem::Problem;
use crate::dispatch::optimum::schedule::Schedule;
use crate::dispatch::optimum::wishes::Wishes;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each};
use crate::site::{Battery, Site};
use crate::tariff::Tariff;
use crate::trace::PerStep;

/// The least that the batteries cost in sum, each alone, paying and getting `prices`.
///
/// # Errors
/// [`Error::Infeasible`] if one of them cannot do what is asked of it at any price.
pub fn least_costs(
    batteries: &[Battery],
    wishes: &[Wishes<'_>],
    dt_second: PerStep<'_>,
    prices: &[f64],
    watch: &dyn KeepGoing,
) -> Result<f64, Error> {
    let no_load = vec![0.0; prices.len()];
    let tariff = Tariff::new(PerStep::Each(prices), PerStep::Each(prices));
    let site = Site { tariff: Some(tariff), ..Site::of_load(&no_load, dt_second) };
    let mut costs = vec![0.0; batteries.len()];
    let pieces = batteries.iter().zip(wishes).zip(&mut costs).collect();
    for_each(pieces, watch, |((battery, wishes), cost)| {
        *cost = least_cost(battery, &site, wishes)?;
        Ok(())
    })?;
    Ok(costs.iter().sum())
}

/// The least that one costs.
fn least_cost(battery: &Battery, site: &Site<'_>, wishes: &Wishes<'_>) -> Result<f64, Error> {
    let problem = Problem::new(battery, site, wishes)?;
    let mut schedule = Schedule::default();
    schedule.optimize(&problem, |_| f64::INFINITY, &())?;
    Ok(walk(&problem, &schedule, |_| f64::INFINITY, |_| ()).total())
}
