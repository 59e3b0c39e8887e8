"""A plan of several sites."""

from dataclasses import astuple, dataclass

from battcore._arrays import Floats
from battcore._results import Columns
from battcore.dispatch._plan import Certificate, Costs, FleetPlan, Plan


@dataclass(frozen=True, slots=True, eq=False)
class UpstreamPlan(Columns):
    """What flows through the connection that several sites share, and what that costs."""

    import_watt: Floats
    """Drawn from the grid, shape (n,). [W]"""
    export_watt: Floats
    """Fed into the grid, shape (n,). [W]"""
    curtailed_watt: Floats
    """Generation beside the sites turned down, shape (n,). [W]"""
    import_per_kw: Floats
    """What a higher import limit would be worth, shape (n,). [currency/kW]"""
    export_per_kw: Floats
    """What a higher export limit would be worth, shape (n,). [currency/kW]"""
    costs: Costs
    """What is charged there, by part."""
    peaks_watt: Floats
    """The power that each demand charge is paid for, in each of its periods, shape (k,). [W]"""


@dataclass(frozen=True, slots=True, eq=False)
class SitesPlan:
    """The schedule of several sites that costs least in all."""

    sites: tuple[Plan | FleetPlan, ...]
    """Plan of each site: a `FleetPlan` where it has a list of batteries. The bound in the
    certificate of one is what it would cost at least if no other cost more than planned."""
    upstream: UpstreamPlan | None
    """The connection behind which they hang, None where there is none."""
    certificate: Certificate
    """Why there is no cheaper plan."""

    @property
    def costs(self) -> Costs:
        """What all sites and the connection cost, by part."""
        upstream = [] if self.upstream is None else [self.upstream.costs]
        return _sum_of([*(plan.costs for plan in self.sites), *upstream])

    @property
    def objective(self) -> float:
        """What it costs in all. [currency]"""
        return self.costs.total


def _sum_of(costs: list[Costs]) -> Costs:
    """Add up, part by part."""
    return Costs(*map(sum, zip(*map(astuple, costs), strict=True)))
