"""The same year of trade as a linear program, as users of other packages would write it."""

import logging
import warnings

import highspy
import numpy as np
import pytest
from scipy import sparse

import battcore as bc

BATTERY = bc.Battery(
    energy_capacity_wh=4e6,
    charge_power_watt=1e6,
    discharge_power_watt=1e6,
    charge_efficiency=0.95,
    discharge_efficiency=0.95,
)
START_KWH, CAPACITY_KWH, POWER_KW = 2000.0, 4000.0, 1000.0


def market(steps, dt_second=3600.0):
    """A price with a day, a season and noise."""
    hour = np.arange(steps) * dt_second / 3600.0
    day = np.sin((hour - 9) * np.pi / 12) + 0.4 * np.sin(hour * np.pi / 4380)
    price = 0.12 + 0.04 * day + 0.02 * np.random.default_rng(1).standard_normal(steps)
    price = np.maximum(price, 0.001)
    tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    return bc.Site(load_watt=np.zeros(steps), dt_second=dt_second, tariff=tariff)


def by_highs(site, method):
    """Charge, discharge and stored energy of each step, by one method of HiGHS."""
    price = site.tariff.energy_price_per_kwh
    steps = len(price)
    eye = sparse.eye(steps)
    balance = sparse.hstack([0.95 * eye, -eye / 0.95, sparse.eye(steps, k=-1) - eye]).tocsc()
    first = np.zeros(steps)
    first[0] = -START_KWH
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = 3 * steps, steps
    program.col_cost_ = np.concatenate([price, -price, np.zeros(steps)])
    program.col_lower_ = np.zeros(3 * steps)
    program.col_upper_ = np.repeat([POWER_KW, POWER_KW, CAPACITY_KWH], steps)
    program.row_lower_ = program.row_upper_ = first
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = balance.indptr
    program.a_matrix_.index_ = balance.indices
    program.a_matrix_.value_ = balance.data
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("solver", method)
    solver.passModel(program)
    solver.run()
    return solver.getObjectiveValue()


def by_cvxpy(site):
    """The same in the words of cvxpy, solved by what it chooses for linear programs."""
    cvxpy = pytest.importorskip("cvxpy")
    price = site.tariff.energy_price_per_kwh
    charge, discharge, stored = (cvxpy.Variable(len(price), nonneg=True) for _ in range(3))
    before = cvxpy.hstack([[START_KWH], stored[:-1]])
    problem = cvxpy.Problem(
        cvxpy.Minimize(price @ (charge - discharge)),
        [
            charge <= POWER_KW,
            discharge <= POWER_KW,
            stored <= CAPACITY_KWH,
            stored == before + 0.95 * charge - discharge / 0.95,
        ],
    )
    return problem.solve()


def network(site):
    """The same as a network of PyPSA."""
    pypsa = pytest.importorskip("pypsa")
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    price = site.tariff.energy_price_per_kwh * 1e3
    made = pypsa.Network(snapshots=range(len(price)))
    made.add("Bus", "bus")
    made.add("Generator", "grid", bus="bus", p_nom=9.0, p_min_pu=-1.0, marginal_cost=price)
    kept = {"efficiency_store": 0.95, "efficiency_dispatch": 0.95, "state_of_charge_initial": 2.0}
    made.add("StorageUnit", "battery", bus="bus", p_nom=1.0, max_hours=4.0, **kept)
    return made


def by_pypsa(made):
    """The optimum of that network."""
    made.optimize(solver_name="highs", log_to_console=False, include_objective_constant=False)
    return made.objective
