"""What a linear program found, as its owner reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch._fleet_of_one import as_plan
from battcore.dispatch._linear._beyond import Coupling
from battcore.dispatch._linear._branch import Branch
from battcore.dispatch._linear._impossible import explain
from battcore.dispatch._linear._model import Model
from battcore.dispatch._place import Place
from battcore.dispatch._plan import Certificate, Costs, Duals, FleetPlan, Plan
from battcore.dispatch._program import NoSolutionError, Solution
from battcore.dispatch._sites_plan import UpstreamPlan
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site


def cheapest(
    batteries: Sequence[Battery],
    site: Site,
    wishes: Sequence[Wishes],
    coupling: Coupling,
) -> FleetPlan:
    """Find the plan of batteries behind one connection that costs least."""
    optimum = _Optimum.of(Place(site=site, batteries=batteries, wishes=wishes), coupling)
    return optimum.plan_of(optimum.model.root)


def cheapest_alone(battery: Battery, site: Site, wishes: Wishes, coupling: Coupling) -> Plan:
    """Find that of one battery."""
    return as_plan(cheapest([battery], site, [wishes], coupling))


def cheapest_behind(
    upstream: Place, coupling: Coupling
) -> tuple[list[FleetPlan], UpstreamPlan, Certificate]:
    """Find those of sites behind a common connection."""
    optimum = _Optimum.of(upstream, coupling)
    plans = [optimum.plan_of(branch) for branch in optimum.model.root.behind]
    return plans, optimum.upstream, optimum.certificate([*optimum.costs])


@dataclass(frozen=True, slots=True, eq=False)
class _Optimum:
    """A program that is solved."""

    model: Model
    solution: Solution
    solves: int
    costs: Mapping[Branch, Costs]

    @classmethod
    def of(cls, place: Place, coupling: Coupling) -> "_Optimum":
        """Solve it, or tell why it cannot be."""
        model = Model.of(place, coupling)
        wishes = [asked for branch in model.root.walk() for asked in branch.place.wishes]
        try:
            solution, solves = model.solve(exclusive=all(asked.exclusive for asked in wishes))
        except NoSolutionError:
            raise explain(place, coupling) from None
        costs = {branch: branch.costs(solution) for branch in model.root.walk()}
        return cls(model, solution, solves, costs)

    def plan_of(self, branch: Branch) -> FleetPlan:
        """The plan of one place."""
        solution, grid_kw = self.solution, branch.grid_kw(self.solution)
        charge, discharge = branch.powers_watt(solution)
        up, down = branch.reserve.watt(solution) if branch.reserve else np.zeros((2, *charge.shape))
        return FleetPlan(
            power_watt=charge - discharge,
            charge_watt=charge,
            discharge_watt=discharge,
            soc=branch.soc(solution),
            reserve_up_watt=up,
            reserve_down_watt=down,
            import_watt=np.maximum(grid_kw, 0.0) * 1e3,
            export_watt=np.maximum(-grid_kw, 0.0) * 1e3,
            curtailed_watt=branch.curtailed_watt(solution),
            costs=self.costs[branch],
            peaks_watt=np.array(branch.peaks_kw(solution)) * 1e3,
            certificate=self.certificate([branch]),
            _duals=partial(_duals, branch, solution),
        )

    @property
    def upstream(self) -> UpstreamPlan:
        """What flows through the connection to the grid."""
        root = self.plan_of(self.model.root)
        worth = root.duals()
        return UpstreamPlan(
            import_watt=root.import_watt,
            export_watt=root.export_watt,
            curtailed_watt=root.curtailed_watt,
            import_per_kw=worth.import_per_kw,
            export_per_kw=worth.export_per_kw,
            costs=root.costs,
            peaks_watt=root.peaks_watt,
        )

    def certificate(self, branches: Sequence[Branch]) -> Certificate:
        """How far the cost of some places may be from the least, while that of others stays."""
        missed = sum(costs.total for costs in self.costs.values()) - self.solution.bound
        cost = sum(self.costs[branch].total for branch in branches)
        stores = [store for branch in branches for store in branch.stores]
        burned = sum(float(store.burned_kwh(self.solution).sum()) for store in stores)
        return Certificate(
            method="HiGHS",
            bound=cost - missed,
            gap=max(missed, 0.0) / max(abs(cost), 1.0),
            solves=self.solves,
            burned_wh=burned * 1e3,
            look_ahead=np.full(self.model.root.steps, -1, np.int64),
        )


def _duals(branch: Branch, solution: Solution) -> Duals:
    worth = np.maximum(-solution.reduced_cost, 0.0)
    costs = np.maximum(solution.reduced_cost, 0.0)
    stores = branch.stores

    def rows(values: Iterable[Floats]) -> Floats:
        return np.reshape([*values], (len(stores), branch.steps))

    return Duals(
        stored_per_kwh=rows(-solution.dual[store.balance] for store in stores),
        floor_per_kwh=rows(costs[store.stored] for store in stores),
        ceiling_per_kwh=rows(worth[store.stored] for store in stores),
        load_per_kwh=solution.dual[branch.connection.balance] / branch.connection.terms.hours,
        charge_per_kw=rows(worth[store.charge[-1:]].sum(0) for store in stores),
        discharge_per_kw=rows(worth[store.discharge[-1:]].sum(0) for store in stores),
        import_per_kw=worth[branch.connection.imported],
        export_per_kw=worth[branch.connection.exported],
    )
