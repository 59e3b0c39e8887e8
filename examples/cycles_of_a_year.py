"""A year of cycles beside a 300 MW AI campus: how many, how deep, and which of them count."""

import numpy as np

import battcore as bc
from battcore import plot

YEAR = 365 * 86_400.0

battery = bc.Battery(energy_capacity_wh=150e6, charge_power_watt=150e6, discharge_power_watt=150e6)
site = bc.Site(
    load_watt=bc.datasets.ai_training(YEAR, 60.0, power_watt=300e6, seed=7), dt_second=60.0
)
smoothing = bc.dispatch.LoadSmoothing(window_second=3600.0)
soc = bc.simulate(battery, site, smoothing, log="all").log.soc

depths = bc.cycles.histogram(soc, edges=np.geomspace(1e-4, 1.0, 9))
print(f"{depths.count.sum() + depths.outside:.0f} cycles")
print(f"       less than   0.01 % {depths.outside:9.0f}")
for low, high, count in zip(depths.edges, depths.edges[1:], depths.count, strict=False):
    print(f"{100 * low:8.2f} to {100 * high:6.2f} % {count:9.0f}")

exponents = np.array([1.0, 1.5, 2.0, 2.5, 3.0])
cycles = bc.cycles.rainflow(soc)
is_deep = cycles.range > 0.1
for exponent, damage in zip(exponents, bc.cycles.damage(soc, exponent=exponents), strict=True):
    share = cycles.count[is_deep] @ cycles.range[is_deep] ** exponent / damage
    print(
        f"range^{exponent:.1f} adds up to {damage:7.2f}; {share:4.0%} from cycles deeper than 10 %"
    )

matrix = bc.cycles.range_mean_matrix(
    soc, range_edges=np.linspace(0.0, 0.3, 61), mean_edges=np.linspace(0.4, 0.7, 31)
)
plot.cycle_matrix(matrix).savefig("cycles_of_a_year.png")
