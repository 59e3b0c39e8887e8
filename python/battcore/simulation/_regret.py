"""A policy beside the best that hindsight could have done."""

from dataclasses import dataclass, replace

from battcore.dispatch import OwnPolicy, Plan, Policy, optimize
from battcore.error import InputError
from battcore.simulation._run import SimulationRun
from battcore.simulation._simulate import simulate
from battcore.site import Battery, Site


@dataclass(frozen=True, slots=True, eq=False)
class Regret:
    """What a policy cost, and what the best schedule would have."""

    policy_cost: float
    """Bill and wear under the policy. [currency]"""
    best_cost: float
    """Bill and wear of the best schedule that leaves at least as much stored. [currency]"""
    run: SimulationRun
    """What came of the policy."""
    plan: Plan
    """The best schedule."""

    @property
    def cost(self) -> float:
        """What the policy cost more. [currency]"""
        return self.policy_cost - self.best_cost


def regret(
    battery: Battery, site: Site, policy: Policy | OwnPolicy, *, soc_start: float = 0.5
) -> Regret:
    """Compare a policy with the exact optimum that knows all of the trace.

    Both run once through the trace without aging, from the same state of charge; the optimum ends
    with at least what the policy left. Standby power is paid for under the policy alone, and a
    limit of the connection that the policy could not hold is not priced: look at ``run.log``.

    Parameters
    ----------
    battery : Battery
        The battery; its wear prices count on both sides.
    site : Site
        Load, generation, limits and tariff, without outages.
    policy : Policy or OwnPolicy
        What is to be judged.
    soc_start : float
        State of charge at the start. [1]

    Returns
    -------
    Regret
        Both costs, the run and the plan.

    Raises
    ------
    InputError
        If a number makes no sense, or the site has outages.
    InfeasibleError
        If no schedule keeps within all limits.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> tariff = bc.Tariff(energy_price_per_kwh=[0.1, 0.2, 0.4, 0.3])
    >>> site = bc.Site(load_watt=[6e5] * 4, dt_second=3600.0, tariff=tariff)
    >>> policy = bc.dispatch.PriceThreshold(
    ...     charge_below_per_kwh=0.1, discharge_above_per_kwh=0.3
    ... )
    >>> found = bc.simulation.regret(battery, site, policy, soc_start=0.0)
    >>> round(found.policy_cost), round(found.best_cost)
    (450, 400)
    """
    if site.outages:
        raise InputError("outages are not weighed by an optimum: give a site without", "outages")
    ageless = replace(battery, aging=None)
    run = simulate(ageless, site, policy, soc_start=soc_start)
    plan = optimize(ageless, site, soc_start=soc_start, soc_end_min=run.state.soc)
    return Regret(run.bill.total + _wear_cost(run), plan.objective, run, plan)


def _wear_cost(run: SimulationRun) -> float:
    charged, discharged = run.log.charging_energy_wh.sum(), run.log.discharging_energy_wh.sum()
    prices = run.battery.charge_cost_per_kwh, run.battery.discharge_cost_per_kwh
    return float(charged * prices[0] + discharged * prices[1]) / 1e3
