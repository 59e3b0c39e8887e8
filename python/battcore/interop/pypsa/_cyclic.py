"""Where a battery that has to end as it began had best begin."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from battcore.dispatch import Duals, Plan
from battcore.error import InfeasibleError
from battcore.interop.pypsa._form import refuse

GAP = 1e-10
"""The share of its cost that the best start may still save."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best plan from a start back to it, and how its cost grows with the start."""

    soc: float
    plan: Plan
    slope: float

    def line_at(self, soc: float) -> float:
        """Bound the cost from another start: costs are convex in it."""
        return self.plan.objective + self.slope * (soc - self.soc)


def cyclic_plan(
    plan_from: Callable[[float], Plan], kept_kwh: tuple[float, float], low: float, high: float
) -> Plan:
    """Find the best start between two by lines below the cost, as for a demand charge.

    `kept_kwh` is the capacity, and what of it the first step leaves of the energy before it.
    """

    def ask(soc: float) -> Answer | None:
        try:
            plan = plan_from(soc)
        except InfeasibleError:
            return None
        if plan.certificate.method != "slope queue":
            refuse("cyclic at prices where losing energy pays; ask for exclusive=False")
        worth = plan.duals().stored_per_kwh
        return Answer(soc, plan, worth[-1] * kept_kwh[0] - worth[0] * kept_kwh[1])

    left: Answer | float = ask(low) or low
    right: Answer | float = ask(high) or high
    found = ask(0.5 * (low + high))
    known = [answer for answer in (left, right, found) if isinstance(answer, Answer)]
    if not known:
        return plan_from(0.5 * (low + high))  # which tells what is missing
    best = min(known, key=_cost)
    while (soc := _next_start(left, right, best)) is not None:
        found = ask(soc)
        if found.slope < 0.0 if found else soc < best.soc:
            left = found or soc
        else:
            right = found or soc
        best = min((best, found), key=_cost) if found else best
    return replace(best.plan, _duals=lambda: _duals(left, right, best))


def _next_start(left: Answer | float, right: Answer | float, best: Answer) -> float | None:
    """Give the lowest point above the lines, the middle where an end has none, None at the end."""
    if isinstance(left, Answer) and isinstance(right, Answer):
        if left.slope >= 0.0 or right.slope <= 0.0:
            return None
        soc = (left.line_at(0.0) - right.line_at(0.0)) / (right.slope - left.slope)
        can_save = best.plan.objective - left.line_at(soc)
        return soc if can_save > GAP * abs(best.plan.objective) else None
    ends = [end.soc if isinstance(end, Answer) else end for end in (left, right)]
    return 0.5 * sum(ends) if ends[1] - ends[0] > 1e-9 else None


def _duals(left: Answer | float, right: Answer | float, best: Answer) -> Duals:
    """Mix prices on both sides of the best start so that by them no other one is better."""
    if not isinstance(left, Answer) or not isinstance(right, Answer):
        return best.plan.duals()
    if left.slope >= 0.0 or right.slope <= 0.0:
        return (left if left.slope >= 0.0 else right).plan.duals()
    share = right.slope / (right.slope - left.slope)
    one, other = left.plan.duals(), right.plan.duals()
    mixed = {
        each.name: share * getattr(one, each.name) + (1.0 - share) * getattr(other, each.name)
        for each in fields(Duals)
    }
    return Duals(**mixed)


def _cost(answer: Answer) -> float:
    return answer.plan.objective
