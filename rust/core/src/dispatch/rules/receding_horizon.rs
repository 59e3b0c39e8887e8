//! Plans what costs least over a horizon that moves along, and does what comes first.

use super::progress::Progress;
use crate::dispatch::optimum::horizon::{Errors, Outlook, Question};
use crate::dispatch::optimum::{Holding, Wishes};
use crate::dispatch::rule::Remembered;
use crate::dispatch::{Command, Given, Plans, Rule, View};
use crate::error::{Error, FRACTION, LIMIT, POSITIVE, all_within, not_empty, same_length, within};
use crate::site::Site;
use crate::trace::{PerStep, SAMPLE};
use std::fmt::Debug;
use std::sync::Arc;

/// The optimum over a horizon, planned anew as time goes by.
#[derive(Debug, Clone, PartialEq)]
pub struct RecedingHorizon {
    /// How far it looks ahead. \[s\]
    pub horizon_second: f64,
    /// After what time it plans anew; zero: at every step. \[s\]
    pub replan_second: f64,
    /// What it believes of the steps to come.
    pub forecast: Forecast,
    /// How far that goes astray.
    pub errors: Errors,
    /// What a kWh is worth that is left at the horizon. \[currency/kWh\]
    pub end_value_per_kwh: f64,
    /// Lowest state of charge at the horizon, if there is one. \[1\]
    pub soc_end_min: Option<f64>,
    /// Lowest state of charge: one for all steps, or one at the end of each. \[1\]
    pub soc_floor: Vec<f64>,
    /// Highest state of charge, in the same way. \[1\]
    pub soc_ceiling: Vec<f64>,
    /// What holding energy costs, if it costs anything.
    pub holding_cost: Option<HoldingCost>,
}

/// What [`Holding`] is read from.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldingCost {
    /// From which state of charge on each price holds. \[1\]
    pub soc: Vec<f64>,
    /// What a stored kWh more costs in an hour. \[currency/kWh/h\]
    pub price_per_kwh_hour: Vec<f64>,
    /// A factor: one for all steps, or one for each of the trace. \[1\]
    pub weight: Vec<f64>,
}

impl HoldingCost {
    fn holding(&self) -> Holding<'_> {
        Holding {
            soc: &self.soc,
            price_per_kwh_hour: &self.price_per_kwh_hour,
            weight: one_or_each(&self.weight),
        }
    }
}

/// Where a belief about the steps to come is from.
#[derive(Debug, Clone)]
pub enum Forecast {
    /// From the site beside which it runs.
    Site,
    /// It is given for each step of the trace.
    Given(Arc<Outlook>),
    /// Someone is asked at every new plan.
    Asked(Arc<dyn Forecaster>),
}

/// Tells what the next steps will be like.
pub trait Forecaster: Debug + Send + Sync + 'static {
    /// The steps from the present one on, if there is an answer.
    fn foretell(&self, view: &View<'_>) -> Option<Arc<Outlook>>;
}

impl PartialEq for Forecast {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Site, Self::Site) => true,
            (Self::Given(one), Self::Given(other)) => one == other,
            (Self::Asked(one), Self::Asked(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Rule for RecedingHorizon {
    type Memory = Progress;

    fn check(&self) -> Result<(), Error> {
        within("horizon_second", self.horizon_second, POSITIVE)?;
        within("replan_second", self.replan_second, LIMIT)?;
        self.errors.check()?;
        within("end_value_per_kwh", self.end_value_per_kwh, SAMPLE)?;
        within("soc_end_min", self.soc_end_min.unwrap_or(0.0), FRACTION)?;
        for (name, values) in [("soc_floor", &self.soc_floor), ("soc_ceiling", &self.soc_ceiling)] {
            not_empty(name, values)?;
            all_within(name, values, FRACTION)?;
        }
        if let Some(cost) = &self.holding_cost {
            cost.holding().check(cost.weight.len())?;
        }
        let steps = self.soc_floor.len().max(self.soc_ceiling.len());
        (0..steps).try_for_each(|step| {
            let (floor, ceiling) = (self.soc_floor().at(step), self.soc_ceiling().at(step));
            let checked = within("soc_floor", floor, 0.0..=ceiling);
            checked.map_err(|error| error.of_element(step)).map(|_| ())
        })
    }

    fn check_given(&self, given: &Given) -> Result<(), Error> {
        let Some(steps) = given.steps else {
            return Given::demand(!matches!(self.forecast, Forecast::Site), "forecast");
        };
        if let Forecast::Given(outlook) = &self.forecast {
            same_length("forecast", outlook.len().min(steps), steps)?;
        }
        let weight = self.holding_cost.as_ref().map(|cost| ("weight", &cost.weight));
        let bounds = [("soc_floor", &self.soc_floor), ("soc_ceiling", &self.soc_ceiling)];
        for (name, values) in bounds.into_iter().chain(weight) {
            let expected = if values.len() == 1 { 1 } else { steps };
            same_length(name, values.len(), expected)?;
        }
        Ok(())
    }

    fn meet(&self, progress: &mut Progress, site: &Site<'_>) -> Result<(), Error> {
        if matches!(self.forecast, Forecast::Site) {
            progress.site = Some(Arc::new(Outlook::of(site)?));
        }
        Ok(())
    }

    fn decide(&self, progress: &mut Progress, view: &View<'_>) -> Command {
        progress.note_peak(self.outlook_of_trace(progress).as_deref(), view);
        if view.outage {
            progress.forget_plan();
            return Command::FREE;
        }
        progress.move_to(view);
        if progress.is_due() {
            self.plan(progress, view);
        }
        progress.follow(view)
    }
}

impl Remembered<RecedingHorizon> for Progress {
    fn start(rule: &RecedingHorizon) -> Self {
        Self::new(&rule.errors)
    }

    fn numbers(&self) -> Vec<f64> {
        self.numbers()
    }

    fn plans(&self) -> Plans {
        self.plans
    }

    fn recall(rule: &RecedingHorizon, numbers: &[f64]) -> Result<Self, Error> {
        Self::recall(&rule.errors, numbers)
    }
}

impl RecedingHorizon {
    /// Plans anew; where nothing is known of the steps to come, there is no plan.
    fn plan(&self, progress: &mut Progress, view: &View<'_>) {
        let (outlook, now) = match &self.forecast {
            Forecast::Asked(forecaster) => (forecaster.foretell(view), 0),
            _ => (self.outlook_of_trace(progress), view.step),
        };
        let Some(outlook) = outlook.filter(|outlook| now < outlook.len()) else {
            progress.forget_plan();
            return;
        };
        let due = outlook.within(now, self.replan_second).len();
        let steps = outlook.within(now, self.horizon_second);
        let question = Question {
            outlook: &outlook,
            peaks: outlook.charged(&steps, &progress.reached),
            steps,
            now: view,
            wishes: self.wishes(view.soc),
            wanted: 2 * due, // those to be done, and those that the next plan is compared with
        };
        progress.take_plan(&question, due);
    }

    /// What is believed of the whole trace, if that does not change from plan to plan.
    fn outlook_of_trace(&self, progress: &Progress) -> Option<Arc<Outlook>> {
        match &self.forecast {
            Forecast::Site => progress.site.clone(),
            Forecast::Given(outlook) => Some(outlook.clone()),
            Forecast::Asked(_) => None,
        }
    }

    fn wishes(&self, soc_start: f64) -> Wishes<'_> {
        Wishes {
            soc_start,
            soc_end: None,
            soc_end_min: self.soc_end_min,
            end_value_per_kwh: self.end_value_per_kwh,
            soc_floor: self.soc_floor(),
            soc_ceiling: self.soc_ceiling(),
            holding: self.holding_cost.as_ref().map(HoldingCost::holding),
            stored_price_per_kwh: PerStep::Same(0.0),
            is_exclusive: true,
        }
    }

    fn soc_floor(&self) -> PerStep<'_> {
        one_or_each(&self.soc_floor)
    }

    fn soc_ceiling(&self) -> PerStep<'_> {
        one_or_each(&self.soc_ceiling)
    }
}

fn one_or_each(values: &[f64]) -> PerStep<'_> {
    if let [value] = values { PerStep::Same(*value) } else { PerStep::Each(values) }
}
