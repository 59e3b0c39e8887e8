import tomllib
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import butter, sosfilt

import battcore as bc
from battcore import _battcore, reference
from battcore.gridcode import BandAmplitudeLimit, GridCode, MeanRampLimit, RollingRangeLimit

CODES = bc.gridcode.codes()
TEN_IN_FIVE = RollingRangeLimit(limit_watt=10e6, window_second=5.0)
STEPS = st.sampled_from([0.1, 0.5, 1.0, 2.0, 7.0])
WATTS = st.floats(1e6, 300e6)
BANDS = st.tuples(st.sampled_from([0.01, 0.05, 0.1]), st.sampled_from([0.1, 0.4, 2.0]))
RAMPS = st.builds(
    MeanRampLimit,
    limit_watt_per_minute=WATTS,
    limit_share_per_minute=st.sampled_from([np.inf, 0.05]),
    window_second=st.sampled_from([0.0, 1.0, 3.0, 10.0]),
    direction=st.sampled_from(["both", "up", "down"]),
)
RANGES = st.builds(
    RollingRangeLimit,
    limit_watt=WATTS,
    window_second=st.sampled_from([0.2, 1.0, 5.0, 20.0]),
    band_hertz=st.none() | BANDS,
)
AMPLITUDES = st.builds(BandAmplitudeLimit, limit_watt=WATTS, band_hertz=BANDS)


@pytest.mark.parametrize(("hertz", "megawatt"), [(0.05, 14.142), (0.02, 32.361)])
def test_ten_megawatt_in_five_seconds_allow_a_tone_of_known_size(hertz, megawatt):
    second = np.arange(0.0, 200.0, 0.01)
    tone = 300e6 + 0.5e6 * megawatt * np.sin(2.0 * np.pi * hertz * second)
    assert bc.gridcode.check([TEN_IN_FIVE], 0.9999 * tone, 0.01).passes
    found = bc.gridcode.check([TEN_IN_FIVE], 1.0001 * tone, 0.01)
    assert found.verdict.tolist() == ["fail"]
    assert found.worst == pytest.approx(10e6, rel=2e-4)


def test_a_stop_of_a_job_under_the_same_number_read_in_two_ways():
    stop = np.repeat([300e6, 90e6], 1200)
    at_once, in_ten_minutes = (
        MeanRampLimit(limit_watt_per_minute=20e6, window_second=window) for window in (0.0, 600.0)
    )
    found = bc.gridcode.check([at_once, in_ten_minutes], stop, 1.0)
    assert found.worst.tolist() == [210e6 * 60.0, 21e6]
    assert found.margin.tolist() == [20e6 - 210e6 * 60.0, -1e6]
    assert found.first_index.tolist() == [1200, 1200]
    assert found.share_of_time == pytest.approx([1 / 2400, 600 / 2400])


@given(
    st.lists(WATTS, min_size=2, max_size=40),
    st.lists(STEPS, min_size=40, max_size=40) | STEPS.map(lambda step: [step] * 40),
    RAMPS | RANGES | AMPLITUDES,
)
def test_figures_agree_with_the_reference(power, steps, limit):
    steps = steps[: len(power)]
    found = bc.gridcode.check([limit], power, steps)
    is_even = len(set(steps)) == 1
    if "uneven steps" in found.obstacles:
        assert (is_even, found.worst.tolist(), found.first_index.tolist()) == (False, [0.0], [-1])
        return
    sizes = reference.gridcode.sizes(limit, power, steps)
    bound = reference.gridcode.bound(limit, max(power))
    assert found.bound.tolist() == [bound]
    assert found.worst == pytest.approx(max([0.0, *sizes.values()]), rel=1e-9, abs=1e-3)
    clear = all(abs(size - bound) > 1.0 for size in sizes.values())
    if clear:
        late = [index for index, size in sizes.items() if size > bound]
        assert found.first_index[0] == min(late, default=-1)
        share = sum(steps[i] for i in late) / (sum(steps[i] for i in sizes) or 1.0)
        assert found.share_of_time == pytest.approx(share)


@given(st.floats(1e-3, 40.0), st.floats(1e-3, 40.0), st.sampled_from([0.01, 0.1, 1.0]))
def test_the_filter_is_that_of_scipy(one, other, step):
    low, high = sorted((one, other))
    load = 3e8 + 1e7 * np.random.default_rng(3).normal(size=500)
    found = bc.gridcode.in_band(load, step, (low, high))
    if 2.0 * low * step >= 1.0:
        assert not found.any()
        return
    expected = sosfilt(butter(2, low, "high", fs=1.0 / step, output="sos"), load - load[0])
    if 2.0 * high * step < 1.0:
        expected = sosfilt(butter(2, high, "low", fs=1.0 / step, output="sos"), expected)
    assert found == pytest.approx(expected, abs=1e-9 * 3e8)


def test_after_the_warm_up_the_filter_has_forgotten_its_start():
    start = np.full(400, 3e8)
    for lead in (start, start + 1e7):  # the same load, met at rest and met in a step
        load = np.concatenate([lead[:1], start])
        swing = bc.gridcode.in_band(load, 0.1, (0.1, 4.0))
        assert np.abs(swing[201:]).max() <= 2.5e-4 * 1e7


@pytest.mark.parametrize(
    ("limit", "samples", "step", "obstacle"),
    [
        (RollingRangeLimit(limit_watt=1.0, window_second=3.0), 100, 2.0, "window shorter"),
        (RollingRangeLimit(limit_watt=1.0, window_second=300.0), 100, 2.0, "trace too short"),
        (MeanRampLimit(limit_watt_per_minute=1.0, window_second=0.0), 9, 31.0, "window shorter"),
        (MeanRampLimit(limit_watt_per_minute=1.0, window_second=0.0), 1, 1.0, "trace too short"),
        (BandAmplitudeLimit(limit_watt=1.0, band_hertz=(0.1, 0.3)), 100, 2.0, "band beyond"),
        (BandAmplitudeLimit(limit_watt=1.0, band_hertz=(0.3, 0.4)), 100, 2.0, "band beyond"),
        (BandAmplitudeLimit(limit_watt=1.0, band_hertz=(0.1, 0.2)), 10, 2.0, "trace too short"),
        (BandAmplitudeLimit(limit_watt=1.0, band_hertz=(0.1, 0.2)), 2, [1.0, 2.0], "uneven steps"),
    ],
)
def test_what_the_sampling_hides_is_never_passed(limit, samples, step, obstacle):
    found = bc.gridcode.check([limit], np.full(samples, 1e6), step)
    assert (found.judged.tolist(), found.verdict.tolist()) == ([False], ["not judged"])
    assert found.obstacles[0].startswith(obstacle)
    assert not found.passes


def test_what_is_seen_beyond_a_bound_fails_even_where_not_all_is_seen():
    found = bc.gridcode.check(
        [RollingRangeLimit(limit_watt=1e6, window_second=3.0)], [0.0, 9e6, 0.0], 2.0
    )
    assert (found.judged.tolist(), found.verdict.tolist()) == ([False], ["fail"])


@pytest.mark.parametrize("key", CODES)
def test_every_card_tells_where_it_is_from_and_warns(key):
    code = CODES[key]
    assert code.key == key
    assert all([code.label, code.applies_to, code.date, code.source, code.limits])
    assert not code.is_settled  # none was read in the document itself
    with pytest.warns(bc.gridcode.DraftWarning, match=key):
        bc.gridcode.check(key, [1e6] * 100, 1.0)


def test_cards_say_what_was_published():
    ramp_down, ramp_up = CODES["ercot_nprr1191"].limits
    bounds = [reference.gridcode.bound(limit, 300e6) for limit in (ramp_down, ramp_up)]
    assert bounds == [15e6, 6e6]
    assert CODES["ercot_2026"].limits == (
        RollingRangeLimit(limit_watt=10e6, window_second=5.0, band_hertz=(0.1, 55.0)),
    )
    assert reference.gridcode.bound(CODES["ieso_v3"].limits[2], 300e6) == 0.75e6


def test_limits_of_ones_own_do_not_warn():
    own = GridCode(key="own", label="own", limits=[TEN_IN_FIVE])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for code in (own, [TEN_IN_FIVE]):
            assert bc.gridcode.check(code, np.full(100, 5e6), 1.0).passes


@pytest.mark.parametrize(("key", "card"), _battcore.gridcode_cards())
def test_a_card_is_read_as_toml_reads_it(key, card):
    plain = tomllib.loads(card)
    code = GridCode.from_toml(card)
    assert (code.key, code.date, code.grade) == (key, plain["date"], plain["grade"])
    for limit, entries in zip(code.limits, plain["limits"], strict=True):
        kind = "".join(word.title() for word in entries.pop("kind").split("_"))
        assert type(limit).__name__ == f"{kind}Limit"
        for name, value in entries.items():
            expected = tuple(value) if isinstance(value, list) else value
            assert getattr(limit, name) == expected


@pytest.mark.parametrize(
    "card",
    ["", "key = 1", 'key = "a"\nlabel = "b"\nlimits = 3', 'key = "a"\nlabel = "b"\nsauce = 1'],
)
def test_what_is_no_card_is_refused(card):
    with pytest.raises(bc.InputError) as caught:
        GridCode.from_toml(card)
    assert caught.value.name == "card"


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: RollingRangeLimit(window_second=5.0), "limit_watt"),
        (lambda: RollingRangeLimit(limit_watt=0.0, window_second=5.0), "limit_watt"),
        (lambda: RollingRangeLimit(limit_share=-1.0, window_second=5.0), "limit_share"),
        (lambda: RollingRangeLimit(limit_watt=1.0, window_second=0.0), "window_second"),
        (lambda: MeanRampLimit(limit_watt_per_minute=1.0, window_second=-1.0), "window_second"),
        (lambda: BandAmplitudeLimit(limit_watt=1.0, band_hertz=(2.0, 1.0)), "band_hertz"),
        (lambda: BandAmplitudeLimit(limit_watt=1.0, band_hertz=(1.0,)), "band_hertz"),
        (lambda: GridCode(key="a", label="b", limits=[3.0]), "limits"),
        (lambda: GridCode(key="a", label="b", limits=[]), "limits"),
        (lambda: bc.gridcode.check("ercot", [1.0], 1.0), "code"),
        (lambda: bc.gridcode.check([TEN_IN_FIVE], [], 1.0), "power_watt"),
        (lambda: bc.gridcode.check([TEN_IN_FIVE], [1.0], 0.0), "dt_second"),
        (lambda: bc.gridcode.check([TEN_IN_FIVE], [1.0], [1.0, 1.0]), "dt_second"),
        (lambda: bc.gridcode.check([TEN_IN_FIVE], [1.0], 1.0, peak_watt=0.0), "peak_watt"),
        (lambda: bc.gridcode.in_band([1.0, 2.0], [1.0, 2.0], (0.1, 0.2)), "dt_second"),
    ],
)
def test_nonsense_is_refused_by_name(make, name):
    with pytest.raises(bc.InputError) as caught:
        make()
    assert caught.value.name == name
