"""What was measured on real machines, in shares of each trace's own peak.

The traces are AC power recordings published with the MLPerf training results v4.0 and v5.0
(MLCommons, Apache-2.0); they are no benchmark results. Samples are 2 s apart, 1 s for the node.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How much and how fast a load moves."""

    mean: float
    """Mean power. [1]"""
    step_quantile: tuple[float, float, float]
    """Step from sample to sample: median, 90 % and 99 % quantile of its size. [1]"""
    rolling_range: tuple[float, float, float, float]
    """Largest range within 5, 15, 60 and 600 s. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One synchronous job, 512 H100 in 64 nodes, GPT-3 175B; from 200 s on, past its start."""

    movement: Movement
    """Movement of the cluster."""
    deviation: float
    """Standard deviation of the cluster. [1]"""
    node_deviation: float
    """Standard deviation of a node, as a share of a 64th of the cluster's peak. [1]"""
    node_peak_watt: float
    """A 64th of the cluster's peak. [W]"""
    correlation: float
    """Mean correlation of the power of two nodes. [1]"""
    deviation_growth: float
    """Exponent with which the standard deviation grows over 1 to 64 nodes. [1]"""
    frame_second: float
    """Twelve iterations and an evaluation that takes as long as a thirteenth. [s]"""
    line_hertz: float
    """Strongest line of the spectrum: one iteration. [Hz]"""
    line_amplitude: float
    """Amplitude of that line. [1]"""
    second_line_amplitude: float
    """Amplitude of its second harmonic. [1]"""
    iteration_level: tuple[float, ...]
    """Eleven equal parts of an iteration, least squares on 2 s means. [1]"""
    evaluation_level: tuple[float, ...]
    """Fourteen such parts: the evaluation takes the place of the last trough before it. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Twenty short jobs, 72 H100 in 9 nodes, 3D U-Net; straight lines where samples are missing."""

    movement: Movement
    """Movement of the cluster."""
    idle: float
    """Power between jobs. [1]"""
    idle_share: float
    """Share of time within 0.03 of the idle level. [1]"""
    busy_share: float
    """Share of time above 0.9. [1]"""
    period_second: float
    """Mean time from start to start. [s]"""
    start_second: tuple[float, ...]
    """Knots of a start: median of the starts, laid over each other. [s]"""
    start_level: tuple[float, ...]
    """Levels at these knots: loading, first epoch, and then training. [1]"""
    stop_second: tuple[float, ...]
    """Knots of a stop. [s]"""
    stop_level: tuple[float, ...]
    """Levels at these knots. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One water-cooled node of 8 B200, RetinaNet, its first run; from 20 s on."""

    movement: Movement
    """Movement of the node."""
    pause_second: float
    """Time for which all GPUs wait, as they do in a full validation or a checkpoint. [s]"""
    pause_level: float
    """Power in such a pause. [1]"""


TRAINING = Training(
    movement=Movement(
        mean=0.957,
        step_quantile=(0.0232, 0.0798, 0.1089),
        rolling_range=(0.1665, 0.1665, 0.1713, 0.1729),
    ),
    deviation=0.0413,
    node_deviation=0.0494,
    node_peak_watt=7163.0,
    correlation=0.72,
    deviation_growth=0.965,
    frame_second=142.15,
    line_hertz=0.0915,
    line_amplitude=0.0409,
    second_line_amplitude=0.0166,
    iteration_level=(
        *(0.885, 0.922, 0.967, 0.986, 0.989, 0.992),
        *(0.993, 0.993, 0.992, 0.967, 0.915),
    ),
    evaluation_level=(
        *(0.976, 0.906, 0.830, 0.846, 0.884, 0.887, 0.892),
        *(0.892, 0.893, 0.894, 0.892, 0.895, 0.892, 0.896),
    ),
)

CAMPAIGN = Campaign(
    movement=Movement(
        mean=0.611,
        step_quantile=(0.0007, 0.0179, 0.2501),
        rolling_range=(0.5615, 0.6554, 0.6655, 0.6673),
    ),
    idle=0.334,
    idle_share=0.421,
    busy_share=0.407,
    period_second=256.0,
    start_second=(0.0, 2.0, 6.0, 20.0, 28.0, 31.0, 34.5, 36.5, 41.0, 82.0, 84.0),
    start_level=(0.334, 0.373, 0.392, 0.395, 0.406, 0.430, 0.951, 0.959, 0.950, 0.949, 0.980),
    stop_second=(0.0, 1.0, 3.5, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 20.0),
    stop_level=(0.985, 0.985, 0.440, 0.406, 0.389, 0.364, 0.346, 0.339, 0.336, 0.334),
)

NODE = Node(
    movement=Movement(
        mean=0.919,
        step_quantile=(0.0057, 0.0157, 0.0588),
        rolling_range=(0.7083, 0.7083, 0.7105, 0.7105),
    ),
    pause_second=29.0,
    pause_level=0.353,
)
