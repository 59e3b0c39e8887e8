//! The steps of a horizon as a problem of their own, for costs that bend down or that peaks set.

use super::outlook::Believed;
use crate::dispatch::optimum::optimal::Optimum;
use crate::dispatch::optimum::peaks::Peaks;
use crate::dispatch::optimum::problem::Problem;
use crate::dispatch::optimum::schedule::BY_THE_END;
use crate::dispatch::optimum::wishes::Wishes;
use crate::error::Error;
use crate::site::{Battery, Site};
use crate::tariff::Tariff;
use crate::trace::PerStep;

/// The changes of stored energy in the first steps of the exclusive optimum over `steps`, and
/// whether nothing that comes could change them. \[kWh\]
///
/// # Errors
/// [`Error::Infeasible`] if no schedule keeps within the limits; [`Error::BadInput`] if there is a
/// number that makes no sense.
pub fn optimum(
    battery: &Battery,
    steps: &[Believed],
    wishes: &Wishes<'_>,
    peaks: &[Peaks],
    wanted: usize,
) -> Result<(Vec<f64>, bool), Error> {
    let each = |part: fn(&Believed) -> f64| steps.iter().map(part).collect::<Vec<f64>>();
    let load_watt = each(|step| step.load_kw * 1e3);
    let dt_second = each(|step| step.hours * 3600.0);
    let generation_watt = each(|step| step.generation_kw * 1e3);
    let import_limit_watt = each(|step| step.import_limit_kw * 1e3);
    let export_limit_watt = each(|step| step.export_limit_kw * 1e3);
    let (import, export) = (each(|step| step.import_price), each(|step| step.export_price));
    let site = Site {
        generation_watt: PerStep::Each(&generation_watt),
        import_limit_watt: PerStep::Each(&import_limit_watt),
        export_limit_watt: PerStep::Each(&export_limit_watt),
        curtailable: steps.iter().any(|step| step.curtailable),
        tariff: Some(Tariff::new(PerStep::Each(&import), PerStep::Each(&export))),
        ..Site::of_load(&load_watt, PerStep::Each(&dt_second))
    };
    let problem = Problem::new(battery, &site, wishes)?;
    let mut schedule = Optimum::find(&problem, peaks, &())?.schedule;
    let are_settled = schedule.settled_by.iter().take(wanted).all(|&by| by != BY_THE_END);
    schedule.change_kwh.truncate(wanted);
    Ok((schedule.change_kwh, are_settled && peaks.is_empty()))
}
