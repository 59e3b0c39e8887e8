"""Runs the command line: ``python -m battcore demo``."""

from battcore.cli import main

if __name__ == "__main__":
    main()
