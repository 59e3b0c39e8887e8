"""Time BLAST-Lite on the duty of bench_aging.py, in an environment made for it.

Run it as a script. The package wants NumPy below 2 and some sixty packages more, so it gets a
virtual environment in the cache folder, made once.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

PEER = "blast-lite==1.1.1"
HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "battcore/blast-lite-1.1.1"

SCRIPT = """
import time
import numpy as np
from blast.models import Lfp_Gr_250AhPrismatic, Nmc111_Gr_Kokam75Ah_Battery

DAY, YEARS = 86_400.0, 10
for step, dt in (("hourly", 3600.0), ("minute", 60.0)):
    day = np.arange(int(YEARS * 365 * DAY / dt) + 1) * dt / DAY
    corners = np.array([0.0, 4.0, 10.0, 16.0, 22.0, 24.0]) / 24
    soc = np.interp(day % 1.0, corners, [0.1, 0.1, 0.9, 0.9, 0.1, 0.1])
    celsius = 20 + 10 * np.sin(2 * np.pi * day / 365) + 3 * np.sin(2 * np.pi * day)
    duty = {"Time_s": day * DAY, "SOC": soc, "Temperature_C": celsius}
    for model in (Lfp_Gr_250AhPrismatic, Nmc111_Gr_Kokam75Ah_Battery):
        seconds = []
        for _ in range(3):
            cell, start = model(), time.perf_counter()
            cell.simulate_battery_life(duty)
            seconds.append(time.perf_counter() - start)
        left = cell.outputs["q"][-1]
        print(f"{model.__name__} {step}: {np.median(seconds):.3f} s, q = {left:.6f}")
"""


def interpreter() -> Path:
    """Python with the peer installed."""
    python = HOME / "bin/python"
    if not (HOME / "made").exists():
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER], check=True)
        (HOME / "made").touch()
    return python


if __name__ == "__main__":
    sys.exit(subprocess.run([interpreter(), "-c", SCRIPT], check=False).returncode)
