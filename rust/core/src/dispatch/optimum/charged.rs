//! Which peaks a tariff charges.

use super::demand::Peaks;
use crate::site::Site;

/// One for each demand charge in each of its billing periods.
#[must_use]
pub fn charged_peaks(site: &Site<'_>) -> Vec<Peaks> {
    let charges = site.tariff.iter().flat_map(|tariff| &tariff.demand_charges);
    let mut found: Vec<Peaks> = vec![];
    for charge in charges {
        let mut time = site.start_second;
        let mut open = None;
        for step in 0..site.load_watt.len() {
            let period = charge.period.number(time);
            time += site.dt_second.at(step);
            if open != Some(period) {
                open = Some(period);
                let price_per_kw = charge.price_per_kw;
                found.push(Peaks { price_per_kw, floor_kw: 0.0, steps: vec![step..step] });
            }
            if let Some(range) = found.last_mut().and_then(|peaks| peaks.steps.last_mut()) {
                range.end = step + 1;
            }
        }
    }
    found
}
