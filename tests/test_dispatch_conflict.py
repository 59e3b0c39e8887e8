"""Bounds that cannot be kept at once, and the least that some of them must give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc
from battcore.dispatch._conflict import Conflict, Side
from battcore.dispatch._program import NoSolutionError, Program

COLUMNS = 6


def impossible(seed, amount=0.0, *, is_upper=True, utmost=np.inf):
    """Sums of few columns that ask for more than there is, where bounds have given by an amount."""
    draw = np.random.default_rng(seed)
    share, bound = draw.uniform(0.5, 2.0, COLUMNS), draw.uniform(0.0, 1.0, COLUMNS)
    given = bound + amount * share
    sign = 1.0 if is_upper else -1.0
    ends = np.minimum(given, utmost) * sign, np.full(COLUMNS, -5.0) * sign
    program = Program()
    columns = program.columns(COLUMNS, low=np.minimum(*ends), high=np.maximum(*ends))
    weight = draw.uniform(0.1, 1.0, (3, COLUMNS)) * (draw.random((3, COLUMNS)) < 0.7)
    asked = np.where(weight.any(-1), weight @ bound + draw.uniform(0.1, 2.0, 3), -1.0)
    limits = {"low": asked} if is_upper else {"high": -asked}
    program.enter(program.rows(3, **limits)[:, None], columns, weight)
    return program, Side(columns, share, sign * utmost, is_upper)


def is_possible(program):
    try:
        program.solve()
    except NoSolutionError:
        return False
    return True


@given(st.integers(0, 2**32), st.booleans())
@settings(deadline=None, max_examples=60)
def test_so_much_is_enough_and_less_is_not(seed, is_upper):
    program, side = impossible(seed, is_upper=is_upper)
    if is_possible(program):
        assert Conflict(program).members() is None
        return
    amount, needed = Conflict(program).least_give(side)
    assert needed.any()
    assert is_possible(impossible(seed, amount * (1 + 1e-6), is_upper=is_upper)[0])
    assert not is_possible(impossible(seed, amount * (1 - 1e-6), is_upper=is_upper)[0])


@given(st.integers(0, 2**32), st.floats(1.0, 3.0))
@settings(deadline=None, max_examples=60)
def test_nothing_gives_beyond_its_utmost(seed, utmost):
    program, side = impossible(seed, utmost=utmost)
    if is_possible(program):
        return
    least = Conflict(program).least_give(side)
    if least is None:
        assert not is_possible(impossible(seed, 1e6, utmost=utmost)[0])
        return
    assert is_possible(impossible(seed, least[0] * (1 + 1e-6), utmost=utmost)[0])
    assert not is_possible(impossible(seed, least[0] * (1 - 1e-6), utmost=utmost)[0])


def test_only_those_in_conflict_are_members():
    program = Program()
    free, full = program.columns(1, high=9.0), program.columns(1, high=1.0)
    program.enter(program.rows(1, low=2.0), full, 1.0)
    program.enter(program.rows(1, low=2.0), free, 1.0)
    low, high = Conflict(program).members()
    assert (low.tolist(), high.tolist()) == ([False, False], [False, True])
    amount, needed = Conflict(program).least_give(Side(full))
    assert (amount, needed.tolist()) == (pytest.approx(1.0), [True])
    assert Conflict(program).least_give(Side(free)) is None


def test_without_a_proof_it_is_said_that_nothing_is_known(monkeypatch):
    highs = pytest.importorskip("highspy").Highs
    monkeypatch.setattr(highs, "getDualRay", lambda _: (None, False, None))
    power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    fleet = [bc.Battery(energy_capacity_wh=size, **power) for size in (1e3, 2e3)]
    site = bc.Site(load_watt=[9e3, 9e3], dt_second=3600.0, import_limit_watt=1e3)
    with pytest.raises(bc.error.InfeasibleError, match="does not tell why") as caught:
        bc.dispatch.optimize(fleet, site, soc_start=0.5, ramp_watt_per_second=1.0)
    assert (caught.value.name, caught.value.relaxations) == ("limits", {})
