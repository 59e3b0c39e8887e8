"""What time and use do to a cell: capacity and resistance over the years, by cause."""

from battcore.aging import blast
from battcore.aging._catalog import models
from battcore.aging._check import Check, Finding
from battcore.aging._check_ups import CheckUps
from battcore.aging._compare import Comparison, compare
from battcore.aging._draw import draw, pick
from battcore.aging._engine import Reading
from battcore.aging._fit import AgingFit, fit
from battcore.aging._model import AgingModel
from battcore.aging._predict import predict
from battcore.aging._run import AgingRun, Percentiles, RangeWarning
from battcore.aging._start import start
from battcore.aging._state import AgingState
from battcore.aging._strings import Strings
from battcore.aging._wear import Wear, WearPrice, wear

__all__ = [
    "AgingFit",
    "AgingModel",
    "AgingRun",
    "AgingState",
    "Check",
    "CheckUps",
    "Comparison",
    "Finding",
    "Percentiles",
    "RangeWarning",
    "Reading",
    "Strings",
    "Wear",
    "WearPrice",
    "blast",
    "compare",
    "draw",
    "fit",
    "models",
    "pick",
    "predict",
    "start",
    "wear",
]
