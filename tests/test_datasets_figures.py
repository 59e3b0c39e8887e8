"""The figures against the traces that they were measured on, and the load against the figures."""

import gzip

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from battcore.datasets import CAMPAIGN, NODE, TRAINING, ai_training
from outside_data import outside

WINDOWS = (5, 15, 60, 600)


def table(name):
    with gzip.open(outside(f"data/ai_power/{name}"), "rt") as lines:
        return np.genfromtxt(lines, delimiter=",", names=True, dtype=None, encoding="utf-8")


def in_shares(power):
    return power / power.max()


def rolling_range(power, dt_second):
    return [
        float(np.ptp(sliding_window_view(power, int(window // dt_second) + 1), axis=1).max())
        for window in WINDOWS
    ]


def step_quantile(power):
    return np.quantile(np.abs(np.diff(power)), [0.5, 0.9, 0.99])


def lines(power, dt_second):
    """Frequency and amplitude of the strongest line, and amplitude of its second harmonic."""
    window = np.hanning(power.size)
    spectrum = np.abs(np.fft.rfft((power - power.mean()) * window, 16 * power.size))
    amplitude = 2.0 * spectrum / window.sum()
    hertz = np.fft.rfftfreq(16 * power.size, dt_second)
    strongest = amplitude.argmax()
    near = np.abs(hertz - 2.0 * hertz[strongest]) < 0.003
    return hertz[strongest], amplitude[strongest], amplitude[near].max()


def growth(count, deviation):
    return np.polyfit(np.log(count), np.log(deviation), 1)[0]


def trained():
    trace = table("h100x512_gpt3_train_run2_2s.csv.gz")
    power = in_shares(trace["cluster_kw"])
    return power[trace["t_s"] >= 200][:-3]  # it stops in the last samples


def campaigned():
    trace = table("h100x72_unet3d_campaign_2s.csv.gz")
    clock = np.arange(trace["epoch_s"][0], trace["epoch_s"][-1] + 1, 2.0)
    return in_shares(np.interp(clock, trace["epoch_s"], trace["power_kw"]))


def of_one_node():
    trace = table("b200x8_node_train_1s.csv.gz")
    power = in_shares(trace["power_kw"])
    return power[(trace["workload"] == "retinanet") & (trace["run"] == 0)]


def generated(seconds, dt_second, **change):
    one_long_job = {
        "power_watt": 1.0,
        "jobs": 1,
        "nodes": 64,
        "job_second": 1e7,
        "checkpoint_second": 1e7,
        "pace_spread": 0.0,
        "start_second": 9.5e6,
    }
    return ai_training(seconds, dt_second, **{**one_long_job, **change})


def test_training_figures_are_those_of_the_trace():
    power, figures = trained(), TRAINING.movement
    assert power.mean() == pytest.approx(figures.mean, abs=5e-4)
    assert power.std() == pytest.approx(TRAINING.deviation, abs=1e-4)
    assert step_quantile(power) == pytest.approx(figures.step_quantile, abs=1e-4)
    assert rolling_range(power, 2.0) == pytest.approx(figures.rolling_range, abs=1e-4)


def test_the_lines_of_training_are_those_of_the_trace():
    power = in_shares(table("h100x512_gpt3_train_run2_2s.csv.gz")["cluster_kw"])
    expected = (TRAINING.line_hertz, TRAINING.line_amplitude, TRAINING.second_line_amplitude)
    assert lines(power, 2.0) == pytest.approx(expected, abs=1e-4)


def test_coherence_figures_are_those_of_the_nodes():
    trace = table("h100x512_gpt3_train_run2_nodes_2s.csv.gz")
    nodes = np.array([trace[name] for name in trace.dtype.names[1:]])
    mean_peak = nodes.sum(axis=0).max() / len(nodes)
    pairs = np.corrcoef(nodes)[np.triu_indices(len(nodes), 1)]
    shuffled = np.random.default_rng(0)
    count = 2 ** np.arange(7)
    deviation = [
        np.mean([nodes[shuffled.permutation(64)[:n]].sum(axis=0).std() for _ in range(50)])
        for n in count
    ]
    assert mean_peak == pytest.approx(TRAINING.node_peak_watt, rel=1e-3)
    assert nodes.std(axis=1).mean() / mean_peak == pytest.approx(TRAINING.node_deviation, rel=0.01)
    assert pairs.mean() == pytest.approx(TRAINING.correlation, abs=0.005)
    assert growth(count, deviation) == pytest.approx(TRAINING.deviation_growth, abs=0.005)


def test_campaign_figures_are_those_of_the_trace():
    power, figures = campaigned(), CAMPAIGN.movement
    assert power.mean() == pytest.approx(figures.mean, abs=5e-4)
    assert step_quantile(power) == pytest.approx(figures.step_quantile, abs=1e-4)
    assert rolling_range(power, 2.0) == pytest.approx(figures.rolling_range, abs=1e-4)
    assert np.median(power[power < 0.36]) == pytest.approx(CAMPAIGN.idle, abs=5e-4)
    assert (power < CAMPAIGN.idle + 0.03).mean() == pytest.approx(CAMPAIGN.idle_share, abs=0.005)
    assert (power > 0.9).mean() == pytest.approx(CAMPAIGN.busy_share, abs=0.001)
    assert 2.0 * power.size / 20 == pytest.approx(CAMPAIGN.period_second, rel=0.01)


def test_node_figures_are_those_of_the_trace():
    power, figures = of_one_node(), NODE.movement
    assert power.mean() == pytest.approx(figures.mean, abs=5e-4)
    assert step_quantile(power) == pytest.approx(figures.step_quantile, abs=1e-4)
    assert rolling_range(power[20:], 1.0) == pytest.approx(figures.rolling_range, abs=1e-4)
    pauses = power[(power > 0.32) & (power < 0.38)]
    assert np.median(pauses) == pytest.approx(NODE.pause_level, abs=0.005)


def test_one_job_moves_like_the_measured_one():
    power, figures = generated(3200.0, 2.0), TRAINING.movement
    assert power.max() == pytest.approx(1.0, abs=0.005)
    assert power.mean() == pytest.approx(figures.mean, abs=0.002)
    assert power.std() == pytest.approx(TRAINING.deviation, rel=0.08)
    assert step_quantile(power) == pytest.approx(figures.step_quantile, rel=0.25)
    assert rolling_range(power, 2.0) == pytest.approx(figures.rolling_range, rel=0.08)


def test_one_job_oscillates_like_the_measured_one():
    hertz, amplitude, second = lines(generated(3200.0, 2.0), 2.0)
    assert hertz == pytest.approx(TRAINING.line_hertz, abs=2e-4)
    assert amplitude == pytest.approx(TRAINING.line_amplitude, rel=0.05)
    assert second == pytest.approx(TRAINING.second_line_amplitude, rel=0.1)


def test_deviation_grows_with_nodes_as_measured():
    count = 2 ** np.arange(7)
    deviation = [n * generated(3200.0, 2.0, nodes=int(n)).std() for n in count]
    assert growth(count, deviation) == pytest.approx(TRAINING.deviation_growth, abs=0.015)


@pytest.mark.parametrize("coherence", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("nodes", [1, 16, 1024])
def test_variance_follows_the_law_of_correlated_sums(coherence, nodes):
    """Var = N s^2 (1 + (N - 1) rho); s of the generator lies below the measured one."""
    share = (1.0 + (nodes - 1) * coherence) / nodes
    found = generated(14_215.0, 1.0, nodes=nodes, coherence=coherence)
    found = found[: found.size // 2 * 2].reshape(-1, 2).mean(axis=1).std()
    assert found == pytest.approx(TRAINING.node_deviation * np.sqrt(share), rel=0.1)


def test_short_jobs_move_like_the_measured_campaign():
    power = generated(
        200_000.0, 2.0, job_second=CAMPAIGN.period_second, gap_second=98.0, nodes=100_000
    )
    figures = CAMPAIGN.movement
    assert power.mean() == pytest.approx(figures.mean, rel=0.05)
    assert power.min() == pytest.approx(CAMPAIGN.idle, abs=0.001)
    assert (power > 0.9).mean() == pytest.approx(CAMPAIGN.busy_share, abs=0.05)
    assert (power < CAMPAIGN.idle + 0.03).mean() == pytest.approx(CAMPAIGN.idle_share, abs=0.05)
    assert step_quantile(power)[[0, 2]] == pytest.approx(
        [figures.step_quantile[0], figures.step_quantile[2]], rel=0.15, abs=0.001
    )
    assert rolling_range(power, 2.0) == pytest.approx(figures.rolling_range, rel=0.03)


def test_pauses_move_like_those_of_the_measured_node():
    power = generated(1320.0, 1.0, checkpoint_second=335.0)
    figures = NODE.movement
    assert power.mean() == pytest.approx(figures.mean, rel=0.03)
    assert rolling_range(power, 1.0) == pytest.approx(figures.rolling_range, rel=0.1)
