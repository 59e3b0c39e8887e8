"""Dispatch problems: of the reference, random, and a linear program as second opinion."""

import json
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

import battcore as bc

REFERENCE = Path(__file__).parent / "data/dispatch"


def reference(name):
    return json.loads((REFERENCE / f"{name}.json").read_text())


def _each(values, factor=1.0):
    return np.inf if values is None else np.asarray(values, float) * factor


def one_battery(case):
    """Battery, site and arguments of `optimize` for a case of the reference."""
    part, place, hours = case["batteries"][0], case["site"], case["dt_h"]
    capacity = float(np.max(part["e_max_kwh"]))
    battery = bc.Battery(
        energy_capacity_wh=capacity * 1e3,
        charge_power_watt=part["charge_kw"] * 1e3,
        discharge_power_watt=part["discharge_kw"] * 1e3,
        charge_efficiency=part["eta_c"],
        discharge_efficiency=part["eta_d"],
        self_discharge_per_day=1.0 - part["retention"] ** (24.0 / hours),
        charge_cost_per_kwh=part["charge_cost"],
        discharge_cost_per_kwh=part["discharge_cost"],
    )
    site = bc.Site(
        load_watt=np.broadcast_to(_each(place["load_kw"], 1e3), case["n"]),
        generation_watt=_each(place["pv_kw"], 1e3),
        curtailable=place["pv_curtailable"],
        import_limit_watt=_each(place["import_limit_kw"], 1e3),
        export_limit_watt=_each(place["export_limit_kw"], 1e3),
        dt_second=hours * 3600.0,
        tariff=_tariff(case),
    )
    ends = {"soc_end_min": part["e_end_min_kwh"], "soc_end": part["e_end_max_kwh"]}
    asked = {
        "soc_start": part["e0_kwh"] / capacity,
        "end_value_per_kwh": part["end_value"],
        "soc_floor": _each(part["e_min_kwh"]) / capacity,
        "soc_ceiling": _each(part["e_max_kwh"]) / capacity,
        "exclusive": part["exclusive"],
        **{name: energy / capacity for name, energy in ends.items() if energy is not None},
    }
    return battery, site, asked


def several_batteries(case):
    """Batteries, site and arguments of `optimize` for a case of the reference."""
    alone = [one_battery({**case, "batteries": [part]}) for part in case["batteries"]]
    each = lambda name: [asked.get(name) for _, _, asked in alone]  # noqa: E731
    asked = {name: each(name) for name in alone[0][2] if name != "exclusive"}
    for name in ("soc_floor", "soc_ceiling"):
        asked[name] = [np.broadcast_to(values, case["n"]) for values in asked[name]]
    return [battery for battery, _, _ in alone], alone[0][1], asked


def _tariff(case):
    place = case["site"]
    if case["objective"] == "min_peak":
        return None
    charges = [
        bc.DemandCharge(
            price_per_kw=charge["price_per_kw"],
            steps=charge["ranges"],
            floor_watt=charge.get("floor_kw", 0.0) * 1e3,
            period="year",
        )
        for charge in place["demand_charges"]
    ]
    return bc.Tariff(
        energy_price_per_kwh=_each(place["import_price"]),
        export_price_per_kwh=_each(place["export_price"]),
        demand_charges=charges,
    )


def random_problem(rng, steps, *, negative=False, leaky=False, limits=False):
    """A battery and a site as they might stand anywhere."""
    hours = rng.choice([0.25, 0.5, 1.0], steps) if rng.random() < 0.3 else 1.0
    base = rng.uniform(0.02, 0.3, steps)
    import_price = base + 0.1 * rng.standard_normal(steps) if negative else base
    export_price = import_price - rng.choice([0.0, 0.05]) * rng.random(steps)
    battery = bc.Battery(
        energy_capacity_wh=rng.uniform(1e3, 1e4),
        charge_power_watt=rng.uniform(500.0, 5e3),
        discharge_power_watt=rng.uniform(500.0, 5e3),
        charge_efficiency=rng.uniform(0.8, 1.0),
        discharge_efficiency=rng.uniform(0.8, 1.0),
        self_discharge_per_day=rng.uniform(0.0, 0.3) if leaky else 0.0,
        charge_cost_per_kwh=rng.choice([0.0, 0.01]),
        discharge_cost_per_kwh=rng.choice([0.0, 0.02]),
    )
    site = bc.Site(
        load_watt=rng.uniform(0.0, 4e3, steps),
        generation_watt=rng.uniform(0.0, 6e3, steps) * (rng.random(steps) < 0.5),
        curtailable=bool(rng.random() < 0.5),
        import_limit_watt=rng.uniform(3.5e3, 8e3) if limits else np.inf,
        export_limit_watt=rng.uniform(4e3, 8e3) if limits else np.inf,
        dt_second=hours * 3600.0,
        tariff=bc.Tariff(energy_price_per_kwh=import_price, export_price_per_kwh=export_price),
    )
    return battery, site


def linear_program(battery, site, *, soc_start, soc_end=None, soc_end_min=None,
                   end_value_per_kwh=0.0, soc_floor=0.0, soc_ceiling=1.0, exclusive=False,
                   holding=None, ramp_watt_per_second=None):  # fmt: skip
    """The optimum by HiGHS: charge, discharge, import, export, spill and energy of each step."""
    n = len(site.load_watt)
    every = lambda values: np.broadcast_to(np.asarray(values, float), n)  # noqa: E731
    hours = every(site.dt_second) / 3600.0
    kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
    capacity = battery.energy_capacity_wh * battery.soh_capacity / 1e3
    low = np.maximum(every(soc_floor), battery.soc_min) * capacity
    high = np.minimum(every(soc_ceiling), battery.soc_max) * capacity
    low, high = low.copy(), high.copy()
    if soc_end_min is not None:
        low[-1] = max(low[-1], soc_end_min * capacity)
    if soc_end is not None:
        low[-1] = high[-1] = soc_end * capacity
    eye, back = sp.eye(n), sp.diags(kept[1:], -1, (n, n))
    zero = sp.csr_matrix((n, n))
    flow = [eye * battery.charge_efficiency, -eye / battery.discharge_efficiency]
    store = sp.hstack([flow[0], flow[1], zero, zero, zero, back - eye])
    first = np.zeros(n)
    first[0] = -kept[0] * soc_start * capacity
    meter = sp.hstack([eye, -eye, -eye, eye, eye, zero])
    net = (every(site.generation_watt) - site.load_watt) / 1e3 * hours
    tariff = site.tariff
    cost = [
        every(battery.charge_cost_per_kwh),
        every(battery.discharge_cost_per_kwh),
        every(tariff.energy_price_per_kwh),
        -every(tariff.export_price_per_kwh),
        np.zeros(n),
        np.zeros(n) if holding is None else every(holding) * hours,
    ]
    cost[5] = cost[5].copy()
    cost[5][-1] -= end_value_per_kwh
    spill = every(site.generation_watt) / 1e3 * hours if site.curtailable else np.zeros(n)
    power = (battery.charge_power_watt / 1e3 * hours, battery.discharge_power_watt / 1e3 * hours)
    upper = [
        *power,
        every(site.import_limit_watt) / 1e3 * hours,
        every(site.export_limit_watt) / 1e3 * hours,
        spill,
        high,
    ]
    lower = [*np.zeros((5, n)), low]
    rows = [LinearConstraint(store, first, first), LinearConstraint(meter, net, net)]
    if ramp_watt_per_second is not None:
        rows.append(_ramp(hours, ramp_watt_per_second))
    integral = np.zeros(6 * n)
    if exclusive:
        rows, cost, lower, upper = _either_or(rows, cost, lower, upper, power)
        integral = np.concatenate([integral, np.ones(n)])
    found = milp(
        np.concatenate(cost),
        integrality=integral,
        bounds=Bounds(np.concatenate(lower), np.concatenate(upper)),
        constraints=rows,
        options={"mip_rel_gap": 0.0},
    )
    return found.fun if found.success else None


def _ramp(hours, ramp_watt_per_second):
    n = len(hours)
    change = (sp.eye(n) - sp.eye(n, k=-1)).tocsr()[1:] @ sp.diags(1.0 / hours)
    zero = sp.csr_matrix((n - 1, n))
    most = ramp_watt_per_second * 3.6 * hours[1:]
    return LinearConstraint(sp.hstack([zero, zero, change, -change, zero, zero]), -most, most)


def _either_or(rows, cost, lower, upper, power):
    n = len(power[0])
    eye, zero = sp.eye(n), sp.csr_matrix((n, n))
    none = sp.csr_matrix((n, n))
    wider = [
        LinearConstraint(sp.hstack([row.A, none[: row.A.shape[0]]]), row.lb, row.ub) for row in rows
    ]
    charges = sp.hstack([eye, zero, zero, zero, zero, zero, -sp.diags(power[0])])
    discharges = sp.hstack([zero, eye, zero, zero, zero, zero, sp.diags(power[1])])
    either = [
        LinearConstraint(charges, -np.inf, np.zeros(n)),
        LinearConstraint(discharges, -np.inf, power[1]),
    ]
    return (
        [*wider, *either],
        [*cost, np.zeros(n)],
        [*lower, np.zeros(n)],
        [*upper, np.ones(n)],
    )
