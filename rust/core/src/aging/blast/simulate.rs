//! A profile, repeated until a threshold is passed.

use crate::aging::blast::borders::{Farthest, borders};
use crate::aging::blast::cell::Cell;
use crate::aging::blast::peer::Peer;
use crate::aging::blast::run::Run;
use crate::aging::blast::span::Span;
use crate::aging::duty::TEMPERATURE_CELSIUS;
use crate::aging::model::Model;
use crate::error::{Error, FINITE, FRACTION, NOT_NEGATIVE, POSITIVE};
use crate::error::{all_within, same_length, within};
use crate::parallel::KeepGoing;

const DAY: f64 = 86_400.0;
const YEAR_DAY: f64 = 365.0;
/// A life that has passed no threshold by then never will; BLAST-Lite goes on until memory ends.
const LONGEST_YEARS: f64 = 1000.0;
/// The same for profiles whose samples lie next to nothing apart.
const MOST_SUB_STEPS: usize = 1_000_000;

/// What a cell goes through, sample by sample.
#[derive(Debug, Clone, Copy)]
pub struct Profile<'a> {
    /// When a sample was taken.
    pub time_second: &'a [f64],
    /// State of charge then.
    pub soc: &'a [f64],
    /// Temperature then.
    pub temperature_celsius: &'a [f64],
}

/// How a life is simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Years of 365 days after which it ends.
    pub threshold_time_years: Option<f64>,
    /// Capacity below which it ends.
    pub threshold_capacity: Option<f64>,
    /// Equivalent full cycles after which it ends.
    pub threshold_efc: Option<f64>,
    /// Factor on every step of every state.
    pub degradation_scalar: f64,
    /// Whether cycles of a faded cell become deeper, to move the same charge.
    pub conserve_energy_throughput: bool,
    /// Whether the profile is one sub-step, whose rates are worked out once.
    pub is_constant_input: bool,
    /// How far apart borders may lie.
    pub breakpoints_max_second: f64,
    /// How far apart borders may lie, in equivalent full cycles.
    pub breakpoints_max_efc: f64,
    /// Whether steps follow the curves exactly, rather than their slopes.
    pub exact_steps: bool,
}

/// What [`simulate`] finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The course of the life.
    pub run: Run,
    /// What BLAST-Lite calls the states.
    pub names: Vec<String>,
    /// The rates, as the card calls them.
    pub rate_names: Vec<String>,
    /// The first row, from 0 on, at which a state had no number and was held, by state.
    pub held: Vec<Option<usize>>,
    /// Whether the life was ended though no threshold was passed.
    pub endless: bool,
    /// Whether the model knows of resistance.
    pub models_resistance: bool,
    /// The cell at the end.
    pub state: Vec<f64>,
}

/// Ages a cell of `model` by `profile` as BLAST-Lite's driver does, on from `state` if that is given.
///
/// # Errors
/// [`Error::BadInput`] or [`Error::BadShape`] if a number lies outside its bounds or columns do not go
/// together, [`Error::BadCard`] if BLAST-Lite has no such model, [`Error::Interrupted`].
pub fn simulate(
    model: &Model,
    profile: Profile,
    options: Options,
    state: Option<&[f64]>,
    watch: &dyn KeepGoing,
) -> Result<Outcome, Error> {
    let span = profile.checked()?;
    let options = options.checked()?.with_some_threshold(&span);
    let peer = Peer::new(model)?;
    let cell = Cell::new(&peer, state, options.degradation_scalar)?;
    let cell = if options.exact_steps { cell.exactly() } else { cell };
    let mut life = Life { cell, options, run: Run::of(&peer), watch };
    if options.is_constant_input {
        life.repeat_one(&span)?;
    } else {
        let farthest =
            Farthest { second: options.breakpoints_max_second, efc: options.breakpoints_max_efc };
        let ends = borders(&span, farthest, watch)?;
        life.repeat_all(&span, &ends)?;
    }
    Ok(life.outcome(&peer))
}

/// Ages a cell of `model` by `window`, one sub-step that is taken as it stands.
///
/// # Errors
/// As [`simulate`].
pub fn update(
    model: &Model,
    window: Profile,
    degradation_scalar: f64,
    state: Option<&[f64]>,
) -> Result<Outcome, Error> {
    let span = window.checked()?;
    let scalar = within("degradation_scalar", degradation_scalar, NOT_NEGATIVE)?;
    let peer = Peer::new(model)?;
    let mut cell = Cell::new(&peer, state, scalar)?;
    let mut run = Run::of(&peer);
    cell.update(&span);
    run.take(&cell);
    Ok(outcome(&peer, &cell, run, false))
}

struct Life<'a> {
    cell: Cell<'a>,
    options: Options,
    run: Run,
    watch: &'a dyn KeepGoing,
}

impl Life<'_> {
    /// Passes over the sub-steps until a threshold is passed.
    fn repeat_all(&mut self, profile: &Span, ends: &[usize]) -> Result<(), Error> {
        let mut scaled = vec![];
        loop {
            let mut start = 0;
            for &end in ends {
                let Some(window) = profile.part(start, end) else { return Ok(()) };
                self.pass(&window, &mut scaled);
                self.watch.keep_going(f64::NAN)?;
                if self.is_over() {
                    return Ok(());
                }
                start = end + 1;
            }
        }
    }

    fn pass(&mut self, window: &Span, scaled: &mut Vec<f64>) {
        if self.options.conserve_energy_throughput {
            window.rescale(self.cell.health()[0].recip(), scaled);
            self.cell.update(&Span { soc: scaled, ..*window });
        } else {
            self.cell.update(window);
        }
        self.run.take(&self.cell);
    }

    /// The whole profile as one sub-step, over and over.
    fn repeat_one(&mut self, profile: &Span) -> Result<(), Error> {
        self.cell.update(profile);
        self.run.take(&self.cell);
        while !self.is_over() {
            let conserve = self.options.conserve_energy_throughput;
            let logged = if conserve { 1.0 } else { self.cell.health()[0] };
            self.cell.repeat(logged);
            self.run.take(&self.cell);
            self.watch.keep_going(f64::NAN)?;
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.has_passed_a_threshold()
            || self.years() > LONGEST_YEARS
            || self.run.efc.len() >= MOST_SUB_STEPS
    }

    fn has_passed_a_threshold(&self) -> bool {
        let Options { threshold_time_years, threshold_capacity, threshold_efc, .. } = self.options;
        threshold_time_years.is_some_and(|years| self.years() > years)
            || threshold_capacity.is_some_and(|capacity| self.cell.health()[0] < capacity)
            || threshold_efc.is_some_and(|efc| self.cell.efc() > efc)
    }

    fn years(&self) -> f64 {
        self.cell.day() / YEAR_DAY
    }

    fn outcome(self, peer: &Peer) -> Outcome {
        let endless = !self.has_passed_a_threshold();
        outcome(peer, &self.cell, self.run, endless)
    }
}

fn outcome(peer: &Peer, cell: &Cell, run: Run, endless: bool) -> Outcome {
    Outcome {
        run,
        names: peer.state_names().to_vec(),
        rate_names: peer.rate_names().to_vec(),
        held: cell.held().iter().map(|step| step.map(|step| step - 1)).collect(),
        endless,
        models_resistance: peer.models_resistance(),
        state: cell.state(),
    }
}

impl<'a> Profile<'a> {
    fn checked(self) -> Result<Span<'a>, Error> {
        let samples = self.time_second.len();
        same_length("time_second", samples, samples.max(2))?;
        same_length("soc", self.soc.len(), samples)?;
        same_length("temperature_celsius", self.temperature_celsius.len(), samples)?;
        all_within("time_second", self.time_second, FINITE)?;
        for (index, pair) in self.time_second.windows(2).enumerate() {
            let later = pair[0].next_up()..=f64::MAX;
            within("time_second", pair[1], later).map_err(|error| error.of_element(index + 1))?;
        }
        all_within("soc", self.soc, FRACTION)?;
        all_within("temperature_celsius", self.temperature_celsius, TEMPERATURE_CELSIUS)?;
        Ok(Span { time: self.time_second, soc: self.soc, temperature: self.temperature_celsius })
    }
}

impl Options {
    fn checked(self) -> Result<Self, Error> {
        for (name, threshold) in [
            ("threshold_time_years", self.threshold_time_years),
            ("threshold_capacity", self.threshold_capacity),
            ("threshold_efc", self.threshold_efc),
        ] {
            threshold.map_or(Ok(0.0), |value| within(name, value, NOT_NEGATIVE))?;
        }
        within("degradation_scalar", self.degradation_scalar, NOT_NEGATIVE)?;
        within("breakpoints_max_second", self.breakpoints_max_second, POSITIVE)?;
        within("breakpoints_max_efc", self.breakpoints_max_efc, POSITIVE)?;
        Ok(self)
    }

    /// Without any threshold, the profile is lived about once.
    fn with_some_threshold(mut self, profile: &Span) -> Self {
        let none = self.threshold_capacity.is_none() && self.threshold_efc.is_none();
        if none && self.threshold_time_years.is_none() {
            let end = profile.time.last().copied().unwrap_or(0.0);
            self.threshold_time_years = Some((end - 1.0) / (YEAR_DAY * DAY));
        }
        self
    }
}
