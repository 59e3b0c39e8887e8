"""A second program for cycle costs: followers that stay within each depth of the energy."""

import numpy as np
from scipy.optimize import linprog


def second_opinion(battery, site, cost, *, soc_start, end_value_per_kwh=0.0, soc_floor=0.0):
    """The optimum by play operators: followers that stay within each depth of the energy."""
    n = len(site.load_watt)
    hours = np.broadcast_to(site.dt_second, n) / 3600.0
    kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
    capacity = battery.energy_capacity_wh / 1e3
    weight = np.diff(cost.prices, prepend=0.0) / capacity
    widths = np.array(cost.depth[:-1]) * capacity
    j = len(widths)
    parts = {"charge": n, "discharge": n, "in": n, "out": n, "spill": n, "energy": n + 1}
    parts |= {f"{name}{k}": n + (name == "z") for k in range(j) for name in ("z", "up", "down")}
    starts = dict(zip(parts, np.cumsum([0, *parts.values()]), strict=False))
    total = sum(parts.values())
    at = lambda name, step: starts[name] + step  # noqa: E731
    objective, bounds = np.zeros(total), [(0.0, None)] * total
    rows, right, above, limit = [], [], [], []

    def row(entries, value, into=rows, values=right):
        line = np.zeros(total)
        for column, factor in entries:
            line[column] += factor
        into.append(line)
        values.append(value)

    price = np.broadcast_to(site.tariff.energy_price_per_kwh, n)
    sold = np.broadcast_to(site.tariff.export_price_per_kwh, n)
    net = (site.load_watt - np.broadcast_to(site.generation_watt, n)) / 1e3 * hours
    generation = np.broadcast_to(site.generation_watt, n) / 1e3 * hours
    share = 0.5 if cost.paid_on == "both" else 0.0
    for t in range(n):
        objective[at("charge", t)] = battery.charge_cost_per_kwh
        objective[at("discharge", t)] = battery.discharge_cost_per_kwh
        objective[at("in", t)], objective[at("out", t)] = price[t], -sold[t]
        bounds[at("charge", t)] = (0.0, battery.charge_power_watt / 1e3 * hours[t])
        bounds[at("discharge", t)] = (0.0, battery.discharge_power_watt / 1e3 * hours[t])
        bounds[at("in", t)] = (0.0, np.broadcast_to(site.import_limit_watt, n)[t] / 1e3 * hours[t])
        bounds[at("out", t)] = (0.0, np.broadcast_to(site.export_limit_watt, n)[t] / 1e3 * hours[t])
        bounds[at("spill", t)] = (0.0, generation[t] * site.curtailable)
        bounds[at("energy", t + 1)] = (soc_floor * capacity, capacity)
        row([(at("charge", t), 1), (at("discharge", t), -1), (at("spill", t), 1),
             (at("in", t), -1), (at("out", t), 1)], -net[t])  # fmt: skip
        row([(at("energy", t + 1), 1), (at("energy", t), -kept[t]),
             (at("charge", t), -battery.charge_efficiency),
             (at("discharge", t), 1 / battery.discharge_efficiency)], 0.0)  # fmt: skip
        for k in range(j):
            row([(at(f"z{k}", t + 1), 1), (at(f"z{k}", t), -1),
                 (at(f"up{k}", t), -1), (at(f"down{k}", t), 1)], 0.0)  # fmt: skip
            objective[at(f"up{k}", t)] = share * weight[k]
            objective[at(f"down{k}", t)] = (1.0 - share) * weight[k]
    for k in range(j):
        for t in range(n + 1):
            bounds[at(f"z{k}", t)] = (None, None)
            pair = [(at("energy", t), 1.0), (at(f"z{k}", t), -1.0)]
            row(pair, widths[k], above, limit)
            row([(column, -factor) for column, factor in pair], 0.0, above, limit)
    bounds[at("energy", 0)] = (soc_start * capacity,) * 2
    objective[at("energy", n)] = -end_value_per_kwh
    found = linprog(objective, above, limit, rows, right, bounds, method="highs")
    return found.fun if found.success else None
