//! A model as its card tells it, before any of it is understood.

use crate::aging::blast::Habits;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A formula, and where it stands in the card.
pub type Formula = Spanned<String>;

/// The whole card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The name under which the model is found.
    pub key: String,
    /// The name that people read.
    pub label: String,
    /// Positive and negative electrode.
    pub chemistry: String,
    /// Build of the cell.
    pub format: Option<String>,
    /// Charge capacity of the cell that was tested.
    pub capacity_ah: f64,
    /// Where the parameters were taken from.
    pub provenance: String,
    /// Under which license they are there.
    pub license: String,
    /// What to cite.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Where the model was tested.
    #[serde(default)]
    pub tested_range: TestedRange,
    /// Conditions whose range no source tells: chosen, where the formulas make sense.
    #[serde(default)]
    pub chosen_ranges: Vec<String>,
    /// What its user should know.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What holds wherever the model was tested.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// Numbers of the formulas.
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
    /// Other values of some parameters, from other fits.
    #[serde(default)]
    pub sets: BTreeMap<String, BTreeMap<String, f64>>,
    /// Measured curves, called in formulas like functions.
    #[serde(default)]
    pub tables: BTreeMap<String, Table>,
    /// Measured curves for some values of a condition, called with that first.
    #[serde(default)]
    pub families: BTreeMap<String, Family>,
    /// Formulas of an argument, called like any function.
    #[serde(default)]
    pub functions: BTreeMap<String, Function>,
    /// Formulas with a name.
    #[serde(default)]
    pub constants: BTreeMap<String, Formula>,
    /// Formulas of the conditions.
    #[serde(default)]
    pub rates: BTreeMap<String, Rate>,
    /// What grows in the cell.
    pub states: BTreeMap<String, State>,
    /// What is left of the cell, from its states.
    pub health: Health,
    /// Shares of the capacity lost, by cause.
    #[serde(default)]
    pub losses: BTreeMap<String, Formula>,
    /// Shares of the resistance gained, by cause.
    #[serde(default)]
    pub gains: BTreeMap<String, Formula>,
    /// How BLAST-Lite computes the same model, if it does.
    pub blast: Option<Habits>,
}

/// A paper or a page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What was taken from it.
    pub role: String,
    /// Authors, title, journal.
    pub citation: Option<String>,
    /// Its digital object identifier.
    pub doi: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// Lowest and highest value of each condition in the tests behind the model.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestedRange {
    /// Temperature of the cell.
    pub temperature_celsius: Option<[f64; 2]>,
    /// State of charge.
    pub soc: Option<[f64; 2]>,
    /// Depth of the cycles.
    pub dod: Option<[f64; 2]>,
    /// Rate of charging.
    pub charge_c_rate: Option<[f64; 2]>,
    /// Rate of discharging.
    pub discharge_c_rate: Option<[f64; 2]>,
}

/// A property that a model has wherever it was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// Losses and gains by cause sum up to what health tells.
    LossesAddUp,
    /// No loss and no gain ever falls, whatever the duty.
    LossesNeverFall,
    /// A warmer rest never costs less capacity.
    MoreHeatAtRest,
    /// A fuller rest never costs less capacity.
    MoreChargeAtRest,
    /// As many deeper cycles never cost less capacity.
    MoreDepth,
    /// More cycles of a kind never cost less capacity.
    MoreCycles,
}

/// A number with its unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The number, and where it stands in the card.
    pub value: Spanned<f64>,
    /// Its unit, for people.
    pub unit: String,
}

/// Points of a curve.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Where the points stand, rising.
    pub x: Vec<f64>,
    /// How high they are.
    pub y: Vec<f64>,
}

/// Points of some curves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The condition for which each curve holds, rising.
    pub at: Vec<f64>,
    /// Where the points of each curve stand, rising.
    pub x: Vec<Vec<f64>>,
    /// How high they are.
    pub y: Vec<Vec<f64>>,
}

/// A formula of an argument.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// What the formula calls its argument.
    pub argument: String,
    /// The formula.
    pub formula: Formula,
}

/// A formula of the conditions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Whether its mean over a window counts, rather than its value at the mean conditions.
    #[serde(default)]
    pub average: bool,
    /// The formula.
    pub formula: Formula,
}

/// What a state grows with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Days.
    TimeDay,
    /// Equivalent full cycles.
    Efc,
    /// Cycles of any depth.
    Cycle,
    /// Charge taken in, in capacities.
    ChargeThroughput,
    /// Charge given out, in capacities.
    DischargeThroughput,
}

/// The name of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LawName {
    /// y = k x^p.
    Power,
    /// y = (k x)^p.
    PowerOfProduct,
    /// `y = 2 y_inf (1/2 - 1/(1 + exp((k x)^p)))`.
    Sigmoid,
    /// y = k x.
    Linear,
    /// `y = y_inf (1 - exp(-k x))`.
    Relaxation,
    /// y = curve(k x), or one of a family of curves.
    Table,
}

/// What grows in the cell, and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The law of growth.
    pub law: LawName,
    /// What it grows with.
    pub x: Clock,
    /// Factor on x.
    #[serde(default = "one")]
    pub x_scale: f64,
    /// Its value in a new cell.
    #[serde(default)]
    pub start: f64,
    /// Rate constant.
    pub k: Formula,
    /// Exponent.
    pub p: Option<Formula>,
    /// Where it ends.
    pub y_inf: Option<Formula>,
    /// The table, or family of tables, that law "table" follows.
    pub curve: Option<Formula>,
    /// The condition that chooses from a family.
    pub at: Option<Formula>,
}

/// What is left of the cell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// Present over nominal capacity.
    pub soh_capacity: Formula,
    /// Present over nominal resistance.
    pub soh_resistance: Option<Formula>,
}

fn one() -> f64 {
    1.0
}

impl TestedRange {
    /// The ranges with their names.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Option<[f64; 2]>); 5] {
        [
            ("temperature_celsius", self.temperature_celsius),
            ("soc", self.soc),
            ("dod", self.dod),
            ("charge_c_rate", self.charge_c_rate),
            ("discharge_c_rate", self.discharge_c_rate),
        ]
    }
}
