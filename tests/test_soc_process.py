"""How a long run lives with threads, forks and the keyboard."""

import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import battcore as bc

FLEET = """
import hashlib, numpy as np, battcore as bc
power = np.random.default_rng(1).normal(0.0, 3e3, (70, 5000))
long = np.random.default_rng(2).normal(0.0, 3e3, 50_000)
fleet = bc.soc.integrate(power, 60.0, energy_capacity_wh=np.linspace(500.0, 900.0, 70))
one = bc.soc.integrate(long, 60.0, energy_capacity_wh=700.0)
data = fleet.soc.tobytes() + fleet.power_watt.tobytes() + one.soc.tobytes()
data += one.power_watt.tobytes()
print(hashlib.sha256(data).hexdigest())
"""

FORK = """
import os, numpy as np, battcore as bc
def run():
    bc.soc.integrate(np.zeros((64, 20_000)), 60.0, energy_capacity_wh=1.0)
run()
child = os.fork()
if child == 0:
    run()
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

INTERRUPT = """
import signal, threading, time, numpy as np, battcore as bc
power = np.zeros(SHAPE)
soc = np.empty(SHAPE)
sent = []
def send():
    sent.append(time.perf_counter())
    signal.raise_signal(signal.SIGINT)
threading.Timer(0.3, send).start()
try:
    while True:
        bc.soc.integrate(power, 60.0, energy_capacity_wh=1.0, out=(soc, None), EXTRA)
except KeyboardInterrupt:
    print(time.perf_counter() - sent[0])
bc.soc.integrate([1.0], 60.0, energy_capacity_wh=1.0)
"""


def run(code, **environment):
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_threads_do_not_change_bits():
    assert run(FLEET, BATTCORE_NUM_THREADS="1") == run(FLEET, BATTCORE_NUM_THREADS="4")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_fork_after_use_goes_on():
    assert run(FORK, BATTCORE_NUM_THREADS="2") == "7"


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
@pytest.mark.parametrize("extra", ["", "self_discharge_per_day=0.1, soc_min=0.1"])
def test_a_long_trace_can_be_interrupted(extra):
    code = INTERRUPT.replace("SHAPE", "(10_000_000,)").replace("EXTRA", extra)
    assert float(run(code)) < 0.2


def test_the_interpreter_is_free_meanwhile():
    power, soc = np.zeros(10_000_000), np.empty(10_000_000)
    ticks, done = [], threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks.append(time.perf_counter())

    ticker = threading.Thread(target=tick)
    ticker.start()
    begin = time.perf_counter()
    bc.soc.integrate(
        power,
        60.0,
        energy_capacity_wh=1.0,
        soc_min=0.1,
        self_discharge_per_day=0.1,
        out=(soc, None),
    )
    end = time.perf_counter()
    done.set()
    ticker.join()
    margin = 0.1 * (end - begin)
    assert any(begin + margin < at < end - margin for at in ticks)
