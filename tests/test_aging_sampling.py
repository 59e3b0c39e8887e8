"""Minutes and hours of one and the same record, and jumps that are met where they are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import battcore as bc

DAY = 86_400.0
MODELS = bc.aging.models()
HOUR = np.arange(24 * 15 + 1)
MINUTE = np.linspace(0, HOUR[-1], 60 * HOUR[-1] + 1)

pytestmark = pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")


def back_and_forth(way):
    """Go over 0 to 1 and back, as if thrown back at both ends."""
    folded = np.mod(way, 2)
    return np.where(folded > 1, 2 - folded, folded)


def sunny_days():
    sun = np.maximum(0, np.sin((HOUR % 24 - 6) / 12 * np.pi)) * (0.6 + 0.4 * np.sin(HOUR // 24))
    soc = [0.2]
    for power in 0.18 * sun[1:] - 0.06 * (1 + 0.5 * np.sin(HOUR[1:] / 5)):
        soc.append(min(max(soc[-1] + power, 0.05), 0.95))
    return np.array(soc)


draw = np.random.default_rng(1)
noise = draw.normal(size=HOUR.size)
SOC = {
    "sawtooth": 0.05 + 0.075 * np.minimum(HOUR % 24, 24 - HOUR % 24),
    "quick sawtooth": back_and_forth(0.371 * HOUR + 0.02),
    "from empty to full": HOUR % 2 * 1.0,
    "sun": sunny_days(),
    "random": draw.random(HOUR.size),
    "walk": back_and_forth(0.5 + 0.08 * np.cumsum(noise)),
    "frequency control": np.clip(0.7 + 0.02 * noise, 0, 1),
}
CELSIUS = {
    "mild": 25 + 5 * np.sin(HOUR / 4),
    "wild": 25 + 20 * np.sin(HOUR / 1.7) + 5 * draw.normal(size=HOUR.size),
}


def calm_start(run):
    """Losses and gains from the third day on: shares of next to nothing tell nothing."""
    return [column[2:] for column in (*run.losses.values(), *run.gains.values())]


@pytest.mark.parametrize("weather", CELSIUS)
@pytest.mark.parametrize("course", SOC)
def test_minutes_and_hours_agree_for_every_card(course, weather):
    soc, celsius = SOC[course], CELSIUS[weather]
    by_minute = (np.interp(MINUTE, HOUR, column) for column in (soc, celsius))
    soc_by_minute, celsius_by_minute = by_minute
    for key, model in MODELS.items():
        coarse = bc.aging.predict(model, soc, celsius, 3600.0)
        fine = bc.aging.predict(model, soc_by_minute, celsius_by_minute, 60.0)
        for some, same in zip(calm_start(coarse), calm_start(fine), strict=True):
            assert some == pytest.approx(same, rel=1e-3, abs=1e-9), key


def jumping(place, condition="soc"):
    """A cell that ages at one speed below a place, at four times as much from there on."""
    return bc.aging.AgingModel.build(
        key="jumping",
        label="Jumping",
        chemistry="any",
        capacity_ah=1.0,
        provenance="a test",
        license="CC0",
        parameters={"place": (place, "K" if condition == "T" else "1"), "k": (0.001, "1/day")},
        rates={"speed": {"average": True, "formula": f"k * where({condition} < place, 1, 4)"}},
        states={"lost": {"law": "linear", "x": "time_day", "k": "speed"}},
        health={"soh_capacity": "1 - lost"},
    )


def lost(points, place):
    """Loss by such a cell over straight lines of a day each, exactly."""
    low, high = np.sort([points[:-1], points[1:]], axis=0)
    moves = high - low > 1e-300
    above = np.clip((high - place) / np.where(moves, high - low, 1.0), 0, 1)
    return 0.001 * np.cumsum(1 + 3 * np.where(moves, above, low >= place))


place = st.floats(0.05, 0.95)
ends = st.sampled_from([0.0, 1.0])


@given(place, st.data())
@settings(deadline=None, max_examples=60)
def test_a_jump_is_met_where_it_is(place, data):
    """Reversals and rests at the jump itself, and points next to it, included."""
    near = st.sampled_from([place, place - 1e-12, place + 1e-12, place - 0.01])
    points = data.draw(st.lists(near | ends | st.floats(0, 1), min_size=2, max_size=12))
    run = bc.aging.predict(jumping(place), points, 25.0, DAY)
    assert 1 - run.soh_capacity == pytest.approx(lost(np.array(points), place), rel=1e-9)


@given(st.floats(-20, 50), st.lists(st.floats(-30, 60), min_size=2, max_size=12))
@settings(deadline=None, max_examples=30)
def test_a_jump_in_temperature_is_met_where_it_is(place, points):
    model = jumping(place + 273.15, "T")
    run = bc.aging.predict(model, np.full(len(points), 0.5), points, DAY)
    kelvin = np.array(points) + 273.15
    assert 1 - run.soh_capacity == pytest.approx(lost(kelvin, place + 273.15), rel=1e-9)


@given(place, st.integers(0, 2**32), st.integers(1, 239))
@settings(deadline=None, max_examples=20)
def test_a_duty_cut_anywhere_gives_the_same_bits(place, seed, cut):
    model = jumping(place)
    choices = [0.0, place, place, 1.0, *np.random.default_rng(seed).random(4)]
    soc = np.random.default_rng(seed).choice(choices, 241)
    whole = bc.aging.start(model, soc=soc[0]).advance(soc, 25.0, 3000.0)
    first = bc.aging.start(model, soc=soc[0]).advance(soc[: cut + 1], 25.0, 3000.0)
    assert first.advance(soc[cut:], 25.0, 3000.0) == whole


def test_cells_whose_rates_jump_at_places_of_their_own():
    places = np.array([0.3, 0.3, 0.62, 0.9])
    soc = np.array([0.1, 0.95, 0.5, 0.62, 0.62, 0.0])
    together = bc.aging.predict(jumping(0.5), soc, 25.0, DAY, parameters={"place": places})
    for place, capacity in zip(places, together.soh_capacity, strict=True):
        assert 1 - capacity == pytest.approx(lost(soc, place), rel=1e-9)
        alone = bc.aging.predict(jumping(0.5), soc, 25.0, DAY, parameters={"place": place})
        assert (alone.soh_capacity == capacity).all()
