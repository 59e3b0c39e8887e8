"""One half of a set of LFP cells says how the other half will age.

The cells are 1.1 Ah A123 cells cycled at 30 degC (Ma et al. 2022, doi 10.17632/nsc7hnsg4s.2), in a
table of cell, cycle and capacity_ah. The table is not part of this project: put it into the folder
`data/ageing` of the one that BATTCORE_SHARED names.
"""

import gzip
import os
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

import battcore as bc

FILE = Path(os.environ.get("BATTCORE_SHARED", "../shared")) / "data/ageing/hust_lfp_capacity.csv.gz"
CYCLE_SECOND = 3600.0  # only throughput counts here

MODEL = bc.aging.AgingModel.build(
    key="lfp_power_law",
    label="LFP, loss by throughput",
    chemistry="LFP / graphite",
    capacity_ah=1.1,
    provenance="a power law, to be fitted",
    license="CC0",
    parameters={"k0": (1e-3, "1/efc^p"), "p": (0.8, "1")},
    states={"lost": {"law": "power", "x": "efc", "k": "k0", "p": "p"}},
    health={"soh_capacity": "1 - lost"},
)


def read() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Give cycle and capacity of each cell."""
    with gzip.open(FILE, "rt") as file:
        rows = [line.strip().split(",") for line in file if line[0] != "#"]
    columns = {name: place for place, name in enumerate(rows[0])}
    cells: dict[str, list[tuple[float, float]]] = {}
    for row in rows[1:]:
        measured = (float(row[columns["cycle"]]), float(row[columns["capacity_ah"]]))
        cells.setdefault(row[columns["cell"]], []).append(measured)
    return {cell: tuple(np.array(points).T) for cell, points in cells.items()}


def check_ups(cycle: np.ndarray, capacity: np.ndarray) -> bc.aging.CheckUps:
    """Tell of a cell that was cycled from full to empty and back."""
    return bc.aging.CheckUps(
        soc=[1.0, 0.0, 1.0],
        temperature_celsius=30.0,
        dt_second=CYCLE_SECOND / 2,
        time_second=cycle * CYCLE_SECOND,
        soh_capacity=capacity / capacity[:3].mean(),
    )


def main() -> None:
    """Fit, predict, draw."""
    if not FILE.exists():
        print(f"{FILE.name} is not there: nothing to fit to")
        return
    cells = read()
    known, other = [*cells][::2], [*cells][1::2]
    found = bc.aging.fit(MODEL, [check_ups(*cells[cell]) for cell in known], parameters=["k0", "p"])
    print(
        f"{len(known)} cells: loss = {found.parameters['k0']:.2e} EFC^{found.parameters['p']:.2f}"
    )
    print(f"they are met to {100 * found.rmse:.1f} % of capacity")
    longest = max(cycle[-1] for cycle, _ in cells.values()) * CYCLE_SECOND
    years = longest / (365 * 86_400.0)
    run = bc.aging.predict(found.model, [1.0, 0.0, 1.0], 30.0, CYCLE_SECOND / 2, years=years)
    misses = []
    figure = Figure(figsize=(9.0, 4.2), layout="constrained")
    axes = figure.subplots()
    for cell in other:
        cycle, capacity = cells[cell]
        health = capacity / capacity[:3].mean()
        misses.append(np.interp(cycle, run.efc, run.soh_capacity) - health)
        axes.plot(cycle, 100 * health, color="#56b4e9", linewidth=0.6)
    axes.plot(run.efc, 100 * run.soh_capacity, color="#333333", label="predicted")
    axes.set(xlabel="cycles", ylabel="capacity (% of new)", title=f"{len(other)} other cells")
    axes.legend(frameon=False)
    figure.savefig("fit_lfp_cells.png")
    rmse = np.sqrt(np.mean(np.concatenate(misses) ** 2))
    print(f"{len(other)} other cells are met to {100 * rmse:.1f} %")


main()
