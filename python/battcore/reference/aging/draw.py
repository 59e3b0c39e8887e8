"""Numbers by lot: SplitMix64 of seed, battery and name, then the transform of Box and Muller."""

import math

WORD = 1 << 64


def mixed(x: int) -> int:
    """Turn a word into one that looks like chance."""
    x = (x + 0x9E3779B97F4A7C15) % WORD
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB % WORD
    return x ^ (x >> 31)


def named(name: str) -> int:
    """Turn a name into a word, by FNV-1a."""
    word = 0xCBF29CE484222325
    for byte in name.encode():
        word = (word ^ byte) * 0x100000001B3 % WORD
    return word


def key(seed: int, name: str, battery: int) -> int:
    """Give the word that belongs to what is drawn."""
    return mixed(mixed(seed ^ named(name)) ^ mixed(battery))


def normal(seed: int, name: str, battery: int) -> float:
    """Draw a standard normal number."""
    word = key(seed, name, battery)
    radius, angle = 1 - (mixed(word ^ 1) >> 11) / 2**53, (mixed(word ^ 2) >> 11) / 2**53
    return math.sqrt(-2 * math.log(radius)) * math.cos(math.tau * angle)


def place(seed: int, battery: int, count: int) -> int:
    """Draw one of `count` places."""
    return key(seed, "set", battery) * count // WORD
