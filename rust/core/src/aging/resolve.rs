//! Names in formulas become nodes of the graph.

use crate::aging::card::{Card, Formula};
use crate::aging::expression::Fault;
use crate::aging::expression::curve::Curve;
use crate::aging::expression::family::Family;
use crate::aging::expression::function::is_reserved;
use crate::aging::expression::graph::{Graph, Id, Input};
use crate::aging::expression::parser::{Tree, parse};
use crate::aging::fault::{bad, line_of, shown};
use crate::aging::stressor;
use crate::error::Error;
use std::collections::HashMap;

/// Formulas within formulas beyond this are a mistake, or an attack on the stack.
const DEEPEST: usize = 2500;

/// How a rate that is averaged is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// As its mean over the window.
    Mean,
    /// As its value at the conditions of the moment.
    Value,
}

/// Fills a graph with the formulas of a card.
pub struct Resolver<'a> {
    card: &'a Card,
    text: &'a str,
    free: &'a [String],
    /// What has been understood so far.
    pub graph: Graph,
    curves: HashMap<&'a str, usize>,
    families: HashMap<&'a str, usize>,
    known: HashMap<(&'a str, Reading), Id>,
    open: Vec<&'a str>,
    argument: Option<(&'a str, Id)>,
    depth: usize,
}

impl<'a> Resolver<'a> {
    /// A resolver for `card`, which was read from `text`; the parameters `free` stay open.
    ///
    /// # Errors
    /// [`Error::BadCard`] if a name stands twice or is reserved, or a table or family is no
    /// such thing.
    pub fn new(card: &'a Card, text: &'a str, free: &'a [String]) -> Result<Self, Error> {
        unique_names(card)?;
        let mut graph = Graph::default();
        let mut curves = HashMap::new();
        for (name, table) in &card.tables {
            let curve = Curve::new(table.x.clone(), table.y.clone()).ok_or_else(|| {
                let wanted = "wants two or more finite points, as many y as x, x rising";
                bad(&format!("tables.{name}"), wanted)
            })?;
            curves.insert(name.as_str(), graph.add_curve(curve));
        }
        let mut families = HashMap::new();
        for (name, family) in &card.families {
            let curves = Family::new(family.at.clone(), &family.x, &family.y).ok_or_else(|| {
                let wanted = "wants two or more values of at, rising, and a curve x, y for each";
                bad(&format!("families.{name}"), wanted)
            })?;
            families.insert(name.as_str(), graph.add_family(curves));
        }
        Ok(Self {
            card,
            text,
            free,
            graph,
            curves,
            families,
            known: HashMap::new(),
            open: vec![],
            argument: None,
            depth: 0,
        })
    }

    /// The node of `formula`, which stands at `place`.
    ///
    /// # Errors
    /// [`Error::BadCard`] that points at the first character that cannot be understood.
    pub fn formula(
        &mut self,
        place: &str,
        formula: &'a Formula,
        reading: Reading,
    ) -> Result<Id, Error> {
        let tree = parse(formula.get_ref()).map_err(|fault| self.fault(place, formula, &fault))?;
        self.tree(&tree, reading).map_err(|stop| stop.at(|fault| self.fault(place, formula, fault)))
    }

    /// The place of table `name`.
    pub fn curve_named(&self, name: &str) -> Option<usize> {
        self.curves.get(name).copied()
    }

    /// The place of family `name`.
    pub fn family_named(&self, name: &str) -> Option<usize> {
        self.families.get(name).copied()
    }

    fn tree(&mut self, tree: &Tree, reading: Reading) -> Result<Id, Stop> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::new(1, "formulas nest too deeply").into());
        }
        let id = match tree {
            Tree::Number(value) => self.graph.constant(*value),
            Tree::Name(name, column) => self.name(name, *column, reading)?,
            Tree::Unary(function, a) => {
                let a = self.tree(a, reading)?;
                self.graph.unary(*function, a)
            }
            Tree::Binary(function, both) => {
                let (a, b) = (self.tree(&both[0], reading)?, self.tree(&both[1], reading)?);
                self.graph.binary(*function, a, b)
            }
            Tree::Where(all) => {
                let condition = self.tree(&all[0], reading)?;
                let (yes, no) = (self.tree(&all[1], reading)?, self.tree(&all[2], reading)?);
                self.graph.choice(condition, yes, no)
            }
            Tree::Table(name, column, arguments) => {
                let arguments: Result<Vec<Id>, Stop> =
                    arguments.iter().map(|a| self.tree(a, reading)).collect();
                self.call(name, *column, &arguments?, reading)?
            }
        };
        self.depth -= 1;
        Ok(id)
    }

    fn call(
        &mut self,
        name: &str,
        column: usize,
        arguments: &[Id],
        reading: Reading,
    ) -> Result<Id, Stop> {
        let card = self.card;
        if let (Some((name, function)), &[a]) = (card.functions.get_key_value(name), arguments) {
            let argument = Some((function.argument.as_str(), a));
            let place = format!("functions.{name}");
            return self.within(name, column, argument, |resolver| {
                resolver.formula(&place, &function.formula, reading)
            });
        }
        match (self.curve_named(name), self.family_named(name), arguments) {
            (Some(curve), _, &[a]) => Ok(self.graph.curve(curve, a)),
            (_, Some(family), &[at, a]) => Ok(self.graph.family(family, at, a)),
            (None, None, _) if !card.functions.contains_key(name) => {
                Err(Fault::new(column, format!("no function or table {name:?}")).into())
            }
            _ => {
                let message = format!("{name}: a function or table takes 1 argument, a family 2");
                Err(Fault::new(column, message).into())
            }
        }
    }

    fn name(&mut self, name: &str, column: usize, reading: Reading) -> Result<Id, Stop> {
        let card = self.card;
        if let Some((_, id)) = self.argument.filter(|(argument, _)| *argument == name) {
            return Ok(id);
        }
        if let Some(at) = self.free.iter().position(|free| free == name) {
            return Ok(self.graph.input(Input::Parameter(at)));
        }
        if let Some(parameter) = card.parameters.get(name) {
            return Ok(self.graph.constant(*parameter.value.get_ref()));
        }
        if let Some(stressor) = stressor::named(name) {
            return Ok(self.graph.input(Input::Stressor(stressor as usize)));
        }
        if let Some(at) = card.states.keys().position(|state| state == name) {
            return Ok(self.graph.input(Input::State(at)));
        }
        if let Some((name, formula)) = card.constants.get_key_value(name) {
            return self.named("constants", name, formula, column, reading);
        }
        if let Some(at) = card.rates.keys().position(|rate| rate == name) {
            return self.rate(at, column, reading);
        }
        Err(Fault::new(column, format!("no parameter, stressor, constant, rate or state {name:?}"))
            .into())
    }

    fn rate(&mut self, at: usize, column: usize, reading: Reading) -> Result<Id, Stop> {
        let Some((name, rate)) = self.card.rates.iter().nth(at) else {
            return Err(Fault::new(column, "no such rate").into());
        };
        if rate.average && reading == Reading::Mean {
            return Ok(self.graph.input(Input::Mean(at)));
        }
        self.named("rates", name, &rate.formula, column, reading)
    }

    fn named(
        &mut self,
        table: &str,
        name: &'a str,
        formula: &'a Formula,
        column: usize,
        reading: Reading,
    ) -> Result<Id, Stop> {
        if let Some(id) = self.known.get(&(name, reading)) {
            return Ok(*id);
        }
        let place = format!("{table}.{name}");
        let resolve = |resolver: &mut Self| resolver.formula(&place, formula, reading);
        let id = self.within(name, column, None, resolve)?;
        self.known.insert((name, reading), id);
        Ok(id)
    }

    /// Resolves a formula of its own, in which `argument` stands for a node.
    fn within(
        &mut self,
        name: &'a str,
        column: usize,
        argument: Option<(&'a str, Id)>,
        resolve: impl FnOnce(&mut Self) -> Result<Id, Error>,
    ) -> Result<Id, Stop> {
        if self.open.contains(&name) {
            return Err(Fault::new(column, format!("{name} depends on itself")).into());
        }
        self.open.push(name);
        let outer = std::mem::replace(&mut self.argument, argument);
        let id = resolve(self)?;
        self.argument = outer;
        self.open.pop();
        Ok(id)
    }

    fn fault(&self, place: &str, formula: &Formula, fault: &Fault) -> Error {
        Error::BadCard {
            place: place.to_owned(),
            line: Some(line_of(self.text, formula.span().start)),
            column: Some(fault.column),
            message: shown(formula.get_ref(), fault),
        }
    }
}

/// Why a tree has no node: a fault in this formula, or an error told of a formula that it names.
enum Stop {
    Here(Fault),
    Told(Error),
}

impl Stop {
    fn at(self, tell: impl Fn(&Fault) -> Error) -> Error {
        match self {
            Self::Here(fault) => tell(&fault),
            Self::Told(error) => error,
        }
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Here(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

fn unique_names(card: &Card) -> Result<(), Error> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let names = (card.parameters.keys().map(|name| ("parameters", name)))
        .chain(card.tables.keys().map(|name| ("tables", name)))
        .chain(card.families.keys().map(|name| ("families", name)))
        .chain(card.functions.keys().map(|name| ("functions", name)))
        .chain(card.constants.keys().map(|name| ("constants", name)))
        .chain(card.rates.keys().map(|name| ("rates", name)))
        .chain(card.states.keys().map(|name| ("states", name)));
    for (table, name) in names {
        let place = format!("{table}.{name}");
        if is_reserved(name) || stressor::named(name).is_some() {
            return Err(bad(&place, "this name has a meaning of its own"));
        }
        if let Some(earlier) = seen.insert(name, table) {
            return Err(bad(&place, &format!("this name stands in {earlier} too")));
        }
    }
    Ok(())
}
