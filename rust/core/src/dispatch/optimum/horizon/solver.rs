//! What to do first, by the optimum over a horizon.
//!
//! Steps go into the slope queue until nothing that comes could change the first ones: mostly long
//! before the horizon. Where limits exclude each other, each is missed as late and as little as can
//! be: a step beyond the power of the battery takes the power nearest to what is asked, and a floor
//! or ceiling out of reach gives way to the energy nearest to it.

use super::expected::{Errors, Expected};
use super::first_steps::FirstSteps;
use super::outlook::Believed;
use super::present::Present;
use super::question::{Answer, Question};
use super::window;
use crate::dispatch::optimum::offers::{NoPower, Pieces};
use crate::dispatch::optimum::queue::{Offer, SlopeQueue};
use crate::soc::Number;

/// A solver with its buffers: it takes no memory from one question to the next.
#[derive(Debug, Clone)]
pub struct Solver {
    present: Option<Present>,
    expected: Expected,
    queue: SlopeQueue,
    pieces: Pieces,
    holding: Vec<(f64, f64)>,
    first: FirstSteps,
}

impl Solver {
    /// A solver of forecasts with such errors.
    #[must_use]
    pub fn new(errors: &Errors) -> Self {
        Self {
            present: None,
            expected: Expected::new(errors),
            queue: SlopeQueue::new(0.0, 0.0),
            pieces: Pieces::default(),
            holding: vec![],
            first: FirstSteps::default(),
        }
    }

    /// Changes of stored energy in the first steps, as the last answer has them. \[kWh\]
    #[must_use]
    pub fn change_kwh(&self) -> &[f64] {
        &self.first.change_kwh
    }

    /// Finds out what to do in the first steps; where nothing else costs less, that is what was
    /// planned for them before, changes of stored energy from now on. \[kWh\]
    pub fn answer(&mut self, question: &Question<'_>, planned_kwh: &[f64]) -> Answer {
        let known = self.present.take().filter(|present| present.is_of(question));
        let present = known.unwrap_or_else(|| Present::new(question));
        let is_local = question.peaks.is_empty(); // no later step changes what an earlier one costs
        let answer = is_local.then(|| self.follow(question, &present, planned_kwh, false));
        let answer = answer.flatten().or_else(|| self.look_over_all(question, &present));
        let answer = answer.or_else(|| self.follow(question, &present, planned_kwh, true));
        self.present = Some(present);
        answer.unwrap_or(Answer { is_final: false, is_possible: false })
    }

    /// Answers by the queue; nothing if it meets a cost that bends down, unless that may be read as
    /// its hull.
    fn follow(
        &mut self,
        question: &Question<'_>,
        present: &Present,
        planned_kwh: &[f64],
        hulls: bool,
    ) -> Option<Answer> {
        self.restart(question, present);
        let mut is_possible = true;
        for (lead, believed) in question.believed().iter().enumerate() {
            let expected = self.expect(question, lead, believed);
            is_possible &= self.offer(&expected, present, hulls)?;
            if let Some(&change_kwh) = planned_kwh.get(lead) {
                self.pieces.prefer(change_kwh);
            }
            self.first.begin(&self.pieces);
            is_possible &= self.push(question, present, lead, expected.hours);
            if self.first.are_settled() {
                return Some(Answer { is_final: true, is_possible });
            }
        }
        is_possible &= self.trim(present.end_kwh(&question.wishes), f64::INFINITY);
        self.queue.settle(question.wishes.end_value_per_kwh, &mut self.first);
        Some(Answer { is_final: false, is_possible })
    }

    fn restart(&mut self, question: &Question<'_>, present: &Present) {
        self.expected.restart(question.now.step);
        self.first.restart(question.wanted.min(question.steps.len()));
        let capacity_kwh = present.capacity_kwh();
        self.queue.restart(question.now.soc * capacity_kwh, capacity_kwh);
    }

    /// What is expected of the step so many steps from now; of the present one it is known.
    #[inline]
    fn expect(&mut self, question: &Question<'_>, lead: usize, believed: &Believed) -> Believed {
        if lead > 0 {
            return self.expected.at(lead, believed);
        }
        let (load_kw, generation_kw) =
            (question.now.load_watt / 1e3, question.now.generation_watt / 1e3);
        Believed { load_kw, generation_kw, ..*believed }
    }

    /// Takes what a step offers; tells whether the battery can hold the limits of the connection, or
    /// nothing if the cost bends down and may not be read as its hull.
    #[inline]
    fn offer(&mut self, believed: &Believed, present: &Present, hulls: bool) -> Option<bool> {
        let can_connect = self.offer_apart(believed, present);
        if !self.pieces.is_convex || (hulls && believed.export_price < 0.0) {
            let connection = hulls.then(|| believed.connection())?;
            self.pieces.relax(present.curve(), &connection, believed.net_kwh(), believed.hours);
        }
        Some(can_connect)
    }

    /// The same without both powers at once, whether the cost bends down or not.
    #[inline]
    fn offer_apart(&mut self, believed: &Believed, present: &Present) -> bool {
        let (curve, hours) = (present.curve(), believed.hours);
        if believed.has_one_price() {
            self.pieces.fill_at_one_price(curve, believed.import_price, hours);
            return true;
        }
        let (connection, net_kwh) = (believed.connection(), believed.net_kwh());
        let nearest = match self.pieces.fill(curve, &connection, net_kwh, hours) {
            Ok(()) => return true,
            Err(NoPower::OverImport(_)) => curve.least,
            Err(NoPower::OverExport(_)) => curve.most,
        };
        self.pieces.list.clear();
        self.pieces.least_kwh = nearest.store_kw * hours;
        self.pieces.is_convex = true;
        false
    }

    /// Brings an offer into the queue; tells whether floor and ceiling are within reach.
    #[inline]
    fn push(
        &mut self,
        question: &Question<'_>,
        present: &Present,
        lead: usize,
        hours: f64,
    ) -> bool {
        let step = question.now.step.saturating_add(lead);
        let (floor_kwh, ceiling_kwh) = present.bounds_kwh(&question.wishes, step);
        let (least_kwh, retention) = (self.pieces.least_kwh, present.retention(hours));
        let pieces = &self.pieces.list;
        let offer = Offer { least_kwh, pieces, retention, floor_kwh, ceiling_kwh };
        let pushed = if lead < question.wanted {
            self.queue.push(lead, &offer, &mut self.first)
        } else {
            self.queue.push_beyond(&offer, &mut self.first)
        };
        let is_held = pushed.is_ok() || self.trim(floor_kwh, ceiling_kwh);
        if question.wishes.has_holding() {
            let capacity_kwh = present.capacity_kwh();
            question.wishes.holding(step, hours, capacity_kwh, &mut self.holding);
            self.queue.hold(&self.holding, &mut self.first);
        }
        is_held
    }

    /// Holds a floor and a ceiling, or the energies nearest to them; tells whether they could be
    /// held.
    fn trim(&mut self, floor_kwh: f64, ceiling_kwh: f64) -> bool {
        if self.queue.trim(floor_kwh, ceiling_kwh, &mut self.first).is_ok() {
            return true;
        }
        let floor_kwh = floor_kwh.lesser(self.queue.highest_kwh());
        let ceiling_kwh = ceiling_kwh.greater(self.queue.lowest_kwh());
        let _ = self.queue.trim(floor_kwh, ceiling_kwh, &mut self.first); // now they can
        false
    }

    /// Answers by the optimum over all steps, without both powers at once and with what is charged
    /// for peaks; nothing if limits exclude each other.
    #[cold]
    fn look_over_all(&mut self, question: &Question<'_>, present: &Present) -> Option<Answer> {
        self.expected.restart(question.now.step);
        let believed = question.believed().iter().enumerate();
        let expected = believed.map(|(lead, believed)| self.expect(question, lead, believed));
        let steps: Vec<Believed> = expected.collect();
        let first_step = question.now.step;
        let of_window = first_step..first_step.saturating_add(steps.len());
        let wishes = question.wishes.part(of_window);
        let (battery, peaks) = (present.battery(), &question.peaks);
        let found = window::optimum(&battery, &steps, &wishes, peaks, question.wanted).ok()?;
        self.first.change_kwh = found.0;
        Some(Answer { is_final: found.1, is_possible: true })
    }
}
