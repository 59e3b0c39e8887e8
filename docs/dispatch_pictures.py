"""Pictures of how the plan that costs least is found: made at every build."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import battcore as bc
from battcore._arrays import Floats
from battcore.plot._style import (
    BLACK,
    BLUE,
    CAUSES,
    GREEN,
    ORANGE,
    RED,
    figure,
    legend,
    plain,
    title,
)
from battcore.reference import optimum, slope_queue

STORE = optimum.Store(
    capacity_kwh=2.0,
    charge_kw=1.0,
    discharge_kw=1.0,
    charge_efficiency=0.9,
    discharge_efficiency=0.9,
)
PRICES = [0.20, 0.10, 0.16, 0.34, 0.30]
DAYS = np.arange(72)
MARKET = 0.11 + 0.05 * np.sin((DAYS - 8) * np.pi / 6) + 0.03 * np.sin(DAYS * 0.37 + 1.0)
BATTERY = bc.Battery(
    energy_capacity_wh=4e3,
    charge_power_watt=1e3,
    discharge_power_watt=1e3,
    charge_efficiency=0.92,
    discharge_efficiency=0.92,
)
GRAY = "#bbbbbb"


def draw_all(folder: Path) -> None:
    """Write every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for draw in (merging, trimming, backwards, horizons, newton, planes, exclusive):
        draw().savefig(folder / f"dispatch_{draw.__name__}.svg", metadata={"Date": None})


def side_by_side(columns: int, height: float = 3.4) -> Figure:
    """An empty figure with panels in a row."""
    made = Figure(figsize=(9.0, height), layout="constrained")
    FigureCanvasAgg(made)
    for panel in made.subplots(1, columns, squeeze=False).flat:
        plain(panel)
    return made


def hour(price: float) -> optimum.Step:
    """An hour at the market, bought and sold at one price."""
    return optimum.Step(hours=1.0, net_kw=0.0, import_price=price, export_price=price)


def merging() -> Figure:
    """Two offers and their sum."""
    made = side_by_side(3)
    costs = [optimum.cost_of_change(STORE, hour(price)) for price in PRICES[:2]]
    offers = [
        [(*piece, color) for piece in slope_queue.pieces(cost)]
        for cost, color in zip(costs, (BLUE, ORANGE), strict=True)
    ]
    lowest = np.array([cost[0] for cost in costs])
    for axes, pieces, start, price in zip(made.axes, offers, lowest, PRICES, strict=False):
        chain(axes, start, pieces)
        title(axes, f"an hour at {price:.2f}")
    chain(made.axes[2], lowest.sum(axis=0), sorted([*offers[0], *offers[1]]))
    title(made.axes[2], "both: pieces by slope")
    made.axes[0].set_ylabel("cost")
    return made


def chain(axes: Axes, start: Floats, pieces: list[tuple[float, float, str]]) -> None:
    """A cost that grows along pieces of slope, length and color."""
    for slope, length, color in pieces:
        end = start + np.array([length, slope * length])
        axes.plot(*np.array([start, end]).T, color=color, linewidth=3, marker="o")
        start = end
    axes.set_xlabel("change of stored energy (kWh)")


def trimming() -> Figure:
    """The queue hour by hour, before it is cut to what the store can hold."""
    made = side_by_side(len(PRICES))
    queue = slope_queue.Queue(0.0, 0.0, rounding=0.0)
    for axes, price in zip(made.axes, PRICES, strict=True):
        offer = optimum.cost_of_change(STORE, hour(price))
        queue.push(offer[0][0], slope_queue.pieces(offer))
        stairs(axes, queue)
        queue.raise_low(0.0)
        queue.lower_high(STORE.capacity_kwh)
        title(axes, f"price {price:.2f}")
        axes.set(xlim=(-1.4, 3.2), ylim=(0.0, 0.42), xlabel="stored (kWh)")
        axes.set_xticks([0, 1, 2])
    made.axes[0].set_ylabel("price of a stored kWh")
    for axes in made.axes[1:]:
        axes.set_yticklabels([])
    return made


def stairs(axes: Axes, queue: slope_queue.Queue) -> None:
    """Segments side by side: as wide as they are long, as high as they are dear."""
    at = queue.low
    for segment in queue.segments:
        axes.bar(
            at, segment.slope, segment.length, align="edge", color=CAUSES[segment.step], alpha=0.85
        )
        at += segment.length
    for low, high in ((-1.4, 0.0), (STORE.capacity_kwh, 3.2)):
        axes.axvspan(low, high, facecolor="white", edgecolor=GRAY, alpha=0.65, hatch="///")


def market_plan() -> tuple[bc.dispatch.Plan, slope_queue.Plan, list[tuple[float, float]]]:
    """Three days at a market, by the kernel and by the twin, and what cutting told."""
    tariff = bc.Tariff(energy_price_per_kwh=MARKET, export_price_per_kwh=MARKET)
    site = bc.Site(load_watt=np.zeros(len(MARKET)), dt_second=3600.0, tariff=tariff)
    store = optimum.Store(
        capacity_kwh=4.0,
        charge_kw=1.0,
        discharge_kw=1.0,
        charge_efficiency=0.92,
        discharge_efficiency=0.92,
    )
    queue, slopes = slope_queue.Queue(0.0, 0.0, rounding=0.0), []
    for price in MARKET.tolist():
        offer = optimum.cost_of_change(store, hour(price))
        queue.push(offer[0][0], slope_queue.pieces(offer))
        slopes.append((queue.raise_low(0.0), queue.lower_high(store.capacity_kwh)))
    plan = bc.dispatch.optimize(BATTERY, site, soc_start=0.0)
    return plan, slope_queue.optimize(store, [hour(price) for price in MARKET], 0.0), slopes


def backwards() -> Figure:
    """Prices, what a stored kWh is worth, and what a floor or a ceiling says of it."""
    plan, twin, slopes = market_plan()
    made = figure(2, height=5.0, ratios=[3, 2])
    top, bottom = made.axes
    top.step(DAYS, MARKET, where="post", color=GRAY, label="price")
    top.plot(DAYS, twin.worths, color=BLACK, label="worth of a stored kWh")
    used, dropped = (np.where(np.isfinite(side), side, np.nan) for side in np.array(slopes).T)
    top.plot(DAYS, used, "^", color=GREEN, markersize=5, label="used at empty: no less")
    top.plot(DAYS, dropped, "v", color=RED, markersize=5, label="dropped at full: no more")
    top.set(ylabel="per kWh", ylim=(0.0, 0.25))
    legend(top, columns=2)
    bottom.step(DAYS, plan.soc, where="post", color=BLUE)
    bottom.set(ylabel="soc", xlabel="hour", xlim=(0, len(DAYS)))
    return made


def horizons() -> Figure:
    """From each hour to the one whose price settled it."""
    plan, _, _ = market_plan()
    made = figure(2, height=5.0, ratios=[3, 2])
    top, bottom = made.axes
    top.step(DAYS, MARKET, where="post", color=GRAY)
    top.set_ylabel("price per kWh")
    title(top, "Each hour was settled by the price at the end of its line")
    ahead = plan.certificate.look_ahead
    for place, (step, later) in enumerate(zip(DAYS.tolist(), ahead.tolist(), strict=True)):
        end = step + later if later >= 0 else len(DAYS)
        row, color = place % 12, BLUE if later >= 0 else RED
        bottom.plot([step, end], [-row, -row], color=color, marker="|", markersize=6)
    bottom.set(yticks=[], xlabel="hour; red: the data ended first", xlim=(0, len(DAYS)))
    return made


LOAD = np.array([2.0, 2.2, 2.5, 4.5, 3.4, 2.4, 2.2, 3.9, 4.1, 3.0, 2.1, 2.0])


def fullest(limit: float) -> tuple[float, float]:
    """Lowest energy of a store kept as full as `limit` lets it, and its slope. [kWh]"""
    energy, growth, lowest = 2.0, 0.0, (np.inf, 0.0)
    for load in LOAD.tolist():
        room = limit - load
        energy += room / 0.9 if room < 0.0 else 0.9 * min(room, 1.0)
        growth += 1.0 / 0.9 if room < 0.0 else 0.9 * (room < 1.0)
        if energy >= 2.0:
            energy, growth = 2.0, 0.0
        lowest = min(lowest, (energy, growth))
    return lowest


def newton() -> Figure:
    """The lowest energy over the limit, and tangents from below."""
    limits = np.linspace(1.2, 4.2, 300)
    made = figure(1, height=3.8)
    axes = made.axes[0]
    axes.plot(limits, [fullest(limit)[0] for limit in limits], color=BLUE)
    axes.axhline(0.0, color=BLACK, linewidth=0.8)
    limit = 1.3
    for turn in range(1, 6):
        energy, growth = fullest(limit)
        if energy > -1e-9:
            break
        later = limit - energy / growth
        axes.plot([limit, limit], [0.0, energy], color=GRAY, linestyle=":")
        axes.plot([limit, later], [energy, 0.0], color=RED, marker="o", label=f"step {turn}")
        limit = later
    axes.set(xlabel="import limit (kW)", ylabel="lowest energy (kWh)")
    title(axes, f"Newton's steps end at {limit:.3f} kW")
    return made


def planes() -> Figure:
    """Energy cost and demand charge over the limit, and the planes below them."""
    price, charge = np.tile([0.12, 0.10, 0.11, 0.30, 0.16, 0.14], 2), 0.07
    tariff = bc.Tariff(energy_price_per_kwh=price)

    def ask(limit: float) -> tuple[float, float]:
        site = bc.Site(
            load_watt=LOAD * 1e3, dt_second=3600.0, tariff=tariff, import_limit_watt=limit * 1e3
        )
        plan = bc.dispatch.optimize(BATTERY, site, soc_start=0.25)
        return plan.objective + charge * limit, charge - plan.duals().import_per_kw.sum()

    limits = np.linspace(3.51, 5.5, 60)
    made = figure(1, height=3.8)
    axes = made.axes[0]
    costs = np.array([ask(limit)[0] for limit in limits])
    axes.plot(limits, costs, color=BLACK)
    left, right = 3.55, 5.5
    for turn in range(3):
        (low, falls), (high, rises) = ask(left), ask(right)
        meeting = (high - rises * right - low + falls * left) / (falls - rises)
        for at, cost, slope, color in ((left, low, falls, BLUE), (right, high, rises, ORANGE)):
            axes.plot(limits, cost + slope * (limits - at), color=color, alpha=0.35 + 0.3 * turn)
        bound = low + falls * (meeting - left)
        axes.plot(meeting, bound, "o", color=RED)
        left, right = (meeting, right) if ask(meeting)[1] < 0.0 else (left, meeting)
    axes.set(xlabel="import limit (kW)", ylabel="cost", ylim=(2 * costs.min() - costs.max(), None))
    title(axes, "Red: lowest point above the planes, a bound and the next question")
    return made


def exclusive() -> Figure:
    """A step and a future at negative prices, with and without both powers at once."""
    prices = [-0.08, -0.12, -0.15, -0.02]
    steps = [hour(price) for price in prices]
    made = side_by_side(2, 3.8)
    left, right = made.axes
    knots = np.array(optimum.cost_of_change(STORE, steps[0]))
    pieces = slope_queue.pieces([*map(tuple, knots.tolist())])
    hull = np.cumsum([[0.0, 0.0], *([length, slope * length] for slope, length in pieces)], axis=0)
    left.plot(*(hull + knots[0]).T, color=RED, linestyle="--", marker="o", label="at once")
    left.plot(*knots.T, color=BLUE, marker="o", label="one or the other")
    left.set(xlabel="change of stored energy (kWh)", ylabel="cost of an hour at -0.08")
    legend(left)
    stored = np.linspace(0.0, STORE.capacity_kwh, 41)
    right.plot(stored, relaxed_costs(prices[1:], stored), color=RED, linestyle="--")
    right.plot(*np.array(optimum.costs_ahead(STORE, steps, 0.0)[0]).T, color=BLUE, marker="o")
    right.set(xlabel="stored energy (kWh)", ylabel="cost of the three hours after it")
    return made


def relaxed_costs(prices: list[float], stored: Floats) -> list[float]:
    """What hours at these prices cost from each stored energy on, both powers at once allowed."""
    tariff = bc.Tariff(energy_price_per_kwh=prices, export_price_per_kwh=prices)
    site = bc.Site(load_watt=np.zeros(len(prices)), dt_second=3600.0, tariff=tariff)
    battery = bc.Battery(
        energy_capacity_wh=2e3,
        charge_power_watt=1e3,
        discharge_power_watt=1e3,
        charge_efficiency=0.9,
        discharge_efficiency=0.9,
    )
    return [
        bc.dispatch.optimize(battery, site, soc_start=kwh / 2.0, exclusive=False).objective
        for kwh in stored.tolist()
    ]
