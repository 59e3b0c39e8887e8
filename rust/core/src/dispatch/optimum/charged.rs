//! What a tariff charges, step by step.

use super::peaks::Peaks;
use crate::error::{Error, same_length, within};
use crate::site::Site;
use crate::tariff::{EnergyPrices, StepPrice, demand_prices, energy_prices};
use crate::trace::PerStep;

/// One for each demand charge in each of its billing periods.
///
/// # Errors
/// [`Error::BadShape`] for a charge by tiers or with a ratchet, which no cap on one peak tells, and
/// [`Error::BadInput`] for means over several steps.
pub fn charged_peaks(site: &Site<'_>) -> Result<Vec<Peaks>, Error> {
    let Some(tariff) = &site.tariff else { return Ok(vec![]) };
    for charge in &tariff.demand_charges {
        same_length("tier_limit_watt", charge.price_per_kw.limit.len(), 0)?;
        same_length("ratchet", usize::from(charge.ratchet.is_some()), 0)?;
        // the mean over several steps is no cap on any of them
        within("interval_second", charge.interval_second.unwrap_or(1.0), 1.0..=shortest(site))?;
    }
    let steps = site.load_watt.len();
    let found = demand_prices(tariff, steps, site.dt_second, site.start_second, &())?;
    let peaks = found.into_iter().map(|price| Peaks {
        price_per_kw: price.price_per_kw.marginal(0.0),
        floor_kw: price.floor_watt / 1e3,
        steps: price.steps,
    });
    Ok(peaks.collect())
}

/// The shortest step. \[s\]
fn shortest(site: &Site<'_>) -> f64 {
    match site.dt_second {
        PerStep::Same(dt_second) => dt_second.max(1.0),
        PerStep::Each(dts_second) => {
            dts_second.iter().fold(f64::INFINITY, |a, b| a.min(*b)).max(1.0)
        }
    }
}

/// What energy costs step by step; nothing without a tariff.
pub(super) fn energy_of<'a>(site: &'a Site<'a>) -> Result<EnergyPrices<'a>, Error> {
    let Some(tariff) = &site.tariff else {
        let free = || StepPrice::Given(PerStep::Same(0.0));
        return Ok(EnergyPrices { import_price_per_kwh: free(), export_price_per_kwh: free() });
    };
    for price in [&tariff.energy_price_per_kwh, &tariff.export_price_per_kwh] {
        same_length("tier_limit_kwh", price.tiers(), 0)?; // a price must not depend on the plan
    }
    energy_prices(tariff, site.load_watt.len(), site.dt_second, site.start_second, None, &())
}
