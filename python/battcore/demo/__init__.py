"""The main job: a battery beside an AI data center, from scenario to report and pictures."""

from battcore.demo.campus import campus, campus_day
from battcore.demo.folder import write
from battcore.demo.job import Outcome, perform
from battcore.demo.minutes import Understatement, understatement
from battcore.demo.own_load import beside
from battcore.demo.scenario import Scenario
from battcore.demo.story import describe, tell
from battcore.demo.trace_file import LoadTrace, read_trace

__all__ = [
    "LoadTrace",
    "Outcome",
    "Scenario",
    "Understatement",
    "beside",
    "campus",
    "campus_day",
    "describe",
    "perform",
    "read_trace",
    "tell",
    "understatement",
    "write",
]
