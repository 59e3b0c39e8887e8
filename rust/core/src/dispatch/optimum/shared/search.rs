//! Rounds until plan and bound meet.

use super::bound::least_costs;
use super::member::Member;
use super::plan::{Prices, SharedPlan};
use super::rounds::Rounds;
use crate::dispatch::optimum::charged::charged_peaks;
use crate::dispatch::optimum::problem::Problem;
use crate::dispatch::optimum::wishes::Wishes;
use crate::error::{Error, same_length};
use crate::parallel::KeepGoing;
use crate::site::{Battery, Site};

/// A plan this close to its bound, as a share of it, is good enough. \[1\]
const GOAL: f64 = 1e-4;
/// Rounds from one look at both to the next.
const ROUNDS: usize = 10;
/// Looks after which what was found is good enough.
const LOOKS: usize = 10;

impl SharedPlan {
    /// The best plan found of batteries of which none charges and discharges at once; none if all
    /// that were found break a limit of the connection.
    ///
    /// # Errors
    /// As [`Problem::new`] and [`charged_peaks`]; [`Error::Infeasible`] if one battery alone cannot do what is asked of
    /// it; those of `watch`.
    pub fn find(
        batteries: &[Battery],
        site: &Site<'_>,
        wishes: &[Wishes<'_>],
        watch: &dyn KeepGoing,
    ) -> Result<Option<Self>, Error> {
        same_length("wishes", wishes.len(), batteries.len())?;
        let exclusive: Vec<Wishes<'_>> =
            wishes.iter().map(|wishes| Wishes { is_exclusive: true, ..wishes.clone() }).collect();
        let problem = |(battery, wishes)| Problem::new(battery, site, wishes);
        let problems = batteries.iter().zip(&exclusive).map(problem);
        let problems = problems.collect::<Result<Vec<_>, Error>>()?;
        let Some(connection) = problems.first().cloned() else { return Ok(None) };
        let members = problems.into_iter().map(Member::new).collect();
        let rounds = Rounds::new(connection, members, &charged_peaks(site)?);
        let bound = |rounds: &Rounds<'_>| -> Result<Bound, Error> {
            let prices = rounds.prices();
            let alone = least_costs(batteries, wishes, site.dt_second, &prices.all, watch)?;
            Ok(Bound { cost: alone + rounds.least_cost_of_connection(&prices), prices })
        };
        search(rounds, bound, watch)
    }

    fn proven(self, proof: Bound, solves: usize) -> Self {
        Self { bound: proof.cost, prices: proof.prices, solves, ..self }
    }
}

/// Goes round until the best plan meets the highest bound.
fn search(
    mut rounds: Rounds<'_>,
    bound: impl Fn(&Rounds<'_>) -> Result<Bound, Error>,
    watch: &dyn KeepGoing,
) -> Result<Option<SharedPlan>, Error> {
    let batteries = rounds.members.len();
    let mut proof = bound(&rounds)?; // a battery that is impossible even alone is told here
    let (mut best, mut solves) = (None::<SharedPlan>, batteries);
    for _ in 0..LOOKS {
        rounds.go_on(ROUNDS, watch)?;
        proof = proof.or(bound(&rounds)?);
        solves += (ROUNDS + 1) * batteries;
        best = better(best, &rounds);
        if best.as_ref().is_some_and(|plan| proof.gap(plan) <= GOAL) {
            break;
        }
    }
    Ok(best.map(|plan| plan.proven(proof, solves)))
}

/// The cheaper of two plans, if the later one keeps all limits.
fn better(best: Option<SharedPlan>, rounds: &Rounds<'_>) -> Option<SharedPlan> {
    if !rounds.keeps_limits() {
        return best;
    }
    let plan = rounds.plan();
    best.filter(|best| best.costs.total() <= plan.costs.total()).or(Some(plan))
}

/// What no plan costs less than, and the prices that show it.
struct Bound {
    cost: f64,
    prices: Prices,
}

impl Bound {
    /// The higher of two.
    fn or(self, other: Self) -> Self {
        if other.cost > self.cost { other } else { self }
    }

    /// How far a plan lies above it. \[1\]
    fn gap(&self, plan: &SharedPlan) -> f64 {
        (plan.costs.total() - self.cost) / self.cost.abs().max(1.0)
    }
}
