"""A linear program as second opinion, solved by HiGHS.

Its columns are energies of each step in kWh: charge, discharge, import, export, spilled generation,
and what is stored at the end.
"""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp


def linear_program(battery, site, *, soc_start, end_value_per_kwh=0.0, holding=0.0,
                   ramp_watt_per_second=None, exclusive=False, **ends):  # fmt: skip
    """What the cheapest plan costs, None if there is none."""
    n = len(site.load_watt)
    hours = _every(site.dt_second, n) / 3600.0
    cost = _cost(battery, site, hours, holding)
    cost[-1][-1] -= end_value_per_kwh
    low, high = _stored(battery, n, **ends)
    lower, upper = [*np.zeros((5, n)), low], [*_most(battery, site, hours), high]
    rows = [_store(battery, hours, soc_start), _meter(site, hours)]
    if ramp_watt_per_second is not None:
        rows.append(_ramp(hours, ramp_watt_per_second))
    integral = np.zeros(6 * n)
    if exclusive:
        rows, cost, lower, upper = _either_or(rows, cost, lower, upper)
        integral = np.concatenate([integral, np.ones(n)])
    found = milp(
        np.concatenate(cost),
        integrality=integral,
        bounds=Bounds(np.concatenate(lower), np.concatenate(upper)),
        constraints=rows,
        options={"mip_rel_gap": 0.0},
    )
    return found.fun if found.success else None


def _every(values, n):
    return np.broadcast_to(np.asarray(values, float), n)


def _cost(battery, site, hours, holding):
    n, tariff = len(hours), site.tariff
    return [
        _every(battery.charge_cost_per_kwh, n),
        _every(battery.discharge_cost_per_kwh, n),
        _every(tariff.energy_price_per_kwh, n),
        -_every(tariff.export_price_per_kwh, n),
        np.zeros(n),
        _every(holding, n) * hours,
    ]


def _stored(battery, n, *, soc_end=None, soc_end_min=0.0, soc_floor=0.0, soc_ceiling=1.0):
    """Least and most that may be stored at the end of each step."""
    low = np.maximum(_every(soc_floor, n), battery.soc_min)
    high = np.minimum(_every(soc_ceiling, n), battery.soc_max)
    low[-1] = max(low[-1], soc_end_min)
    if soc_end is not None:
        low[-1] = high[-1] = soc_end
    capacity = battery.energy_capacity_wh * battery.soh_capacity / 1e3
    return low * capacity, high * capacity


def _most(battery, site, hours):
    """The most of each of the other columns."""
    spilled = site.generation_watt if site.curtailable else 0.0
    powers = (
        battery.charge_power_watt,
        battery.discharge_power_watt,
        site.import_limit_watt,
        site.export_limit_watt,
        spilled,
    )
    return [_every(power, len(hours)) / 1e3 * hours for power in powers]


def _store(battery, hours, soc_start):
    """What is stored is what was, less what leaked, and what has come in."""
    n = len(hours)
    kept = (1.0 - battery.self_discharge_per_day) ** (hours / 24.0)
    eye, zero = sp.eye(n), sp.csr_matrix((n, n))
    flow = [eye * battery.charge_efficiency, -eye / battery.discharge_efficiency]
    carried = sp.diags(kept[1:], -1, (n, n)) - eye
    first = np.zeros(n)
    first[0] = -kept[0] * soc_start * battery.energy_capacity_wh * battery.soh_capacity / 1e3
    return LinearConstraint(sp.hstack([*flow, zero, zero, zero, carried]), first, first)


def _meter(site, hours):
    """What flows through the meter is what load, generation and battery leave for it."""
    n = len(hours)
    eye, zero = sp.eye(n), sp.csr_matrix((n, n))
    net = (_every(site.generation_watt, n) - site.load_watt) / 1e3 * hours
    return LinearConstraint(sp.hstack([eye, -eye, -eye, eye, eye, zero]), net, net)


def _ramp(hours, ramp_watt_per_second):
    n = len(hours)
    change = (sp.eye(n) - sp.eye(n, k=-1)).tocsr()[1:] @ sp.diags(1.0 / hours)
    zero = sp.csr_matrix((n - 1, n))
    most = ramp_watt_per_second * 3.6 * hours[1:]
    return LinearConstraint(sp.hstack([zero, zero, change, -change, zero, zero]), -most, most)


def _either_or(rows, cost, lower, upper):
    """With a column more that is 1 where it charges and 0 where it discharges."""
    power, n = upper[:2], len(upper[0])
    eye, zero = sp.eye(n), sp.csr_matrix((n, n))
    wider = [
        LinearConstraint(sp.hstack([row.A, zero[: row.A.shape[0]]]), row.lb, row.ub) for row in rows
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
