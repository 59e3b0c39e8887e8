"""A second program for cycle costs: followers that stay within each depth of the energy."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp


class Program:
    """Minimize, with columns by name and one row at a time."""

    def __init__(self):
        self.names, self.low, self.high, self.cost, self.whole, self.rows = {}, [], [], [], [], []

    def column(self, *name, low=0.0, high=np.inf, cost=0.0, whole=False):
        self.names[name] = len(self.names)
        for values, value in zip(
            (self.low, self.high, self.cost, self.whole), (low, high, cost, whole), strict=True
        ):
            values.append(value)

    def row(self, entries, low=-np.inf, high=np.inf):
        self.rows.append((entries, low, high))

    def optimum(self):
        matrix = sp.lil_matrix((len(self.rows), len(self.names)))
        for number, (entries, _, _) in enumerate(self.rows):
            for factor, *name in entries:
                matrix[number, self.names[tuple(name)]] += factor
        _, low, high = zip(*self.rows, strict=True)
        found = milp(
            self.cost,
            integrality=self.whole,
            bounds=Bounds(self.low, self.high),
            constraints=LinearConstraint(matrix.tocsr(), low, high),
            options={"mip_rel_gap": 0.0},
        )
        return found.fun if found.success else None


def second_opinion(batteries, site, costs, *, soc_start, end_value_per_kwh=0.0, soc_floor=0.0,
                   soc_ceiling=1.0, exclusive=False, ramp_watt_per_second=None,
                   gift=(0, 0.0)):  # fmt: skip
    """The optimum of batteries behind one connection, whose tariff may charge for one peak.

    A gift is energy that appears within each battery, at a step.
    """
    program, hours = Program(), np.broadcast_to(site.dt_second, len(site.load_watt)) / 3600.0
    meter(program, site, hours, len(batteries), ramp_watt_per_second)
    for number, (battery, cost) in enumerate(zip(batteries, costs, strict=True)):
        flows(program, battery, hours, number, exclusive=exclusive)
        capacity = battery.energy_capacity_wh / 1e3
        for t in range(hours.size + 1):
            low, high = (soc_start, soc_start) if t == 0 else (soc_floor, soc_ceiling)
            worth = -end_value_per_kwh * (t == hours.size)
            at = ("energy", number, t)
            program.column(*at, low=low * capacity, high=high * capacity, cost=worth)
        for t, hour in enumerate(hours):
            kept = (1.0 - battery.self_discharge_per_day) ** (hour / 24.0)
            given = gift[1] * (t == gift[0])
            program.row([(1, "energy", number, t + 1), (-kept, "energy", number, t),
                         (-battery.charge_efficiency, "charge", number, t),
                         (1 / battery.discharge_efficiency, "discharge", number, t)],
                        given, given)  # fmt: skip
        follow(program, cost, capacity, hours.size, number)
    return program.optimum()


def meter(program, site, hours, batteries, ramp_watt_per_second):
    """Energy through the connection, and the highest mean of power through it."""
    every = lambda values: np.broadcast_to(values, hours.size)  # noqa: E731
    price, sold = (
        every(getattr(site.tariff, f"{way}_price_per_kwh")) for way in ("energy", "export")
    )
    most_in, most_out = every(site.import_limit_watt), every(site.export_limit_watt)
    generation = every(site.generation_watt) / 1e3 * hours
    net = site.load_watt / 1e3 * hours - generation
    for t, hour in enumerate(hours):
        program.column("in", t, high=most_in[t] / 1e3 * hour, cost=price[t])
        program.column("out", t, high=most_out[t] / 1e3 * hour, cost=-sold[t])
        program.column("spill", t, high=generation[t] * site.curtailable)
        moved = [(sign, way, number, t) for number in range(batteries)
                 for sign, way in ((1, "charge"), (-1, "discharge"))]  # fmt: skip
        rest = [(1, "spill", t), (-1, "in", t), (1, "out", t)]
        program.row([*moved, *rest], -net[t], -net[t])
        if t and ramp_watt_per_second is not None:
            before = hours[t - 1]
            most = 3.6 * ramp_watt_per_second * hour
            grid = [(1 / hour, "in", t), (-1 / hour, "out", t)]
            program.row([*grid, (-1 / before, "in", t - 1), (1 / before, "out", t - 1)],
                        -most, most)  # fmt: skip
    for charge in site.tariff.demand_charges:
        program.column("peak", cost=charge.price_per_kw)
        length = charge.interval_second / 3600.0
        interval = np.floor((np.cumsum(hours) - hours) / length + 1e-9)
        for each in np.unique(interval):
            steps = np.flatnonzero(interval == each)
            total = hours[steps].sum()
            mean = [(sign / total, way, t) for t in steps for sign, way in ((-1, "in"), (1, "out"))]
            program.row([(1, "peak"), *mean], 0.0)


def flows(program, battery, hours, number, *, exclusive):
    """Energy into a battery and out of it, one of them at a time where asked."""
    for t, hour in enumerate(hours):
        most = {way: getattr(battery, f"{way}_power_watt") / 1e3 * hour for way in WAYS}
        for way in WAYS:
            cost = getattr(battery, f"{way}_cost_per_kwh")
            program.column(way, number, t, high=most[way], cost=cost)
        if exclusive:
            program.column("charges", number, t, high=1.0, whole=True)
            chosen = ("charges", number, t)
            program.row([(1, "charge", number, t), (-most["charge"], *chosen)], high=0.0)
            program.row([(1, "discharge", number, t), (most["discharge"], *chosen)],
                        high=most["discharge"])  # fmt: skip


WAYS = ("charge", "discharge")


def follow(program, cost, capacity, steps, number):
    """One follower for each line of the price, which moves only where energy leaves its depth."""
    weight = np.diff(cost.prices, prepend=0.0) / capacity
    share = 0.5 if cost.paid_on == "both" else 0.0
    for k, depth in enumerate(cost.depth[:-1]):
        for t in range(steps + 1):
            program.column("z", number, k, t, low=-np.inf)
            apart = [(1, "energy", number, t), (-1, "z", number, k, t)]
            program.row(apart, 0.0, depth * capacity)
            if t:
                program.column("up", number, k, t, cost=share * weight[k])
                program.column("down", number, k, t, cost=(1.0 - share) * weight[k])
                program.row([(1, "z", number, k, t), (-1, "z", number, k, t - 1),
                             (-1, "up", number, k, t), (1, "down", number, k, t)],
                            0.0, 0.0)  # fmt: skip
