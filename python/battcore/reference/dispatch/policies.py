"""Any policy, decided as it is worded."""

from collections.abc import Sequence
from typing import Any

from battcore.dispatch import (
    BackupReserve,
    Command,
    CycleAware,
    FrequencyResponse,
    LearnedPeakShaving,
    LoadSmoothing,
    OwnPolicy,
    PeakShaving,
    Policy,
    PriceThreshold,
    RampLimit,
    RangeLimit,
    RegulationSignal,
    Schedule,
    SelfConsumption,
    Stack,
    TimeOfUse,
    View,
)
from battcore.reference.dispatch import rules, services, trade

WITHOUT_MEMORY = {
    PeakShaving: rules.shave,
    PriceThreshold: trade.follow_the_price,
    RampLimit: rules.limit_ramp,
    RegulationSignal: services.regulate,
    Schedule: rules.follow,
    SelfConsumption: trade.consume_own,
    TimeOfUse: trade.follow_the_clock,
}


def decide(policy: Policy | OwnPolicy, memory: Any, view: View) -> tuple[Any, Command]:  # noqa: ANN401
    """What a policy remembers after a step, and what it answers; no memory before the first."""
    if not isinstance(policy, Policy):
        return policy.decide(memory, view)
    rule: Any = WITHOUT_MEMORY.get(type(policy))
    if rule is not None:
        return None, rule(policy, view)
    match policy:
        case Stack():
            conflicts, memories = memory or (0, [None] * len(policy.policies))
            return decide_together(policy, conflicts, memories, view)
        case LearnedPeakShaving():
            return rules.learn(policy, memory, view)
        case FrequencyResponse():
            return services.respond(policy, memory or 0, view)
    return decide_from_the_past(policy, memory, view)


def decide_from_the_past(policy: Policy, memory: Any, view: View) -> tuple[Any, Command]:  # noqa: ANN401
    """The same for a policy that looks back at all that it has seen."""
    match policy:
        case LoadSmoothing():
            past = [*(memory or ()), (view.dt_second, rules.net_watt(view))]
            return past, rules.smooth(policy, past, view)
        case RangeLimit():
            dt_before, seen = memory or (view.dt_second, [])
            grid = view.grid_before_watt
            seen = [] if grid is None else [*seen, (dt_before, grid)]
            return (view.dt_second, seen), rules.limit_range(policy, seen, view)
        case BackupReserve():
            highest = max(memory or 0.0, rules.critical_watt(view))
            return highest, rules.reserve(policy, highest, view)
        case CycleAware():
            socs = [*(memory or ()), view.soc]
            return socs, rules.limit_cycles(policy, socs, view)
    raise TypeError(policy)


def decide_together(
    stack: Stack, conflicts: int, memories: Sequence[Any], view: View
) -> tuple[tuple[int, list[Any]], Command]:
    """Each member narrows what those before it left; its wish counts where its bounds cannot."""
    command = rules.FREE
    kept = []
    for member, memory in zip(stack.policies, memories, strict=True):
        remembered, later = decide(member, memory, view)
        kept.append(remembered)
        lower = max(command.lower_watt, later.lower_watt)
        upper = min(command.upper_watt, later.upper_watt)
        first = later.wish_watt if command.wish_watt is None else command.wish_watt
        if lower > upper:
            conflicts += 1
            lower, upper = command.lower_watt, command.upper_watt
        command = Command(lower, first, upper)
    return (conflicts, kept), command
