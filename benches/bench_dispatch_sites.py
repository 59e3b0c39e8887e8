"""Several sites behind one limit: `optimize` beside the same program as SciPy users write it."""

import numpy as np
import pytest

import battcore as bc
from bench_dispatch_linear import fleet, site
from dispatch_sites import sites_program

HOURS = 744


@pytest.mark.parametrize("count", [2, 10])
@pytest.mark.parametrize("case", ["native", "scipy"])
def test_month(benchmark, count, case):
    benchmark.group = f"{count} sites behind one limit, a battery at each, a month of hours"
    batteries, sites = fleet(count), [site(1, HOURS, seed=number) for number in range(count)]
    upstream = bc.Site(load_watt=np.zeros(HOURS), dt_second=3600.0, import_limit_watt=count * 60e3)

    def planned():
        return bc.dispatch.optimize(batteries, sites, soc_start=0.5, upstream=upstream).objective

    def programmed():
        return sites_program(batteries, sites, upstream, soc_start=0.5)

    cost = benchmark.pedantic(planned if case == "native" else programmed, rounds=3)
    assert cost == pytest.approx(programmed(), rel=1e-7)
