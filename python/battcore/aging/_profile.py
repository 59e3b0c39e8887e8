"""How far a parameter may go before the fit gets worse than chance allows."""

from itertools import pairwise
from statistics import NormalDist

import numpy as np

from battcore._arrays import Floats
from battcore._extras import require
from battcore.aging._problem import Problem, Range

STRIDES = 1.25 * 2.0 ** np.arange(24)
CLOSE = 1e-3  # share of the way to a limit


def interval(problem: Problem, end: Floats, place: int, deviation: float, level: float) -> Range:
    """Find where the likelihood, all other unknowns at their best, has fallen to its limit."""
    allowed = NormalDist().inv_cdf(0.5 + level / 2)
    least = problem.squares(end, place)[0]
    step = allowed * max(deviation, 1e-9 * abs(end[place]))
    ends = [Walk(problem, end, place, allowed, least).edge(way * step) for way in (-1.0, 1.0)]
    low, high = sorted(float(end) * float(problem.unit[place]) for end in ends)
    return low, high


class Walk:
    """The way of one unknown off its best value, which the others follow."""

    def __init__(
        self, problem: Problem, end: Floats, place: int, allowed: float, least: float
    ) -> None:
        self.problem = problem
        self.end = end
        self.place = place
        self.allowed = allowed
        self.least = least
        self.turn = np.eye(end.size)[place]  # how all unknowns move with it

    def edge(self, step: float) -> float:
        """Where the limit is reached; the bound of the unknown if it never is."""
        here, bound = self.end[self.place], self.problem.bounds[int(step > 0)][self.place]
        ways = np.minimum(STRIDES * abs(step), abs(bound - here)) * np.sign(step)
        for near, far in pairwise(dict.fromkeys([0.0, *ways])):
            if self.excess(far) > 0.0:
                root = require("scipy.optimize", "fit").brentq
                return float(here + root(self.excess, near, far, rtol=CLOSE))
        return float(bound)

    def excess(self, way: float) -> float:
        """By how many deviations the limit is passed; about a straight line."""
        if way == 0.0:
            return -self.allowed
        start = np.clip(self.end + way * self.turn, *self.problem.bounds)
        squares, found = self.problem.squares(start, self.place)
        self.turn = (found - self.end) / way
        return float(np.sqrt(max(squares - self.least, 0.0)) - self.allowed)
