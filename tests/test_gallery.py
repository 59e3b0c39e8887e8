"""What the gallery says that scripts print is what they print, where the data is at hand."""

import os
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("BATTCORE_SHARED", ROOT / "../shared"))
MEASURED = sorted(ROOT.glob("docs/measured/*.txt"))


@pytest.mark.parametrize("told", MEASURED, ids=lambda path: path.stem)
def test_a_script_prints_what_the_gallery_says(told, capsys, monkeypatch):
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no data in {SHARED}")
    monkeypatch.setenv("BATTCORE_SHARED", str(SHARED))
    runpy.run_path(str(ROOT / f"examples/{told.stem}.py"), run_name="__main__")
    assert capsys.readouterr().out == told.read_text(encoding="utf-8")
