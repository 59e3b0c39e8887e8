"""What public functions and nouns take, by their names: numbers, and what stands beside them.

Each case is what is right, in two parts: arguments that are numbers, and those that are not.
"""

from input_cases import battery, dispatch, site

CASES = battery.CASES | site.CASES | dispatch.CASES
TAKES_NO_NUMBER = {
    "aging.AgingModel",
    "aging.AgingState",
    "aging.Strings",
    "aging.models",
    "dispatch.Stack",
    "gridcode.codes",
}
TOLD_AS = {
    ("simulation.start", "soc"): "soc_start",
    ("simulation.simulate", "years"): "duration_second",
}
