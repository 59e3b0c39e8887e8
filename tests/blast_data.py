"""Numbers of BLAST-Lite 1.1.1, and the models that ship by its names for them."""

import json
import tomllib
from pathlib import Path

import numpy as np

import battcore as bc

HERE = Path(__file__).parent / "data/blast"
CONDITIONS, GOLDEN, KERNELS, PROFILES, VARIANTS = (
    json.loads((HERE / f"{name}.json").read_text())
    for name in ("conditions", "golden", "kernels", "profiles", "variants")
)


def habits(model):
    return tomllib.loads(model.card).get("blast")


MODELS = {habits(model)["model"]: model for model in bc.aging.models().values() if habits(model)}


def duty(profile):
    """Seconds, state of charge and temperature of a profile."""
    number = np.arange(profile["n"])
    tile = profile.get("soc_tile", profile.get("soc"))
    soc = np.resize(np.array(tile, float), number.size) / profile["soc_scale"]
    celsius = np.resize(np.array(profile["temp"], float), number.size) / profile["temp_scale"]
    return number * float(profile["dt_s"]), soc, celsius


def window(at):
    """The same of a window of the kernel tests."""
    found = KERNELS["windows"][at]
    seconds = np.arange(len(found["soc"])) * float(found["dt_s"])
    scales = {"soc": KERNELS["soc_scale"], "temp": KERNELS["temp_scale"]}
    return seconds, *(np.array(found[name]) / scale for name, scale in scales.items())


def numbers(values):
    """What was recorded; NaN where there was no finite number."""
    return np.array([np.nan if value is None else value for value in values], float)
