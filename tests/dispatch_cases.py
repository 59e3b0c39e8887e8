"""Dispatch problems: those of the reference, and random ones."""

import json
from pathlib import Path

import numpy as np

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
