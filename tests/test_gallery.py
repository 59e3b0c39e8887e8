"""Examples with data from outside, where it is at hand: they print what the gallery says."""

import runpy
from pathlib import Path

import pytest

from outside_data import outside

ROOT = Path(__file__).parents[1]
SCRIPTS = [
    path for path in sorted(ROOT.glob("examples/*.py")) if "BATTCORE_SHARED" in path.read_text()
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_prints_what_the_gallery_says(script, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("BATTCORE_SHARED", str(outside("data").parent))
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    told = ROOT / f"docs/measured/{script.stem}.txt"
    if told.exists():
        assert capsys.readouterr().out == told.read_text(encoding="utf-8")
