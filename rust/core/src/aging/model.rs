//! A model as its card means it: checked, with all formulas understood.

use crate::aging::card::{Card, Clock, Formula, LawName, State};
use crate::aging::expression::family::Family;
use crate::aging::expression::graph::{Graph, Id, Input};
use crate::aging::fault::{bad, line_of};
use crate::aging::law::Law;
use crate::aging::resolve::{Reading, Resolver};
use crate::error::Error;

/// A model of aging.
#[derive(Debug, Clone)]
pub struct Model {
    /// What the card says in words and ranges.
    pub card: Card,
    /// All formulas.
    pub(crate) graph: Graph,
    /// Formulas of the rates, in the order of their names.
    pub(crate) rates: Vec<Id>,
    /// The same, where averaged rates are read as their means.
    pub(crate) rates_of_window: Vec<Id>,
    /// What grows, in the order of the names.
    pub(crate) states: Vec<Growth>,
    /// Formulas of capacity and resistance, then of losses and gains by cause.
    pub(crate) outputs: Vec<Id>,
    /// What the card says of the parameters that are left open.
    pub(crate) nominal: Vec<f64>,
}

/// How one state grows.
#[derive(Debug, Clone)]
pub(crate) struct Growth {
    pub law: Law,
    pub clock: Clock,
    pub x_scale: f64,
    pub start: f64,
    /// Rate constant, exponent, limit and choice where averaged rates are read as their means.
    pub of_window: [Id; 4],
    /// The same where they are read as their values.
    pub of_cycle: [Id; 4],
}

impl Model {
    /// The model that a card describes.
    ///
    /// # Errors
    /// [`Error::BadCard`] if `text` is not such a card.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let card: Card = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        check_numbers(&card)?;
        Self::of(card, text, &[])
    }

    /// This model, whose parameters `free` are left open for [`Engine::given`](crate::aging::Engine::given).
    ///
    /// # Errors
    /// [`Error::BadCard`] if it has no such parameter.
    pub fn freed(&self, free: &[String]) -> Result<Self, Error> {
        for name in free {
            if !self.card.parameters.contains_key(name) {
                return Err(bad(&format!("parameters.{name}"), "no such parameter"));
            }
        }
        Self::of(self.card.clone(), "", free)
    }

    /// The model of `card`, which was read from `text`; the parameters `free` are left open.
    pub(crate) fn of(card: Card, text: &str, free: &[String]) -> Result<Self, Error> {
        let mut resolver = Resolver::new(&card, text, free)?;
        let (mut rates, mut rates_of_window) = (vec![], vec![]);
        for (name, rate) in &card.rates {
            let place = format!("rates.{name}");
            rates.push(resolver.formula(&place, &rate.formula, Reading::Value)?);
            rates_of_window.push(resolver.formula(&place, &rate.formula, Reading::Mean)?);
        }
        let mut states = vec![];
        for (name, state) in &card.states {
            states.push(growth(&mut resolver, &format!("states.{name}"), state)?);
        }
        let outputs = outputs(&mut resolver, &card)?;
        let graph = resolver.graph;
        let value = |name| card.parameters.get(name).map(|parameter| *parameter.value.get_ref());
        let nominal = free.iter().map(|name| value(name).unwrap_or(f64::NAN)).collect();
        Ok(Self { card, graph, rates, rates_of_window, states, outputs, nominal })
    }

    /// The place of state `name`.
    ///
    /// # Errors
    /// [`Error::BadCard`] if there is no such state.
    pub fn state_named(&self, name: &str) -> Result<usize, Error> {
        let at = self.card.states.keys().position(|state| state == name);
        at.ok_or_else(|| bad(&format!("states.{name}"), "no such state"))
    }

    /// The rates by name, in the order in which they are computed.
    pub fn rate_names(&self) -> Vec<&str> {
        self.card.rates.keys().map(String::as_str).collect()
    }
}

fn growth<'a>(resolver: &mut Resolver<'a>, place: &str, state: &'a State) -> Result<Growth, Error> {
    let law = law(resolver, place, state)?;
    let course = |resolver: &mut Resolver<'a>, reading| -> Result<[Id; 4], Error> {
        let mut argument = |name, formula: Option<&'a Formula>| match formula {
            Some(formula) => resolver.formula(&format!("{place}.{name}"), formula, reading),
            None => Ok(resolver.graph.constant(1.0)),
        };
        Ok([
            argument("k", Some(&state.k))?,
            argument("p", state.p.as_ref())?,
            argument("y_inf", state.y_inf.as_ref())?,
            argument("at", state.at.as_ref())?,
        ])
    };
    Ok(Growth {
        law,
        clock: state.x,
        x_scale: state.x_scale,
        start: state.start,
        of_window: course(resolver, Reading::Mean)?,
        of_cycle: course(resolver, Reading::Value)?,
    })
}

fn law(resolver: &Resolver, place: &str, state: &State) -> Result<Law, Error> {
    let (law, wanted) = match state.law {
        LawName::Power => (Law::Power, [true, false, false, false]),
        LawName::PowerOfProduct => (Law::PowerOfProduct, [true, false, false, false]),
        LawName::Sigmoid => (Law::Sigmoid, [true, true, false, false]),
        LawName::Linear => (Law::Linear, [false, false, false, false]),
        LawName::Relaxation => (Law::Relaxation, [false, true, false, false]),
        LawName::Table => {
            let law = table_law(resolver, place, state)?;
            let chooses = matches!(law, Law::Family(_));
            (law, [false, false, true, chooses])
        }
    };
    let given = [&state.p, &state.y_inf, &state.curve, &state.at].map(Option::is_some);
    for (at, name) in ["p", "y_inf", "curve", "at"].iter().enumerate() {
        match (wanted[at], given[at]) {
            (true, false) => return Err(bad(place, &format!("its law needs {name}"))),
            (false, true) => return Err(bad(place, &format!("its law has no {name}"))),
            _ => {}
        }
    }
    Ok(law)
}

fn table_law(resolver: &Resolver, place: &str, state: &State) -> Result<Law, Error> {
    let name = state.curve.as_ref().map_or("", |name| name.get_ref());
    if let Some(family) = resolver.family_named(name) {
        let family = resolver.graph.families().get(family).cloned();
        let family = family.filter(Family::can_be_law);
        let wanted = "each curve of its family must begin at 0 and rise throughout, or be 0";
        return family.map(Law::Family).ok_or_else(|| bad(place, wanted));
    }
    let at = resolver.curve_named(name);
    let curve = at.and_then(|at| resolver.graph.curves().get(at)).cloned();
    let curve = curve.ok_or_else(|| bad(place, &format!("no table {name:?}")))?;
    let inverse = curve.inverted();
    let inverse = inverse.ok_or_else(|| bad(place, "its curve must rise throughout"))?;
    Ok(Law::Table { curve, inverse })
}

fn outputs<'a>(resolver: &mut Resolver<'a>, card: &'a Card) -> Result<Vec<Id>, Error> {
    let mut found = vec![];
    let mut add = |resolver: &mut Resolver<'a>, place: &str, formula: &'a Formula| {
        let id = resolver.formula(place, formula, Reading::Mean)?;
        let reads = resolver.graph.inputs(&[id]);
        if reads.iter().any(|input| !matches!(input, Input::State(_) | Input::Parameter(_))) {
            return Err(bad(place, "health may depend on states alone"));
        }
        found.push(id);
        Ok(())
    };
    add(resolver, "health.soh_capacity", &card.health.soh_capacity)?;
    if let Some(formula) = &card.health.soh_resistance {
        add(resolver, "health.soh_resistance", formula)?;
    }
    for (name, formula) in &card.losses {
        add(resolver, &format!("losses.{name}"), formula)?;
    }
    for (name, formula) in &card.gains {
        add(resolver, &format!("gains.{name}"), formula)?;
    }
    Ok(found)
}

fn check_numbers(card: &Card) -> Result<(), Error> {
    if !(card.capacity_ah.is_finite() && card.capacity_ah > 0.0) {
        return Err(bad("capacity_ah", "wants a number above 0"));
    }
    for (name, parameter) in &card.parameters {
        if !parameter.value.get_ref().is_finite() {
            return Err(bad(&format!("parameters.{name}"), "wants a finite number"));
        }
    }
    for (set, values) in &card.sets {
        for (name, value) in values {
            if !(card.parameters.contains_key(name) && value.is_finite()) {
                let wanted = "wants the name of a parameter and a finite number";
                return Err(bad(&format!("sets.{set}.{name}"), wanted));
            }
        }
    }
    for (name, state) in &card.states {
        if !(state.x_scale.is_finite() && state.x_scale > 0.0) {
            return Err(bad(&format!("states.{name}.x_scale"), "wants a number above 0"));
        }
        if !(state.start.is_finite() && state.start >= 0.0) {
            return Err(bad(&format!("states.{name}.start"), "wants a number from 0 up"));
        }
    }
    for (name, range) in card.tested_range.named() {
        if range.is_some_and(|[low, high]| !(low <= high && low.is_finite() && high.is_finite())) {
            return Err(bad(&format!("tested_range.{name}"), "wants [low, high]"));
        }
    }
    let ranges = card.tested_range.named();
    for name in &card.chosen_ranges {
        if !ranges.iter().any(|(known, range)| known == name && range.is_some()) {
            return Err(bad("chosen_ranges", &format!("{name:?} has no tested range")));
        }
    }
    Ok(())
}

fn unreadable(text: &str, error: &toml::de::Error) -> Error {
    let start = error.span().map(|span| span.start.min(text.len()));
    let column = |at: usize| {
        let before = text.get(..at).unwrap_or("");
        1 + before.chars().rev().take_while(|c| *c != '\n').count()
    };
    Error::BadCard {
        place: "card".to_owned(),
        line: start.map(|at| line_of(text, at)),
        column: start.map(column),
        message: error.message().to_owned(),
    }
}
