"""A page of short sections, as plain text or in color."""

from dataclasses import dataclass
from typing import Any

from battcore._extras import require

_NAME_WIDTH = 26


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and lines of name and figure."""

    title: str
    """Heading."""
    lines: tuple[tuple[str, str], ...]
    """Name and text of each line; an empty name continues the line above."""

    def text(self) -> str:
        """Write it as plain text.

        Returns
        -------
        str
            The heading, and a line each.
        """
        lines = [f"  {name:<{_NAME_WIDTH}}{told}" for name, told in self.lines]
        return "\n".join([self.title, *lines])


@dataclass(frozen=True, slots=True)
class Report:
    """Sections under a title.

    Examples
    --------
    >>> print(Report("A week", (Section("Energy", (("lost", "3 MWh"),)),)).text())
    A week
    <BLANKLINE>
    Energy
      lost                      3 MWh
    """

    title: str
    """First line."""
    sections: tuple[Section, ...]
    """In the order of reading."""

    def text(self) -> str:
        """Write it as plain text; needs nothing but Python.

        Returns
        -------
        str
            All sections, one below the other.
        """
        return "\n\n".join([self.title, *(section.text() for section in self.sections)])

    def show(self, console: Any = None) -> None:  # noqa: ANN401
        """Print it with color, in two columns where there is room.

        Parameters
        ----------
        console : rich.console.Console, optional
            Where to; None: standard output.

        Raises
        ------
        ModuleNotFoundError
            If rich is not installed; the extra ``cli`` brings it.
        """
        console = console or require("rich.console", "cli").Console(highlight=False)
        console.print(f"\n[bold]{self.title}[/bold]\n")
        half = _middle(self.sections)
        grid = require("rich.table", "cli").Table.grid(padding=(0, 3))
        if console.width >= 116:
            grid.add_row(_column(self.sections[:half]), _column(self.sections[half:]))
        else:
            grid.add_row(_column(self.sections))
        console.print(grid)


def _column(sections: tuple[Section, ...]) -> Any:  # noqa: ANN401
    group = require("rich.console", "cli").Group
    return group(*(each for section in sections for each in _painted(section)))


def _painted(section: Section) -> tuple[Any, ...]:
    text = require("rich.text", "cli").Text
    table = require("rich.table", "cli").Table.grid(padding=(0, 2))
    table.add_column(width=_NAME_WIDTH - 2, overflow="fold")
    table.add_column(overflow="fold")
    for name, told in section.lines:
        table.add_row(text(f"  {name}", style="dim"), text(told))
    return text(section.title, style="bold cyan"), table, text()


def _middle(sections: tuple[Section, ...]) -> int:
    """Where the page is best cut, so that both columns are about as long."""
    lengths = [len(section.lines) + 2 for section in sections]
    left_over_right = (abs(2 * sum(lengths[:cut]) - sum(lengths)) for cut in range(len(lengths)))
    return min(zip(left_over_right, range(len(lengths)), strict=True))[1]
