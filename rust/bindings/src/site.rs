//! Batteries and sites as Python holds them.

use crate::arrays::OneOrEach;
use crate::gate::exception;
use crate::tariff::{CalendarFields, TariffArrays};
use battcore::site::{Battery, Outage, Site};
use battcore::trace::PerStep;
use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

/// A site as Python holds it.
#[derive(FromPyObject)]
pub struct SiteArrays<'py> {
    load_watt: PyReadonlyArray1<'py, f64>,
    dt_second: OneOrEach<'py>,
    generation_watt: OneOrEach<'py>,
    curtailable: bool,
    import_limit_watt: OneOrEach<'py>,
    export_limit_watt: OneOrEach<'py>,
    critical_load_watt: Option<OneOrEach<'py>>,
    frequency_hertz: Option<OneOrEach<'py>>,
    signal: Option<OneOrEach<'py>>,
    ambient_temperature_celsius: OneOrEach<'py>,
    outages: Vec<(f64, f64)>,
    tariff: Option<TariffArrays<'py>>,
    start_second: f64,
    calendar: CalendarFields,
}

impl SiteArrays<'_> {
    /// The same, as a kernel reads it.
    pub fn site(&self) -> PyResult<Site<'_>> {
        let outage = |&(start_second, duration_second)| Outage { start_second, duration_second };
        Ok(Site {
            load_watt: self.load_watt.as_slice()?,
            dt_second: self.dt_second.per_step()?,
            generation_watt: self.generation_watt.per_step()?,
            curtailable: self.curtailable,
            import_limit_watt: self.import_limit_watt.per_step()?,
            export_limit_watt: self.export_limit_watt.per_step()?,
            critical_load_watt: per_step_if_any(self.critical_load_watt.as_ref())?,
            frequency_hertz: per_step_if_any(self.frequency_hertz.as_ref())?,
            signal: per_step_if_any(self.signal.as_ref())?,
            ambient_temperature_celsius: self.ambient_temperature_celsius.per_step()?,
            outages: self.outages.iter().map(outage).collect(),
            tariff: self.tariff.as_ref().map(|tariff| tariff.tariff(&self.calendar)).transpose()?,
            start_second: self.start_second,
        })
    }
}

fn per_step_if_any<'a>(values: Option<&'a OneOrEach<'_>>) -> PyResult<Option<PerStep<'a>>> {
    values.map(OneOrEach::per_step).transpose()
}

/// Raises if `site` makes no sense.
#[pyfunction]
pub fn check_site(py: Python<'_>, site: SiteArrays<'_>) -> PyResult<()> {
    site.site()?.check().map_err(|error| exception(py, &error))
}

/// Raises if `battery` makes no sense.
#[pyfunction]
pub fn check_battery(py: Python<'_>, battery: Battery) -> PyResult<()> {
    battery.check().map_err(|error| exception(py, &error))
}
