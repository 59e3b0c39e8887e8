"""How far apart BLAST-Lite's driver, exact steps and the defaults are: made at every build."""

import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import battcore as bc

HOUR, YEARS = 3600.0, 10.0
DUTIES = {
    "rest at 0.5": ([0, 24], [0.5, 0.5], 25.0),
    "a cycle of 0.8 a day": ([0, 8, 12, 16, 21, 24], [0.9, 0.9, 0.1, 0.1, 0.9, 0.9], 25.0),
    "four cycles of 0.1 a day": (
        [0, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15, 18, 19, 20, 21, 24],
        [0.55, 0.45, 0.45, 0.55] * 4 + [0.55],
        30.0,
    ),
}


def write_table(file: Path) -> None:
    """Write the table that the page of the driver shows."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(table()) + "\n", encoding="utf-8")


def table() -> Iterator[str]:
    """Capacity after ten years by model and duty: the driver, and the others less the driver."""
    yield f"| model | {' | '.join(f'{duty} | exact | default' for duty in DUTIES)} |"
    yield f"|---|{'--:|--:|--:|' * len(DUTIES)}"
    for key, model in bc.aging.models().items():
        if "blast" in tomllib.loads(model.card):
            cells = (cell for duty in DUTIES.values() for cell in distances(model, *duty))
            yield f"| `{key}` | {' | '.join(cells)} |"


def distances(
    model: bc.aging.AgingModel, hours: list[float], levels: list[float], celsius: float
) -> Iterator[str]:
    """Capacity by the driver, and by how much exact steps and the defaults differ."""
    hour = np.arange(365 * 24 + 1)
    soc = np.interp(hour % 24, hours, levels)
    profile = (hour * HOUR, soc, celsius)
    with warnings.catch_warnings(action="ignore"):
        explicit, exact = (
            bc.aging.blast.simulate(model, *profile, threshold_time_years=YEARS, exact_steps=steps)
            for steps in (False, True)
        )
        default = bc.aging.predict(model, soc, celsius, HOUR, years=YEARS)
    published = explicit.soh_capacity[-1]
    yield f"{published:.3f}"
    yield f"{exact.soh_capacity[-1] - published:+.5f}"
    yield f"{default.soh_capacity[-1] - published:+.3f}"
