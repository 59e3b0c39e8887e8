"""Data that does not travel with the project, where it is at hand."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("BATTCORE_SHARED", Path(__file__).parents[1] / "../shared")).resolve()


def outside(path):
    """A file or folder of it; a test that asks for what is not there is skipped."""
    if not (FOLDER / path).exists():
        pytest.skip(f"no {path} in the folder that BATTCORE_SHARED names")
    return FOLDER / path
