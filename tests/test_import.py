"""What `import battcore` leaves alone, seen in a process of its own."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

EXTRAS = {
    *("matplotlib", "pandas", "polars", "pyarrow", "pypsa"),
    *("rich", "typer", "vessim", "xarray"),
}
SLOW_TO_IMPORT = {"asyncio", "email", "importlib.metadata", "scipy"}
IS_FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def seen_by(code: str) -> object:
    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys\n{code}"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    return json.loads(done.stdout)


def test_neither_extras_nor_slow_modules_are_imported():
    code = "import numpy; before = {*sys.modules}; import battcore"
    modules = seen_by(f"{code}; print(json.dumps([*{{*sys.modules}} - before]))")
    assert not (EXTRAS | SLOW_TO_IMPORT) & {*modules}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
def test_no_thread_is_started():
    count = "len(os.listdir('/proc/self/task'))"
    code = f"import os, numpy; n = {count}; import battcore; print(json.dumps([n, {count}]))"
    before, after = seen_by(code)
    assert after == before


@pytest.mark.skipif(not IS_FREE_THREADED, reason="this interpreter has its lock")
def test_a_free_threaded_interpreter_stays_free():
    assert seen_by("import battcore; print(json.dumps(sys._is_gil_enabled()))") is False
