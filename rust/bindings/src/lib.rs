//! The native module of battcore: one file per room, one gate.

#![expect(clippy::needless_pass_by_value, reason = "PyO3 hands arguments over by value")]

use pyo3::prelude::*;

mod aging;
mod arrays;
mod converter;
mod cycles;
mod dispatch;
mod gate;
mod gridcode;
mod simulation;
mod site;
mod soc;
mod table;
mod tariff;
mod thermal;
mod trace;

#[pymodule(gil_used = false)]
mod _battcore {
    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_export]
    use crate::aging::{
        AgingCard, AgingEngine, AgingExposure, AgingHealth, AgingOutcome, BlastOutcome,
        aging_cards, aging_check_ups, aging_rates, aging_wear, blast_simulate, blast_update,
        check_reading, draw_normal, draw_place, survey_aging, vary_aging_card,
    };
    #[pymodule_export]
    use crate::converter::{check_converter, converter_ac_power, converter_dc_power};
    #[pymodule_export]
    use crate::cycles::{
        DamageCounter, PlayCounter, Tally, check_law, compare_conventions, cycle_attributes,
        cycle_histogram, damage, damage_gradient, equivalent_full_cycles, rainflow,
        rainflow_of_rows, turning_points,
    };
    #[pymodule_export]
    use crate::dispatch::{
        DispatchStream, MeterTerms, OptimalPlan, SharedColumns, StoreTerms, allowed_pairs,
        check_cycle_cost, check_forecast_error, check_holding_cost, check_policy, check_view,
        decide, linear_terms, maximum_load, minimum_peak, minimum_power, optimize, optimize_each,
        plan_shared, worthwhile_depth,
    };
    #[pymodule_export]
    use crate::gridcode::{check_gridcode, check_limit, gridcode_cards, in_band, read_gridcode};
    #[pymodule_export]
    use crate::simulation::{simulate, simulation_start, simulation_step};
    #[pymodule_export]
    use crate::site::{check_battery, check_site};
    #[pymodule_export]
    use crate::soc::{integrate, soc_losses, soc_step};
    #[pymodule_export]
    use crate::table::look_up;
    #[pymodule_export]
    use crate::tariff::{
        bill, check_demand_charge, check_energy_rate, check_fixed_charge, check_ratchet,
        check_tariff, check_window, prices,
    };
    #[pymodule_export]
    use crate::thermal::{check_lump, simulate_lump};
    #[pymodule_export]
    use crate::trace::{moments, moving_mean, ramps, resample, rolling_ranges, smoothing_needs};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
