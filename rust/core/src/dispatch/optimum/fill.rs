//! What each step of a problem offers to the queue, and what holding energy costs there.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::feed::Feed;
use super::given::STEPS;
use super::impossible::{Impossible, Lack};
use super::offers::{NoPower, Pieces};
use super::problem::Problem;
use super::queue::{Decisions, SlopeQueue};

impl Problem<'_> {
    /// Reads the steps from `first` on into `feed`, the pieces of each as [`Problem::fill`] has them.
    ///
    /// # Errors
    /// [`Impossible`] of the first step whose limits no power of the battery holds.
    pub fn feed(
        &self,
        feed: &mut Feed,
        first: usize,
        cap_kw: impl Fn(usize) -> f64,
    ) -> Result<(), Impossible> {
        let steps = first..self.steps().min(first + STEPS);
        let has_one_price = self.has_one_price() && steps.map(&cap_kw).all(f64::is_infinite);
        if has_one_price && feed.read_at_one_price(self, first) {
            return Ok(());
        }
        feed.read(self, first, |pieces, step| {
            let power = |lack| Impossible { step, lack: Lack::Power(lack) };
            self.fill(pieces, step, cap_kw(step)).map_err(power)
        })
    }

    /// Tells `queue` what holding energy over a step costs, if it costs anything; `holding` is room
    /// to work in.
    #[inline(always)]
    pub fn hold(
        &self,
        step: usize,
        queue: &mut SlopeQueue,
        decisions: &mut impl Decisions,
        holding: &mut Vec<(f64, f64)>,
    ) {
        if self.has_holding() {
            self.holding(step, holding);
            queue.hold(holding, decisions);
        }
    }

    /// The pieces of a step, convex: one run of them, or the hull of both powers at once.
    ///
    /// # Errors
    /// [`NoPower`] if no power of the battery holds the limits of the connection.
    #[inline(always)]
    pub fn fill(&self, pieces: &mut Pieces, step: usize, cap_kw: f64) -> Result<(), NoPower> {
        self.fill_apart(pieces, step, cap_kw)?;
        if pieces.is_convex && !self.burning_may_pay(step) {
            return Ok(());
        }
        if let Some(&run) = self.runs.get(step) {
            pieces.keep_run(run);
        } else {
            let (net_kwh, hours) = (self.net_kwh(step), self.hours(step));
            pieces.relax(self.curve(), &self.connection(step, cap_kw), net_kwh, hours);
        }
        Ok(())
    }

    /// The pieces of a step without both powers at once, convex or not.
    ///
    /// # Errors
    /// As [`Problem::fill`].
    #[inline(always)]
    pub fn fill_apart(&self, pieces: &mut Pieces, step: usize, cap_kw: f64) -> Result<(), NoPower> {
        if self.has_one_price() && cap_kw == f64::INFINITY {
            let price = self.prices(step).0;
            pieces.fill_at_one_price(self.curve(), price, self.hours(step));
            return Ok(());
        }
        let (net_kwh, hours) = (self.net_kwh(step), self.hours(step));
        pieces.fill(self.curve(), &self.connection(step, cap_kw), net_kwh, hours)
    }
}
