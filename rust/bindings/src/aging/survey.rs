//! What is wrong with a model within its tested range.

use crate::aging::card::AgingCard;
use crate::gate::gate;
use battcore::aging::{Fault, survey};
use battcore::parallel::KeepGoing;
use pyo3::prelude::*;

type Told = (String, &'static str, Vec<f64>, f64);

/// Entry, fault, conditions and value of each finding.
#[pyfunction]
pub fn survey_aging(py: Python<'_>, model: &AgingCard) -> PyResult<Vec<Told>> {
    let found = gate(py, |watch: &_| {
        let watch: &dyn KeepGoing = watch;
        survey(&model.model, watch)
    })?;
    let told = found.into_iter();
    Ok(told.map(|f| (f.entry, word(f.fault), f.place.to_vec(), f.value)).collect())
}

fn word(fault: Fault) -> &'static str {
    match fault {
        Fault::NotFinite => "not finite",
        Fault::Negative => "negative",
        Fault::FallsWithDepth => "falls with depth",
        Fault::Jumps => "jumps",
    }
}
