"""Cycle damage of one series: plain Python, other packages, Numba, native, and a copy.

Every case gets the series in the form that it reads fastest, and one core if the environment
says BATTCORE_NUM_THREADS=1 and RAYON_NUM_THREADS=1. BATTCORE_INSTRUCTIONS names one set of them.
"""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import numba
import numpy as np
import pytest
import rainflow

import battcore as bc
from battcore import reference
from outside_data import outside

EXPONENT = 1.5
SAMPLES = {"short": 100_000, "long": 1_000_000}
SLOW = {"python", "rainflow"}


def walk(n):
    return np.cumsum(np.random.default_rng(1).standard_normal(n))


def white(n):
    return np.random.default_rng(2).standard_normal(n)


def sine(n):
    return np.sin(np.arange(n) * (2.0 * np.pi / 1000.0))


def soc(n):
    """A minute trace beside a data center: night charge, evening shave, bursts, rests."""
    random = np.random.default_rng(3)
    minute = np.arange(n) % 1440
    power = np.where(minute < 240, 0.5, np.where((minute > 1020) & (minute < 1200), -0.6, 0.0))
    bursts = random.random(n // 30 + 1).repeat(30)[:n] < 0.3
    power = power + bursts * 0.2 * random.standard_normal(n)
    level, trace = 0.5, np.empty(n)
    for i, step in enumerate((power / 240.0).tolist()):
        level = min(max(level + step, 0.05), 0.95)
        trace[i] = level
    return trace


def socq(n):
    """The same, as a display shows it."""
    return soc(n).round(3)


@numba.njit
def numba_damage(series, exponent):
    """One pass, one stack, no list of cycles."""
    stack = np.empty(len(series))
    top, heading, last, total = 0, 0, series[0], 0.0
    for value in series[1:]:
        if value == last:
            continue
        now = 1 if value > last else -1
        if now != heading:
            stack[top] = last
            top += 1
            heading = now
        last = value
        while top >= 2:
            begin, end = stack[top - 2], stack[top - 1]
            if (value < begin) if now > 0 else (value > begin):
                break
            if top == 2:
                total += 0.5 * abs(begin - end) ** exponent
                stack[0] = end
                top = 1
            else:
                total += abs(begin - end) ** exponent
                top -= 2
    for i in range(top):
        after = stack[i + 1] if i + 1 < top else last
        total += 0.5 * abs(stack[i] - after) ** exponent
    return total


def pylife_damage(series):
    """Cycles of the four-point detector, and its residue as half cycles."""
    stress = pytest.importorskip("pylife.stress.rainflow")
    loops = stress.LoopValueRecorder()
    detector = stress.FourPointDetector(recorder=loops).process(series)
    closed = np.abs(np.subtract(loops.values_from, loops.values_to)) ** EXPONENT
    return closed.sum() + 0.5 * (np.abs(np.diff(detector.residuals)) ** EXPONENT).sum()


def typhoon_damage(series):
    """Cycles in a dictionary of how often each came, and the residue as half cycles."""
    cycles, residue = pytest.importorskip("typhoon").rainflow(series)
    ends = np.fromiter((x for pair in cycles for x in pair), float).reshape(-1, 2)
    closed = np.abs(ends[:, 0] - ends[:, 1]) ** EXPONENT @ np.fromiter(cycles.values(), float)
    return closed + 0.5 * (np.abs(np.diff(residue)) ** EXPONENT).sum()


CASES = {
    "python": (list, lambda xs: reference.cycles.damage(xs, EXPONENT)),
    "rainflow": (
        list,
        lambda xs: sum(c * r**EXPONENT for r, _, c, _, _ in rainflow.extract_cycles(xs)),
    ),
    "numba": (np.asarray, lambda xs: numba_damage(xs, EXPONENT)),
    "pylife": (np.asarray, pylife_damage),
    "typhoon": (np.float32, typhoon_damage),
    "native": (np.asarray, lambda xs: bc.cycles.damage(xs, exponent=EXPONENT)),
    "native, cycles listed": (np.asarray, bc.cycles.rainflow),
    "native, float32": (np.float32, lambda xs: bc.cycles.damage(xs, exponent=EXPONENT)),
    "native, every second sample": (
        lambda xs: xs.repeat(2)[::2],
        lambda xs: bc.cycles.damage(xs, exponent=EXPONENT),
    ),
    "copy": (lambda xs: (np.empty_like(xs), xs), lambda both: np.copyto(*both)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", SAMPLES)
@pytest.mark.parametrize("signal", [walk, white, sine, soc, socq])
def test_damage(benchmark, signal, size, case):
    if size == "long" and case in SLOW:
        pytest.skip("short series tell the same")
    given_as, call = CASES[case]
    benchmark.group = f"damage of {signal.__name__}, {SAMPLES[size]} samples"
    series = signal(SAMPLES[size])
    benchmark(call, given_as(series.tolist() if given_as is list else series))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "name",
    [
        "commercial_pv_bess_1year_soc_15min",
        "fcr_1year_soc_10min",
        "peak_shaving_1year_soc_10min",
        "telecom_backup_peak_shaving_soc_15min",
    ],
)
def test_damage_of_a_measured_year(benchmark, name, case):
    file = outside(f"data/stationary_soc/{name}.csv.gz")
    given_as, call = CASES[case]
    benchmark.group = f"damage of {name}"
    series = np.loadtxt(file, delimiter=",", skiprows=1, usecols=1)
    benchmark(call, given_as(series.tolist() if given_as is list else series))


EDGES = np.linspace(0.0, 1.0, 51)


def listed_histogram(series):
    """Cycles listed, then sorted into classes."""
    cycles = bc.cycles.rainflow(series)
    return np.histogram(cycles.range, EDGES, weights=cycles.count)


HISTOGRAMS = {
    "python": (list, lambda xs: reference.cycles.histogram(xs, EDGES.tolist())),
    "rainflow": (list, lambda xs: rainflow.count_cycles(xs, binsize=0.02)),
    "numpy, of the native list": (np.asarray, listed_histogram),
    "native": (np.asarray, lambda xs: bc.cycles.histogram(xs, edges=EDGES)),
    "native, range and mean": (
        np.asarray,
        lambda xs: bc.cycles.range_mean_matrix(xs, range_edges=EDGES, mean_edges=EDGES),
    ),
    "native, from and to": (np.asarray, lambda xs: bc.cycles.from_to_matrix(xs, edges=EDGES)),
    "copy": (np.asarray, np.copy),
}


@pytest.mark.parametrize("case", HISTOGRAMS)
@pytest.mark.parametrize("size", SAMPLES)
def test_histogram(benchmark, size, case):
    if size == "long" and case in SLOW:
        pytest.skip("short series tell the same")
    given_as, call = HISTOGRAMS[case]
    benchmark.group = f"histogram of soc, {SAMPLES[size]} samples"
    benchmark(call, given_as(soc(SAMPLES[size]).tolist()))


@pytest.mark.parametrize("case", ["push", "extend"])
def test_counter(benchmark, case):
    benchmark.group = "counter, 100000 samples of soc"
    series = soc(100_000)
    values = series.tolist()

    def push():
        counter = bc.cycles.CycleCounter()
        for x in values:
            counter.push(x)

    def extend():
        bc.cycles.CycleCounter().extend(series)

    benchmark(push if case == "push" else extend)


def batch_damage():
    """Damage of the batch, which a process of its own makes once."""
    return bc.cycles.damage(batch(), exponent=EXPONENT)


@cache
def batch():
    return soc(8_760_000).reshape(1000, 8760)


THREADS = {"native, 1 thread": "1", "native, 2 threads": "2"}


@pytest.mark.parametrize("case", [*THREADS, "numba, 1 thread", "copy, 1 thread"])
def test_batch(benchmark, monkeypatch, case):
    benchmark.group = "damage of a batch, 1000 x 8760"
    if case in THREADS:
        monkeypatch.setenv("BATTCORE_NUM_THREADS", THREADS[case])  # read once in a process
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            process.submit(batch_damage).result()
            benchmark(lambda: process.submit(batch_damage).result())
    elif case == "copy, 1 thread":
        benchmark(np.copyto, np.empty_like(batch()), batch())
    else:
        benchmark(lambda: [numba_damage(series, EXPONENT) for series in batch()])


LINES = np.linspace(0.0, 1.0, 11)
LAW = bc.cycles.PowerLaw(exponent=EXPONENT)
LINEAR = bc.cycles.PiecewiseLinear(range=LINES, damage=LINES**EXPONENT)
KNOWN = {
    "damage at every sample": lambda xs: bc.cycles.DamageCounter(LAW).extend(xs),
    "the same by ten plays": lambda xs: bc.cycles.PlayCounter(LINEAR).extend(xs),
    "gradient": lambda xs: bc.cycles.gradient(xs, law=LAW),
    "attributes": lambda xs: bc.cycles.attributes(xs, dt_second=60.0, temperature_celsius=25.0),
    "five conventions": lambda xs: bc.cycles.compare(xs, law=LAW, dt_second=60.0),
    "cycles listed": bc.cycles.rainflow,
}


@pytest.mark.parametrize("case", KNOWN)
def test_what_is_known_of_cycles(benchmark, case):
    benchmark.group = "what is known of cycles, 1000000 samples of soc"
    benchmark(KNOWN[case], soc(1_000_000))


@pytest.mark.parametrize("case", ["push", "cost ahead"])
def test_damage_counter(benchmark, case):
    benchmark.group = "damage counter, 100000 samples of soc"
    values = soc(100_000).tolist()

    def push():
        counter = bc.cycles.DamageCounter(LAW)
        for x in values:
            counter.push(x)

    counter = bc.cycles.DamageCounter(LAW)
    counter.extend(values)
    benchmark(push if case == "push" else lambda: counter.cost(values))
