"""What time and use do to a cell: capacity and resistance over the years, by cause."""

from battcore.aging import blast
from battcore.aging._catalog import models
from battcore.aging._model import AgingModel
from battcore.aging._predict import AgingRun, RangeWarning, predict

__all__ = ["AgingModel", "AgingRun", "RangeWarning", "blast", "models", "predict"]
