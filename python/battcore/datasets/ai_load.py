"""The power of a campus that trains large models."""

import numpy as np

from battcore._arrays import Floats
from battcore.datasets._campus import Campus
from battcore.datasets._checks import steps_in, whole, within
from battcore.datasets._job import Queue, Training
from battcore.datasets.figures import CAMPAIGN, NODE, TRAINING

_BLOCK = 32_768  # instants at a time: enough to forget the calls, few enough for the cache
_SPAN_SECOND = 2e6  # and no more of the clock than that, where noise is drawn for each second


def ai_training(
    duration_second: float = 86_400.0,
    dt_second: float = 60.0,
    *,
    power_watt: float = 300e6,
    jobs: int = 4,
    nodes: int = 40_000,
    coherence: float = TRAINING.correlation,
    job_second: float = 10_000.0,
    gap_second: float = 600.0,
    checkpoint_second: float = 1800.0,
    pace_spread: float = 0.1,
    start_second: float = 0.0,
    seed: int = 0,
) -> Floats:
    """Power of a campus of GPUs that trains large models, the same for the same seed.

    Each job iterates, evaluates every thirteenth iteration, pauses for checkpoints, stops and
    gives way to the next. Levels, times and shapes are those measured on real machines
    (`TRAINING`, `CAMPAIGN`, `NODE`). How long jobs run and wait is an assumption: by default what
    was reported of one training run of 16,384 GPUs, 466 interruptions in 54 days and more than
    90 % of the time in training.

    Samples are means over their step, computed from the energy at its two ends. So a trace of
    minutes is the mean of the trace of seconds, and a part of a trace equals the trace of that
    part, to 1e-9.

    Parameters
    ----------
    duration_second : float
        Length of the trace, a multiple of `dt_second`. [s]
    dt_second : float
        Step, at least 1: the measurements show nothing faster. [s]
    power_watt : float
        Power of the servers when all train at their highest level. Cooling is not included. [W]
    jobs : int
        Equal parts of the campus that run one job after another, each in its own time. [1]
    nodes : int
        Servers of the campus; what each does on its own evens out over many. [1]
    coherence : float
        Correlation of the power of two servers of one job, 0 to 1. The swing of iterations and
        evaluations grows as its square root. [1]
    job_second : float
        Mean time from one start of a job to the next. Start and end of each slot are drawn
        evenly, so that a job takes anything up to twice as long. [s]
    gap_second : float
        Mean time between two jobs of one part, drawn from half of it to one and a half. [s]
    checkpoint_second : float
        Time between the beginnings of two pauses, in which a job falls nearly to idle. [s]
    pace_spread : float
        Jobs iterate at their own pace, drawn evenly within this share of the measured one; at 0
        all keep time with each other. [1]
    start_second : float
        Where on the endless clock of this seed the trace begins. [s]
    seed : int
        Which campus. [1]

    Returns
    -------
    ndarray, shape (n,)
        Mean power of each step, ``n = duration_second / dt_second``. [W]

    Raises
    ------
    InputError
        If a number is not finite or outside its bounds, or the steps do not fill the duration.

    References
    ----------
    MLCommons, MLPerf training results v4.0 and v5.0, power logs.
    A. Grattafiori et al., The Llama 3 herd of models, arXiv 2407.21783, 2024, section 3.3.4.

    Examples
    --------
    >>> import battcore as bc
    >>> day = bc.datasets.ai_training(86_400.0, 1.0, seed=7)
    >>> minutes = bc.datasets.ai_training(86_400.0, 60.0, seed=7)
    >>> bool(abs(day.reshape(-1, 60).mean(axis=1) / minutes - 1.0).max() < 1e-9)
    True
    """
    steps = steps_in(duration_second, dt_second, shortest_second=1.0)
    within("power_watt", power_watt, np.finfo(float).tiny)
    jobs = whole("jobs", jobs, 1, 1000)
    nodes = whole("nodes", nodes, jobs)
    within("coherence", coherence, 0.0, 1.0)
    within("job_second", job_second, 60.0, 1e9)
    within("gap_second", gap_second, 0.0, 1e9)
    within("checkpoint_second", checkpoint_second, 2.0 * NODE.pause_second, 1e9)
    within("pace_spread", pace_spread, 0.0, 0.9)
    within("start_second", start_second, -1e11, 1e11)
    seed = whole("seed", seed, 0)
    training = Training.of(coherence, checkpoint_second)
    queues = tuple(
        Queue(seed, number, job_second, gap_second, pace_spread, training) for number in range(jobs)
    )
    campus = Campus(seed, nodes, coherence, queues)
    return power_watt * _mean_power(campus, start_second, dt_second, steps)


def _mean_power(campus: Campus, start_second: float, dt_second: float, steps: int) -> Floats:
    power = np.empty(steps)
    block = max(1, min(_BLOCK, int(_SPAN_SECOND / dt_second)))
    for first in range(0, steps, block):
        last = min(first + block, steps)
        clock = start_second + dt_second * np.arange(first, last + 1, dtype=np.float64)
        power[first:last] = campus.energy_between(clock)
    power /= dt_second
    power += CAMPAIGN.idle
    return power
