"""The exact optimum of a PyPSA network that is one battery behind one meter.

Such a network has

- one bus with loads and generators;
- one battery: a `StorageUnit` at that bus, or a `Store` at a bus of its own with a `Link` that
  charges it and one that discharges it; it begins at its initial energy, or ends as it began;
- free generators (marginal cost 0), which may be turned down;
- at most one generator that delivers at a price and at most one that takes power at a price, which
  may be the same (``p_min_pu=-1``): the grid;
- no sizes to be chosen, no unit commitment, no ramps, no inflow and no global constraints.

Any other network is refused, with the reason.
"""

from battcore.interop.pypsa._problem import Problem, optimize, read

__all__ = ["Problem", "optimize", "read"]
