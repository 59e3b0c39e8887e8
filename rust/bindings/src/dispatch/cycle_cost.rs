//! What cycles cost, and what steps offer to a solver that minds it.

use super::optimum::WishFields;
use crate::arrays::Column;
use crate::gate::{exception, gate};
use crate::site::SiteArrays;
use battcore::dispatch::optimum::{CycleCost, Offered, Problem};
use battcore::site::Battery;
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

/// Raises if `cost` makes no sense.
#[pyfunction]
pub fn check_cycle_cost(py: Python<'_>, cost: CycleCost) -> PyResult<()> {
    cost.checked().map(|_| ()).map_err(|error| exception(py, &error))
}

/// Whether energy has one price at any power; to which step each piece belongs; by step, the lowest change, retention, floor and ceiling; by
/// piece, slope and length. Energies in kWh.
#[pyfunction]
pub fn offered<'py>(
    py: Python<'py>,
    battery: Battery,
    site: SiteArrays<'py>,
    wishes: WishFields<'py>,
) -> PyResult<(bool, Bound<'py, PyArray1<i64>>, [Column<'py>; 6])> {
    let (site, wishes) = (site.site()?, wishes.wishes()?);
    let offered = gate(py, |_| Offered::of(&Problem::new(&battery, &site, &wishes)?.relaxed()))?;
    let columns = [
        offered.least_kwh,
        offered.retention,
        offered.floor_kwh,
        offered.ceiling_kwh,
        offered.slope,
        offered.length_kwh,
    ];
    let columns = columns.map(|column| column.into_pyarray(py));
    Ok((offered.has_one_price, offered.step_of_piece.into_pyarray(py), columns))
}
