//! What a card says of BLAST-Lite.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How BLAST-Lite computes the model of a card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habits {
    /// The name of the model there.
    pub model: String,
    /// The names of its states there, by those of the card.
    pub states: BTreeMap<String, String>,
    /// Parameters with other values there: a guard that it lacks is infinite.
    #[serde(default)]
    pub parameters: BTreeMap<String, f64>,
    /// Rates averaged over samples, whatever time they stand for.
    #[serde(default)]
    pub unweighted: BTreeSet<String>,
    /// A state whose explosions it hides.
    pub leap: Option<Leap>,
}

/// A step that is taken for an explosion, and what is put in its place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leap {
    /// The state.
    pub state: String,
    /// The largest step that is believed.
    pub largest: f64,
    /// What is taken instead, per equivalent full cycle.
    pub per_efc: f64,
}
