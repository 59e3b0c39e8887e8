//! Optimal plans, as Python asks for them.

use crate::arrays::{Column, OneOrEach, column};
use crate::gate::{exception, gate};
use crate::site::SiteArrays;
use battcore::dispatch::optimum::{
    Costs, Course, Holding, LowestPeak, Margins, Method, Optimum, Problem, Wishes, charged_peaks,
};
use battcore::site::Battery;
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

/// Wishes as Python holds them.
#[derive(FromPyObject)]
pub struct WishFields<'py> {
    soc_start: f64,
    soc_end: Option<f64>,
    soc_end_min: Option<f64>,
    end_value_per_kwh: f64,
    soc_floor: OneOrEach<'py>,
    soc_ceiling: OneOrEach<'py>,
    holding_cost: Option<HoldingFields<'py>>,
    stored_price_per_kwh: OneOrEach<'py>,
    exclusive: bool,
}

/// A price of holding energy as Python holds it.
#[derive(FromPyObject)]
pub struct HoldingFields<'py> {
    soc: Vec<f64>,
    price_per_kwh_hour: Vec<f64>,
    weight: OneOrEach<'py>,
}

impl WishFields<'_> {
    /// Those of several batteries, as a kernel reads them.
    pub fn each<'w>(fields: &'w [WishFields<'_>]) -> PyResult<Vec<Wishes<'w>>> {
        fields.iter().map(WishFields::wishes).collect()
    }

    /// The same, as a kernel reads them.
    pub fn wishes(&self) -> PyResult<Wishes<'_>> {
        Ok(Wishes {
            soc_start: self.soc_start,
            soc_end: self.soc_end,
            soc_end_min: self.soc_end_min,
            end_value_per_kwh: self.end_value_per_kwh,
            soc_floor: self.soc_floor.per_step()?,
            soc_ceiling: self.soc_ceiling.per_step()?,
            holding: self.holding_cost.as_ref().map(HoldingFields::holding).transpose()?,
            stored_price_per_kwh: self.stored_price_per_kwh.per_step()?,
            is_exclusive: self.exclusive,
        })
    }
}

impl HoldingFields<'_> {
    /// The same, as a kernel reads it.
    pub fn holding(&self) -> PyResult<Holding<'_>> {
        Ok(Holding {
            soc: &self.soc,
            price_per_kwh_hour: &self.price_per_kwh_hour,
            weight: self.weight.per_step()?,
        })
    }
}

/// Raises if `cost` makes no sense.
#[pyfunction]
pub fn check_holding_cost(py: Python<'_>, cost: HoldingFields<'_>) -> PyResult<()> {
    let holding = cost.holding()?;
    let steps = holding.weight.steps().unwrap_or(1).max(1);
    holding.check(steps).map_err(|error| exception(py, &error))
}

/// The plan that costs least, and what proves it.
#[pyclass(frozen)]
pub struct OptimalPlan {
    optimum: Optimum,
    columns: [Py<PyArray1<f64>>; 6],
}

impl OptimalPlan {
    /// Hands the columns over to Python, which reads them where they lie.
    fn of(py: Python<'_>, mut optimum: Optimum) -> Self {
        let columns = std::mem::take(&mut optimum.plan.columns);
        let array = |column: Vec<f64>| column.into_pyarray(py).unbind();
        let columns = [
            array(columns.charge_watt),
            array(columns.discharge_watt),
            array(columns.import_watt),
            array(columns.export_watt),
            array(columns.curtailed_watt),
            array(columns.soc),
        ];
        Self { optimum, columns }
    }
}

#[pymethods]
impl OptimalPlan {
    /// Powers charged, discharged, imported, exported, curtailed; soc.
    fn columns(&self, py: Python<'_>) -> Vec<Py<PyArray1<f64>>> {
        self.columns.iter().map(|column| column.clone_ref(py)).collect()
    }

    /// Costs of energy, exports, wear, holding, what is left at the end, and demand.
    fn costs(&self) -> (f64, f64, f64, f64, f64, f64) {
        let costs = &self.optimum.plan.costs;
        let Costs { energy, export, wear, holding, end, demand } = *costs;
        (energy, export, wear, holding, end, demand)
    }

    /// Highest imports charged for in W, bound on the cost, solves, energy burned in Wh.
    fn certificate(&self) -> (Vec<f64>, f64, usize, f64) {
        let Optimum { peaks_kw, bound, questions, plan, .. } = &self.optimum;
        let peaks_watt = peaks_kw.iter().map(|kw| kw * 1e3).collect();
        (peaks_watt, *bound, *questions, plan.burned_kwh * 1e3)
    }

    /// The kernel that found it.
    #[getter]
    fn method(&self) -> &'static str {
        match self.optimum.method {
            Method::SlopeQueue => "slope queue",
            Method::Breakpoints => "breakpoints",
            Method::CuttingPlanes => "cutting planes",
        }
    }

    /// Steps that had to be seen before each one was settled; -1 where the end settled it.
    fn look_ahead<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<i64>> {
        self.optimum.schedule.look_ahead().into_pyarray(py)
    }

    /// Worth of stored energy, cost of floor, worth of ceiling, cost of load; worth of a kW more of
    /// charging, discharging, import and export limit.
    fn shadow_prices<'py>(
        &self,
        py: Python<'py>,
        battery: Battery,
        site: SiteArrays<'py>,
        wishes: WishFields<'py>,
    ) -> PyResult<Vec<Column<'py>>> {
        let (site, wishes) = (site.site()?, wishes.wishes()?);
        let prices = gate(py, |_| {
            let problem = Problem::new(&battery, &site, &wishes)?;
            self.optimum.shadow_prices(&problem)
        })?;
        let margins = |part: fn(&Margins) -> f64| column(py, &prices.margins, part);
        Ok(vec![
            prices.stored_per_kwh.into_pyarray(py),
            prices.floor_per_kwh.into_pyarray(py),
            prices.ceiling_per_kwh.into_pyarray(py),
            margins(|margins| margins.load_per_kwh),
            margins(|margins| margins.charge),
            margins(|margins| margins.discharge),
            margins(|margins| margins.import),
            margins(|margins| margins.export),
        ])
    }

    /// Prices at which one power of the battery gives way to the next, and these powers.
    fn bid_curve<'py>(
        &self,
        py: Python<'py>,
        battery: Battery,
        site: SiteArrays<'py>,
        wishes: WishFields<'py>,
        step: usize,
    ) -> PyResult<(Column<'py>, Column<'py>)> {
        let (site, wishes) = (site.site()?, wishes.wishes()?);
        let curve = gate(py, |_| {
            let problem = Problem::new(&battery, &site, &wishes)?;
            self.optimum.bid_curve(&problem, step)
        })?;
        Ok((curve.price_per_kwh.into_pyarray(py), curve.power_watt.into_pyarray(py)))
    }
}

/// The plan that costs least.
#[pyfunction]
pub fn optimize<'py>(
    py: Python<'py>,
    battery: Battery,
    site: SiteArrays<'py>,
    wishes: WishFields<'py>,
) -> PyResult<OptimalPlan> {
    let (site, wishes) = (site.site()?, wishes.wishes()?);
    let optimum = gate(py, |watch| {
        let problem = Problem::new(&battery, &site, &wishes)?;
        Optimum::find(&problem, &charged_peaks(&site)?, watch)
    })?;
    Ok(OptimalPlan::of(py, optimum))
}

/// The plan that costs least of each battery, as if it were alone behind the meter.
#[pyfunction]
pub fn optimize_each<'py>(
    py: Python<'py>,
    batteries: Vec<Battery>,
    site: SiteArrays<'py>,
    wishes: Vec<WishFields<'py>>,
) -> PyResult<Vec<OptimalPlan>> {
    let site = site.site()?;
    let wishes = WishFields::each(&wishes)?;
    let found = gate(py, |watch| {
        let pairs = batteries.iter().zip(&wishes);
        let problems = pairs.map(|(battery, wishes)| Problem::new(battery, &site, wishes));
        let problems = problems.collect::<Result<Vec<_>, _>>()?;
        Optimum::find_each(&problems, &charged_peaks(&site)?, watch)
    })?;
    Ok(found.into_iter().map(|optimum| OptimalPlan::of(py, optimum)).collect())
}

/// The lowest import limit in W, how often the course was walked, and powers and soc under it.
#[pyfunction]
pub fn minimum_peak<'py>(
    py: Python<'py>,
    battery: Battery,
    site: SiteArrays<'py>,
    wishes: WishFields<'py>,
) -> PyResult<(f64, usize, Column<'py>, Column<'py>)> {
    let (site, wishes) = (site.site()?, wishes.wishes()?);
    let found = gate(py, |_| LowestPeak::find(&battery, &site, &wishes))?;
    let Course { power_watt, soc } = found.course;
    Ok((found.limit_watt, found.walks, power_watt.into_pyarray(py), soc.into_pyarray(py)))
}
