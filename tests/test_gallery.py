"""Examples with data from outside, where it is at hand: they print what the gallery says."""

import os
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("BATTCORE_SHARED", ROOT / "../shared"))
SCRIPTS = [
    path for path in sorted(ROOT.glob("examples/*.py")) if "BATTCORE_SHARED" in path.read_text()
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_prints_what_the_gallery_says(script, capsys, tmp_path, monkeypatch):
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no data in {SHARED}")
    monkeypatch.setenv("BATTCORE_SHARED", str(SHARED))
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    told = ROOT / f"docs/measured/{script.stem}.txt"
    if told.exists():
        assert capsys.readouterr().out == told.read_text(encoding="utf-8")
