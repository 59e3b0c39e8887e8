"""Cards beside cells that aged in laboratories: the table and the picture of docs/validation.md.

Run by hand where the measurements are (in the folder of BATTCORE_SHARED); what it writes is kept,
so that the documentation builds without them.
"""

import csv
import gzip
import os
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

import battcore as bc
from battcore._arrays import Floats
from battcore.plot._style import BLACK, BLUE, GREEN, ORANGE, RED, figure, plain, title

HERE = Path(__file__).parent / "validation"
SHARED = Path(os.environ.get("BATTCORE_SHARED", Path(__file__).parents[2] / "shared"))
COLORS = (BLUE, ORANGE, GREEN, RED)
END = 0.3
"""Loss beyond which cells are no longer compared: few tests and no card go on."""


class Test(NamedTuple):
    """What a group of cells went through, cycle by cycle of full depth."""

    celsius: float
    charge_c: float
    discharge_c: float


@dataclass(frozen=True, slots=True)
class Trial:
    """Cells of a kind, and the cards that speak of them."""

    label: str
    file: str
    cards: dict[str, str]
    tests: dict[str, Test] = field(default_factory=dict)
    every: Test | None = None

    def test_of(self, row: dict[str, str]) -> Test | None:
        """How the cell of `row` was cycled, if that is known."""
        if "temp_k" in row:
            return Test(float(row["temp_k"]) - 273.15, 0.5, 1.0)
        if "charge_c" in row:
            return Test(*(float(row[name]) for name in ("temp_c", "charge_c", "discharge_c")))
        named = (test for prefix, test in self.tests.items() if row["cell"].startswith(prefix))
        return next(named, self.every)


SAME, KIN = "same cell", "same chemistry"
TRIALS = (
    Trial(
        "LG MJ1, cold cycles",
        "lg_mj1_cycling_lowtemp.csv",
        {"nmc811_grsi_lg_mj1_3ah_simses": "fitted to these cells"},
    ),
    Trial(
        "NCA 3.5 Ah, charged at 0.25 to 1 C (Tongji)",
        "tju_nca_capacity.csv.gz",
        {"nca_gr_panasonic_3ah_simses": KIN, "nca_gr_generic_simses": KIN},
    ),
    Trial(
        "NCM and NCA 2.5 Ah, discharged at 1 to 4 C (Tongji)",
        "tju_ncm_nca_blend_capacity.csv.gz",
        {"nmc_gr_generic_simses": KIN, "nmc_gr_sanyo_2ah_schmalstieg": KIN},
    ),
    Trial(
        "NMC532 2 Ah, charged at 2 and 3 C (XJTU)",
        "xjtu_nmc_capacity.csv.gz",
        {
            "nmc_gr_sanyo_2ah_schmalstieg": KIN,
            "nmc_gr_molicel_2ah": KIN,
            "nmc_gr_generic_simses": KIN,
            "nmc_gr_sesame": KIN,
        },
        tests={"XJTU-2C": Test(25.0, 2.0, 1.0), "XJTU-3C": Test(25.0, 3.0, 1.0)},
    ),
    Trial(
        "A123 LFP 1.1 Ah, discharged at changing rates (HUST)",
        "hust_lfp_capacity.csv.gz",
        {
            "lfp_gr_a123_2ah_wang": "same maker",
            "lfp_gr_sony_3ah_naumann": KIN,
            "lfp_gr_sam": KIN,
            "lfp_gr_breos": KIN,
        },
        every=Test(30.0, 3.0, 3.0),
    ),
    Trial(
        "A123 LFP 1.1 Ah, fast charged (Severson)",
        "severson_lfp_capacity.csv.gz",
        {
            "lfp_gr_a123_2ah_wang": "same maker",
            "lfp_gr_sony_3ah_naumann": KIN,
            "lfp_gr_sam": KIN,
            "lfp_gr_breos": KIN,
        },
        every=Test(30.0, 4.0, 4.0),
    ),
)


class Cell(NamedTuple):
    """Cycles and the capacity lost by then."""

    test: Test
    cycle: Floats
    loss: Floats


def cells(trial: Trial) -> Iterator[Cell]:
    """Give every cell whose test is known, from new to `END`."""
    rows = defaultdict(list)
    for row in read(SHARED / "data/ageing" / trial.file):
        rows[row["cell"], row.get("replicate"), row.get("temp_k")].append(row)
    for of_cell in rows.values():
        test = trial.test_of(of_cell[0])
        cycle = np.array([float(row.get("cycle") or row.get("efc", "nan")) for row in of_cell])
        capacity = np.array(
            [float(row.get("capacity_ah") or row.get("soh_pct", "nan")) for row in of_cell]
        )
        loss = 1 - capacity / np.median(capacity[:3])
        kept = loss < END
        if test is not None and kept.sum() > 3:
            yield Cell(test, cycle[kept], loss[kept])


def read(path: Path) -> list[dict[str, str]]:
    """Give the rows of a table."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(text.decode().splitlines()))


def predicted(key: str, test: Test, cycles: int) -> tuple[Floats, Floats]:
    """Give cycles of full depth without a rest, and the loss that a card tells of them."""
    soc = np.resize([0.0, 1.0], 2 * cycles + 1)
    dt = np.resize([3600.0 / test.charge_c, 3600.0 / test.discharge_c], 2 * cycles)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bc.aging.RangeWarning)
        run = bc.aging.predict(bc.aging.models()[key], soc, test.celsius, dt)
    return np.concatenate([[0.0], run.efc]), np.concatenate([[0.0], 1 - run.soh_capacity])


def compare() -> None:
    """Write the table and the picture."""
    HERE.mkdir(exist_ok=True)
    made = figure(1, height=9.5)
    made.clear()
    panels = made.subplots(3, 2).flat
    lines = [
        "| cells | number | card | relation | measured loss | predicted loss | mean error | bias |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for trial, panel in zip(TRIALS, panels, strict=True):
        known = list(cells(trial))
        plain(panel)
        title(panel, trial.label)
        for cell in known[:: 1 + len(known) // 16]:
            few = np.linspace(0, cell.cycle.size - 1, min(cell.cycle.size, 12)).astype(int)
            panel.plot(cell.cycle[few], 100 * cell.loss[few], color=BLACK, lw=0.6, alpha=0.5)
        for color, (key, relation) in zip(COLORS, trial.cards.items(), strict=False):
            lines.append(line(trial, key, relation, known, panel, color))
        panel.set(xlabel="full cycles", ylabel="capacity lost / %", ylim=(-3, 100 * END))
        panel.legend(frameon=False, fontsize=7)
    by_test = [
        "| cells | measured loss | predicted loss | after cycles |",
        "|---|---|---|---|",
        *rows_by_test(TRIALS[1], "nca_gr_panasonic_3ah_simses"),
    ]
    (HERE / "by_test.md").write_text("\n".join(by_test) + "\n", encoding="utf-8")
    made.savefig(HERE / "cells.png", dpi=80)
    (HERE / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def line(trial: Trial, key: str, relation: str, known: list[Cell], panel: Axes, color: str) -> str:
    """Draw what a card tells of some cells, and give its row of the table."""
    ends, errors = [], []
    for at, test in enumerate(sorted({cell.test for cell in known})):
        group = [cell for cell in known if cell.test == test]
        longest = int(max(cell.cycle[-1] for cell in group)) + 1
        cycles, loss = predicted(key, test, longest)
        few = np.unique(np.linspace(0, cycles.size - 1, 60).astype(int))
        label = key if at == 0 else None
        panel.plot(cycles[few], 100 * loss[few], color=color, lw=1.4, label=label)
        for cell in group:
            told = np.interp(cell.cycle, cycles, loss)
            ends.append((cell.loss[-1], told[-1]))
            errors.append((np.abs(told - cell.loss).mean(), (told - cell.loss).mean()))
    (measured, told), (error, bias) = np.mean(ends, axis=0), np.mean(errors, axis=0)
    share = f"{measured:.1%} | {told:.1%} | {error:.1%} | {bias:+.1%}"
    return f"| {trial.label} | {len(known)} | `{key}` | {relation} | {share} |"


def rows_by_test(trial: Trial, key: str) -> Iterator[str]:
    """Give what a card tells of each test, beside the mean of its cells at their last cycles."""
    known = list(cells(trial))
    for test in sorted({cell.test for cell in known}):
        group = [cell for cell in known if cell.test == test]
        ends = [cell.cycle[-1] for cell in group]
        cycles, loss = predicted(key, test, int(max(ends)) + 1)
        measured = np.mean([cell.loss[-1] for cell in group])
        told = np.mean(np.interp(ends, cycles, loss))
        duty = f"{test.celsius:.0f} degC, charged at {test.charge_c:g} C, {len(group)} cells"
        yield f"| {duty} | {measured:.1%} | {told:.1%} | {np.mean(ends):.0f} |"


if __name__ == "__main__":
    if not (SHARED / "data/ageing").is_dir():
        sys.exit(f"no measurements in {SHARED}")
    compare()
