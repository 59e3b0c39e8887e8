//! How far a plan has been carried out.

use crate::dispatch::optimum::horizon::{Errors, Outlook, Question, Reached, Solver};
use crate::dispatch::{Command, Plans, View};
use crate::error::{Error, FINITE, NOT_NEGATIVE, POSITIVE, all_within, same_length};
use crate::soc::Number;
use std::sync::Arc;

/// A share of a step that only rounding can have left.
const SLIVER: f64 = 1e-6;

/// A plan, how far it has been carried out, and what is needed to make another.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The site beside which it runs, once it has been looked at.
    pub site: Option<Arc<Outlook>>,
    /// Peaks that are paid whatever comes.
    pub reached: Reached,
    /// The step of the trace that was seen last, counted from one.
    seen: usize,
    /// How often it planned.
    pub plans: Plans,
    /// The step of the trace at which the plan stands.
    step: usize,
    /// How much of it is left. \[s\]
    left_second: f64,
    /// Steps of the plan that are behind.
    done: usize,
    /// Those after which another plan is due.
    due: usize,
    change_kwh: Vec<f64>,
    hours: Vec<f64>,
    solver: Solver,
}

impl Progress {
    /// No plan yet, where forecasts go astray by `errors`.
    #[must_use]
    pub fn new(errors: &Errors) -> Self {
        Self {
            site: None,
            reached: Reached::default(),
            seen: 0,
            plans: Plans::default(),
            step: 0,
            left_second: 0.0,
            done: 0,
            due: 0,
            change_kwh: vec![],
            hours: vec![],
            solver: Solver::new(errors),
        }
    }

    /// Gives up the plan.
    pub fn forget_plan(&mut self) {
        self.change_kwh.clear();
        self.hours.clear();
        (self.left_second, self.done, self.due) = (0.0, 0, 0);
    }

    /// Takes note of what the step before drew, which a trace that begins anew forgets.
    pub fn note_peak(&mut self, outlook: Option<&Outlook>, view: &View<'_>) {
        let seen = std::mem::replace(&mut self.seen, view.step.saturating_add(1));
        if self.seen < seen {
            self.reached = Reached::default();
            return;
        }
        let peaks = outlook.map_or(&[][..], Outlook::peaks);
        let before = seen.checked_sub(1).zip(view.grid_before_watt);
        if let (Some((step, watt)), false) = (before, peaks.is_empty()) {
            self.reached.note(peaks, step, watt / 1e3);
        }
    }

    /// Goes to the step that is to be decided about, or stays in it if it was cut.
    pub fn move_to(&mut self, view: &View<'_>) {
        if view.step == self.step && self.left_second > SLIVER * view.dt_second {
            return;
        }
        if self.step.checked_add(1) == Some(view.step) {
            self.done = self.done.saturating_add(1);
            self.begin(view.step);
        } else {
            self.forget_plan();
        }
    }

    fn begin(&mut self, step: usize) {
        self.step = step;
        self.left_second = self.hours.get(self.done).map_or(0.0, |hours| hours * 3600.0);
    }

    /// Whether it is time for another plan.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.done >= self.due
    }

    /// Takes the answer to a question for a plan of which `due` steps are to be carried out.
    pub fn take_plan(&mut self, question: &Question<'_>, due: usize) {
        let planned_kwh = self.change_kwh.get(self.done..).unwrap_or_default();
        let answer = self.solver.answer(question, planned_kwh);
        self.plans.made += 1;
        self.plans.settled += u64::from(answer.is_final);
        self.plans.impossible += u64::from(!answer.is_possible);
        self.change_kwh.clear();
        self.change_kwh.extend_from_slice(self.solver.change_kwh());
        let steps = question.outlook.part(question.steps.clone()).iter().take(question.wanted);
        self.hours.clear();
        self.hours.extend(steps.map(|step| step.hours));
        (self.done, self.due) = (0, due.min(self.hours.len()));
        self.begin(question.now.step);
    }

    /// The power that the plan has for the present step.
    pub fn follow(&mut self, view: &View<'_>) -> Command {
        self.left_second -= view.dt_second;
        let planned = self.change_kwh.get(self.done).zip(self.hours.get(self.done));
        planned.map_or(Command::FREE, |(change_kwh, hours)| {
            let power_watt = view.equipment.path.ac_power(change_kwh / hours * 1e3);
            let limits = (view.equipment.discharge_limit_watt, view.equipment.charge_limit_watt);
            Command::wish(power_watt.greater(-limits.0).lesser(limits.1))
        })
    }

    /// All of it, as plain numbers.
    #[must_use]
    pub fn numbers(&self) -> Vec<f64> {
        let Plans { made, settled, impossible } = self.plans;
        let counts = [made, settled, impossible].map(|count| count as f64);
        let reached = self.reached.numbers();
        let places = [self.step, self.done, self.due, self.seen, reached.len()];
        let places = places.map(|place| place as f64);
        let steps = self.change_kwh.iter().zip(&self.hours);
        let steps = steps.flat_map(|(&change_kwh, &hours)| [change_kwh, hours]);
        let heads = counts.into_iter().chain(places).chain([self.left_second]);
        heads.chain(reached.iter().copied()).chain(steps).collect()
    }

    /// The progress that gave these numbers.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if they are those of something else.
    pub fn recall(errors: &Errors, numbers: &[f64]) -> Result<Self, Error> {
        let (heads, steps) = numbers.split_first_chunk().unwrap_or((&[f64::NAN; 8], &[]));
        let [made, settled, impossible, step, done, due, seen, peaks] = whole(heads)?;
        let (left_second, steps) = steps.split_first().unwrap_or((&f64::NAN, &[]));
        let (reached, steps) = steps.split_at_checked(place(peaks)).unwrap_or((&[f64::NAN], &[]));
        let (pairs, rest) = steps.as_chunks::<2>();
        same_length("memory", rest.len(), 0)?;
        all_within("memory", &[*left_second], FINITE)?;
        let change_kwh: Vec<f64> = pairs.iter().map(|pair| pair[0]).collect();
        let hours: Vec<f64> = pairs.iter().map(|pair| pair[1]).collect();
        all_within("memory", &change_kwh, FINITE)?;
        all_within("memory", &hours, POSITIVE)?;
        Ok(Self {
            reached: Reached::recall(reached)?,
            seen: place(seen),
            plans: Plans { made, settled, impossible },
            step: place(step),
            left_second: *left_second,
            done: place(done),
            due: place(due),
            change_kwh,
            hours,
            ..Self::new(errors)
        })
    }
}

/// Numbers that count something.
fn whole(numbers: &[f64; 8]) -> Result<[u64; 8], Error> {
    all_within("memory", numbers, NOT_NEGATIVE)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let counts = numbers.map(|number| number as u64);
    Ok(counts)
}

fn place(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
