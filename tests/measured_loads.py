"""Measured AI loads, each scaled to a campus of 300 MW peak: power in W, and the step in s."""

from functools import cache

import numpy as np

from outside_data import outside


def read(name):
    path = outside("data/ai_power") / name
    return np.genfromtxt(path, delimiter=",", names=True, dtype=None, encoding="utf-8")


def campus(load):
    return load * (300e6 / load.max())


@cache
def training():
    return campus(read("h100x512_gpt3_train_run2_2s.csv.gz")["cluster_kw"]), 2.0


@cache
def campaign():
    log = read("h100x72_unet3d_campaign_2s.csv.gz")
    clock = np.arange(log["epoch_s"][0], log["epoch_s"][-1] + 1, 2)
    return campus(np.interp(clock, log["epoch_s"], log["power_kw"])), 2.0


@cache
def node():
    log = read("b200x8_node_train_1s.csv.gz")
    run = (log["workload"] == "retinanet") & (log["run"] == 0)
    return campus(log["power_kw"][run]), 1.0
