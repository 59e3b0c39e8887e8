"""How all pictures look: one palette that color-blind readers can tell apart, and few lines."""

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# M. Okabe, K. Ito, Color universal design, 2008
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
PURPLE, SKY, BLACK = "#cc79a7", "#56b4e9", "#333333"
CAUSES = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED)
LOAD, GRID, BATTERY, CHARGE = RED, BLUE, GREEN, PURPLE


def figure(rows: int = 1, *, height: float = 4.2, ratios: list[float] | None = None) -> Figure:
    """Make an empty figure with `rows` panels over one axis, apart from any global state."""
    made = Figure(figsize=(9.0, height), layout="constrained")
    FigureCanvasAgg(made)
    for panel in made.subplots(rows, sharex=True, squeeze=False, height_ratios=ratios).flat:
        plain(panel)
    return made


def plain(axes: Axes) -> None:
    """Leave two edges and a light grid."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def title(axes: Axes, text: str) -> None:
    """Write what the picture shows above it, from the left."""
    axes.set_title(text, loc="left", fontsize=11)


def legend(axes: Axes, *, columns: int = 4) -> None:
    """Explain the lines below the title, in one row."""
    axes.legend(
        frameon=False, ncols=columns, loc="lower right", bbox_to_anchor=(1.0, 1.0), fontsize=9
    )


def watt_scale(highest: float) -> tuple[float, str]:
    """Find the unit in which `highest` watts read well."""
    for scale, unit in ((1e6, "MW"), (1e3, "kW")):
        if highest >= scale:
            return scale, unit
    return 1.0, "W"


def time_scale(second: float) -> tuple[float, str]:
    """Find the unit in which `second` seconds read well."""
    for scale, unit, least in (
        (31_536_000.0, "years", 2.0),
        (86_400.0, "days", 2.0),
        (3600.0, "h", 2.0),
        (60.0, "min", 2.0),
    ):
        if second >= least * scale:
            return scale, unit
    return 1.0, "s"
