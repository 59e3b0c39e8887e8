"""A progress bar for those who want one."""

from collections.abc import Callable

from battcore._extras import require


def bar() -> Callable[[float], object]:
    """Make a bar that is told the share done, from 0 to 1."""
    drawn = require("tqdm.auto", "progress").tqdm(total=100, unit="%", leave=False)

    def advance(share: float) -> None:
        drawn.update(round(100 * share, 1) - drawn.n)
        if share >= 1.0:
            drawn.close()

    return advance
