"""The command ``battcore``."""

import sys
from importlib import import_module

from battcore._extras import require


def main() -> None:
    """Run the command line; where a package is missing, say which extra brings it."""
    try:
        for package in ("typer", "rich", "matplotlib"):
            require(package, "cli")
        import_module("battcore.cli.commands").app(prog_name="battcore")
    except ModuleNotFoundError as error:
        sys.exit(f"battcore: {error}")
