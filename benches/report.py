"""Runs the benchmarks and writes what they measured into the documentation."""

import json
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import matplotlib as mpl
from matplotlib import pyplot as plt

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
PACKAGES = (
    "battcore",
    "numpy",
    "numba",
    "pylife",
    "rainflow",
    "typhoon-rainflow",
    "highspy",
    "cvxpy",
    "pypsa",
)
IMPORT_RUNS = 11
IMPORT_GOAL_MS = 30


class Median(NamedTuple):
    """What a call took, and how many samples it went through where cases differ in that."""

    second: float
    samples: int | None

    def over(self, other: "Median") -> float:
        """Ratio of times, per sample."""
        return (self.second / (self.samples or 1)) / (other.second / (other.samples or 1))


Medians: TypeAlias = dict[str, Median]  # by case, in the order in which they ran
Groups: TypeAlias = dict[str, Medians]

INTRODUCTION = """\
# Benchmarks

Medians per call, and in brackets how many times as long as native: per sample, where a slow case
was given fewer of them. One command repeats them:

```sh
make bench
```

*python* is the plain-Python twin in `battcore.reference`, *native* the kernel; the tests prove that
they agree. What stands between them is what a user would otherwise write or install. Ratios travel
from machine to machine, milliseconds do not.

![time over native, by case](benchmarks.svg)
"""


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("bench_*.py"))
    measured = run(files)
    rooms = {file.stem.removeprefix("bench_"): groups_of(file.stem, measured) for file in files}
    page = "\n".join([INTRODUCTION, *sections(rooms), *circumstances(measured)])
    (DOCS / "benchmarks.md").write_text(page, encoding="utf-8")
    draw({name: group for groups in rooms.values() for name, group in groups.items()})


def run(files: list[Path]) -> dict[str, Any]:
    """Run every benchmark once and read what pytest-benchmark stored."""
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "measured.json"
        options = [
            "--benchmark-disable-gc",
            "--benchmark-min-rounds=3",
            f"--benchmark-json={stored}",
            "-q",
        ]
        subprocess.run([sys.executable, "-m", "pytest", *options, *files], check=True)
        measured: dict[str, Any] = json.loads(stored.read_text(encoding="utf-8"))
        return measured


def groups_of(module: str, measured: dict[str, Any]) -> Groups:
    groups: Groups = {}
    for bench in measured["benchmarks"]:
        if Path(bench["fullname"].partition("::")[0]).stem == module:
            medians = groups.setdefault(bench["group"], {})
            case = (bench["params"] or {}).get("case", "native")
            if case in medians:
                raise ValueError(f"{bench['fullname']}: two figures for {case} in {bench['group']}")
            medians[case] = Median(bench["stats"]["median"], bench["extra_info"].get("samples"))
    return groups


def sections(rooms: dict[str, Groups]) -> Iterator[str]:
    """Tables of each room: a row per group, a column per case."""
    for room, groups in rooms.items():
        yield f"## {room}\n"
        for alike in tables(groups):
            seen = dict.fromkeys(case for medians in alike.values() for case in medians)
            cases = sorted(seen, key="native".__eq__)  # native stands last
            yield f"| | {' | '.join(cases)} |"
            yield f"|---|{'--:|' * len(cases)}"
            for name, medians in alike.items():
                yield f"| {name} | {' | '.join(cell(medians, case) for case in cases)} |"
            yield ""


def tables(groups: Groups) -> list[Groups]:
    """Groups apart whose cases are not those of another, or some of them."""
    found: list[Groups] = []
    for name, medians in groups.items():
        for table in found:
            cases = {case for other in table.values() for case in other}
            if cases <= medians.keys() or medians.keys() <= cases:
                table[name] = medians
                break
        else:
            found.append({name: medians})
    return found


def cell(medians: Medians, case: str) -> str:
    if case not in medians:
        return ""
    median, native = medians[case], medians.get("native")
    time = duration(median.second)
    if case == "native" or native is None:
        return time
    size = "" if median.samples == native.samples else f" for {median.samples:,}"
    return f"{time}{size} ({median.over(native):.3g})"


def duration(second: float) -> str:
    for unit, factor in {"s": 1.0, "ms": 1e3, "µs": 1e6}.items():
        if second * factor >= 1.0:
            return f"{second * factor:.3g} {unit}"
    return f"{second * 1e9:.3g} ns"


def circumstances(measured: dict[str, Any]) -> Iterator[str]:
    """What importing costs, and on what all this was measured."""
    cpu = measured["machine_info"]["cpu"]
    versions = [f"{package} {metadata.version(package)}" for package in PACKAGES]
    yield "## Import\n"
    yield (
        f"`import battcore` takes {import_cost_ms():.1f} ms more than `import numpy` alone "
        f"(median of {IMPORT_RUNS} processes; the goal is at most {IMPORT_GOAL_MS} ms).\n"
    )
    yield "## Machine\n"
    yield f"- {cpu['brand_raw']}, {cpu['count']} cores, {platform.system()} {platform.machine()}"
    yield f"- Python {platform.python_version()}, {', '.join(versions)}\n"


def import_cost_ms() -> float:
    code = (
        "import time, numpy; start = time.perf_counter(); import battcore; "
        "print(1e3 * (time.perf_counter() - start))"
    )
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, capture_output=True, check=True) for _ in range(IMPORT_RUNS)]
    return statistics.median(float(done.stdout) for done in runs)


def draw(groups: Groups) -> None:
    """Draw how many times as long as native each case takes, a line per group."""
    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "battcore"  # equal figures give equal files
    figure, axes = plt.subplots(figsize=(8.0, 1.2 + 0.4 * len(groups)), layout="constrained")
    cases = dict.fromkeys(case for medians in groups.values() for case in medians)
    compared = [medians for medians in groups.values() if "native" in medians]
    for case in cases:
        rows = [row for row, medians in enumerate(compared) if case in medians]
        ratios = [compared[row][case].over(compared[row]["native"]) for row in rows]
        axes.plot(ratios, rows, "o", label=case)
    axes.set_yticks(range(len(compared)), [name for name in groups if "native" in groups[name]])
    axes.set_xscale("log")
    axes.set_xlabel("time over native")
    axes.grid(axis="x", alpha=0.3)
    axes.invert_yaxis()
    figure.legend(loc="outside upper center", ncols=len(cases), frameon=False)
    figure.savefig(DOCS / "benchmarks.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
