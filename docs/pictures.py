"""Pictures of how cycles are counted, and what the examples print and draw: made at every build."""

import contextlib
import runpy
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import battcore as bc
from battcore._arrays import Floats
from battcore.plot._style import BLACK, BLUE, GREEN, ORANGE, RED, figure, legend, title

SERIES = np.array(
    [2, 3, 5, 5, 4, 6, 7, 7, 7, 5, 3, 3, 4, 2, 1, 1, 2, 4, 3, 5, 8, 6, 6, 7, 9, 9, 6, 4], float
)
SWINGS = np.array([1, 6, 4, 5, 3, 8, 5, 7, 6, 6.5, 2, 4, 3, 9, 7, 8, 0.5, 3.5], float)
EARLIER = [0.3, 0.2, 0.6, 0.5, 0.9, 0.3, 0.45, 0.4, 0.7, 0.45, 0.6, 0.5]
LATER = [0.58, 0.48, 0.65, 0.55, 0.6, 0.25, 0.8, 0.6, 0.7, 0.1, 0.5]
PARTS, CUT = np.array([*EARLIER, *LATER]), len(EARLIER)
DAY = np.array([0.5, 0.8, 0.55, 0.7, 0.6, 0.9, 0.2, 0.5, 0.35, 0.65, 0.1, 0.8])


def run_examples(examples: Path, folder: Path) -> None:
    """Run every example in `folder`, where what it prints stands beside what it draws."""
    folder.mkdir(parents=True, exist_ok=True)
    for script in sorted(examples.glob("*.py")):
        printed = folder / f"{script.stem}.txt"
        with (
            printed.open("w", encoding="utf-8") as told,
            contextlib.redirect_stdout(told),
            contextlib.chdir(folder),
        ):
            runpy.run_path(str(script), run_name="__main__")


def draw_all(folder: Path) -> None:
    """Write every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for draw in (turning_points, contraction, merging, damage):
        draw().savefig(folder / f"cycles_{draw.__name__}.svg", metadata={"Date": None})


def turning_points() -> Figure:
    """Samples over the bits that find their turning points."""
    rises, falls = SERIES[1:] > SERIES[:-1], SERIES[1:] < SERIES[:-1]
    filled = filled_rests(rises, falls)
    turns = np.append(filled[1:] != filled[:-1], False)
    made = figure(2, height=4.8, ratios=[3, 2])
    top, bottom = made.axes
    top.plot(SERIES, color=BLUE, marker="o", markersize=4)
    found = np.flatnonzero(turns) + 1
    top.plot(found, SERIES[found], "o", color=RED, label="turns after this sample")
    title(top, "Comparisons of neighbors give bits, 64 samples at a time")
    legend(top)
    rows = {"rises": rises, "falls": falls, "rests filled": filled, "turns": turns}
    for place, bits in enumerate(rows.values()):
        at = np.flatnonzero(bits) + 1
        bottom.bar(at, 0.8, 0.8, bottom=-place, color=RED if place == 3 else GREEN)
    bottom.set_yticks(0.4 - np.arange(4), [*rows])
    bottom.set(xlabel="sample", xlim=(-0.5, len(SERIES) - 0.5))
    bottom.grid(visible=False)
    return made


def filled_rests(rises: np.ndarray, falls: np.ndarray) -> np.ndarray:
    """Whether the series is rising, where a rest goes on as before."""
    filled, before = [], bool(rises[0])
    for rise, fall in zip(rises.tolist(), falls.tolist(), strict=True):
        before = rise or (before and not fall)
        filled.append(before)
    return np.array(filled)


def closing(points: Floats) -> Floats:
    """Where swings begin that lie between their neighbors: the one that does not shrink is last."""
    signed = points * np.where(np.arange(len(points)) % 2 == 0, -1.0, 1.0)  # valleys first
    shrinks = signed[:-2] > signed[2:]
    return np.flatnonzero(shrinks[:-1] & ~shrinks[1:]) + 1


def contraction() -> Figure:
    """Passes over turning points, each of which removes every smallest swing at once."""
    made = figure(4, height=7.2)
    place, points = np.arange(len(SWINGS)), SWINGS
    for turn, axes in enumerate(made.axes):
        begins = closing(points)
        axes.plot(place, points, color=BLUE, marker="o", markersize=4)
        for begin in begins:
            two = slice(begin, begin + 2)
            axes.plot(place[two], points[two], color=RED, linewidth=3, marker="o")
        count = len(begins)
        told = f"pass {turn + 1}: {count} close together" if count else "left: the residue"
        title(axes, told)
        kept = np.setdiff1d(np.arange(len(points)), [*begins, *(begins + 1)])
        place, points = place[kept], points[kept]
    made.axes[-1].set_xlabel("turning point")
    return made


def merging() -> Figure:
    """Residues of two parts, and what closes when they are joined."""
    first, later = counted(PARTS[:CUT]), counted(PARTS[CUT:])
    made = figure(2, height=5.6)
    top, bottom = made.axes
    for axes in made.axes:
        axes.plot(PARTS, color="#bbbbbb", linewidth=0.8)
        axes.axvline(CUT - 0.5, color=BLACK, linewidth=0.8, linestyle="--")
        axes.set_ylabel("soc")
    for part, offset, color in ((first, 0, BLUE), (later, CUT, GREEN)):
        draw_points(top, [place + offset for place in residue(part)], color)
    title(top, "Two parts, counted apart, and the residue of each")
    before = {place for place, _ in full(first)} | {place + CUT for place, _ in full(later)}
    first.merge(later)
    draw_points(bottom, residue(first), BLUE)
    for start, end in full(first):
        if start not in before:
            bottom.plot([start, end], PARTS[[start, end]], color=RED, linewidth=3, marker="o")
    title(bottom, "Joined: the residues close more cycles (red), and leave one residue")
    bottom.set_xlabel("sample")
    return made


def counted(series: Floats) -> bc.cycles.CycleCounter:
    counter = bc.cycles.CycleCounter()
    counter.extend(series)
    return counter


def residue(counter: bc.cycles.CycleCounter) -> list[int]:
    """Indices of the turning points that no full cycle has taken."""
    cycles = counter.cycles()
    return [*cycles.start[cycles.count < 1.0].tolist(), *counter.residue().index.tolist()]


def full(counter: bc.cycles.CycleCounter) -> list[tuple[int, int]]:
    cycles = counter.cycles()
    whole = cycles.count == 1.0
    return [*zip(cycles.start[whole].tolist(), cycles.end[whole].tolist(), strict=True)]


def draw_points(axes: Axes, at: list[int], color: str) -> None:
    axes.plot(at, PARTS[at], color=color, marker="o", markersize=4)


def damage() -> Figure:
    """Damage while swings are still open."""
    fine = np.interp(np.arange(0, len(DAY) - 1, 0.02), np.arange(len(DAY)), DAY)
    counter, known, final = bc.cycles.CycleCounter(), [], []
    for soc in fine.tolist():
        counter.push(soc)
        known.append(counter.damage(2.0))
        cycles = counter.cycles()
        final.append(cycles.count @ cycles.range**2)
    made = figure(2, height=4.8)
    top, bottom = made.axes
    hour = np.arange(len(fine)) * 0.02
    top.plot(hour, fine, color=BLUE)
    top.set_ylabel("soc")
    title(top, "What is open counts as halves, so damage moves without a jump")
    draw_sums(bottom, hour, {"final and open": (known, GREEN), "final alone": (final, ORANGE)})
    return made


def draw_sums(axes: Axes, hour: Floats, sums: dict[str, tuple[list[float], str]]) -> None:
    for label, (values, color) in sums.items():
        axes.plot(hour, values, color=color, label=label)
    axes.set(xlabel="sample", ylabel="sum of range²")
    legend(axes)
