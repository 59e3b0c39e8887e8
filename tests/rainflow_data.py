"""Recorded rainflow cases, and the series that are given by a seed."""

import json
from itertools import accumulate
from math import floor
from pathlib import Path

DATA = Path(__file__).parent / "data/rainflow"
GOLDEN, GENERATED, STREAMING, ATTRIBUTES = (
    json.loads((DATA / f"{name}.json").read_text())
    for name in ("golden_cases", "generated_series", "streaming", "attributes")
)
WORD = 2**64 - 1


def generate(kind, n, seed, levels=None):
    """The series of a generator of `generated_series.json`."""
    draws = _uniform(seed)
    match kind:
        case "uniform":
            return [next(draws) for _ in range(n)]
        case "walk":
            return list(accumulate(next(draws) - 0.5 for _ in range(n)))
        case "levels":
            return [float(floor(next(draws) * levels)) for _ in range(n)]
        case "intwalk":
            return list(accumulate(floor(3 * next(draws)) - 1.0 for _ in range(n)))
        case "soc":
            return _soc(draws, n)


def _soc(draws, n):
    """Segments of rest and of steady power, clipped, exact in binary."""
    level, series = 512, []
    while len(series) < n:
        chance, length = next(draws), 1 + floor(40 * next(draws))
        sign = 1 if chance < 0.65 else -1
        step = 0 if chance < 0.3 else sign * (1 + floor(12 * next(draws)))
        for _ in range(length):
            level = min(max(level + step, 51), 973)
            series.append(level / 1024)
    return series[:n]


def _uniform(state):
    """Splitmix64, upper 53 bits as fractions of one."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & WORD
        z = state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & WORD
        yield ((z ^ z >> 31) >> 11) * 2.0**-53
