"""Long runs can be watched and stopped, side by side or after a fork, and give the same bits."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import battcore as bc
from simulation_cases import LFP, SHAVING, battery, load, same, stack

SITE = bc.Site(load_watt=load(1440), dt_second=60.0)
BATTERY = battery(aging=LFP)


def test_shares_rise_to_a_progress_callback():
    shares = []
    bc.simulate(BATTERY, SITE, stack(), years=2, progress=shares.append)
    assert shares == sorted(shares)
    assert all(0.0 < share <= 1.0 for share in shares)
    assert shares


def test_what_a_progress_callback_raises_comes_out():
    def give_up(share):
        raise LookupError(share)

    with pytest.raises(LookupError):
        bc.simulate(BATTERY, SITE, SHAVING, years=200, progress=give_up)
    assert bc.simulate(BATTERY, SITE, SHAVING).steps == 1440  # as if nothing had been


LONG_RUN = """
import os, signal, sys, threading, time
sys.path.insert(0, {here!r})
from test_simulation_watch import BATTERY, SITE, SHAVING, bc
sent = []
def interrupt():
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Timer(0.3, interrupt).start()
try:
    bc.simulate(BATTERY, SITE, SHAVING, years=2000)
except KeyboardInterrupt:
    waited = time.monotonic() - sent[0]
assert bc.simulate(BATTERY, SITE, SHAVING).steps == 1440
print(waited)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_stops_a_run_of_centuries():
    code = LONG_RUN.format(here=os.path.dirname(__file__))  # noqa: PTH120
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 2.0  # 0.05 s of the kernel, and whatever else the machine does


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_runs_after_its_parent_did():
    before = bc.simulate(BATTERY, SITE, SHAVING).state
    child = os.fork()
    if child == 0:
        os._exit(0 if bc.simulate(BATTERY, SITE, SHAVING).state == before else 1)
    for _ in range(200):
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            break
        time.sleep(0.05)
    else:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert found, "the child hangs"
    assert status == 0


def test_runs_in_threads_give_what_they_give_alone():
    alone = bc.simulate(BATTERY, SITE, stack(), years=0.2)
    with ThreadPoolExecutor(4) as pool:
        each = [pool.submit(bc.simulate, BATTERY, SITE, stack(), years=0.2) for _ in range(4)]
    assert all(same(alone.log, other.result().log) for other in each)


def test_other_threads_go_on_while_a_run_is_at_work():
    seen = []

    def count():
        while not done:
            seen.append(time.monotonic())
            time.sleep(0.001)

    done = []
    with ThreadPoolExecutor(1) as pool:
        pool.submit(count)
        start = time.monotonic()
        bc.simulate(BATTERY, SITE, SHAVING, years=3)
        end = time.monotonic()
        done.append(True)
    assert len([moment for moment in seen if start < moment < end]) >= 3


DIGEST = """
import sys, hashlib
sys.path.insert(0, {here!r})
from test_simulation_watch import BATTERY, SITE, bc, stack
run = bc.simulate(BATTERY, SITE, stack(), years=0.1, log="all")
bits = b"".join(column.tobytes() for column in run.log.columns().values())
print(hashlib.sha256(bits + run.state.to_json().encode()).hexdigest())
"""


def test_the_number_of_threads_changes_no_bit():
    code = DIGEST.format(here=os.path.dirname(__file__))  # noqa: PTH120
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env=os.environ | {"BATTCORE_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "4")
    }
    assert len(digests) == 1
