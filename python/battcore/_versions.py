"""What is installed, for a bug report."""

import platform

from battcore import _battcore


def show_versions() -> None:
    """Print the versions that a bug report should name."""
    print(f"battcore {_battcore.__version__}")  # noqa: T201
    print(f"python {platform.python_version()} on {platform.platform()}")  # noqa: T201
    for package in ("numpy", "matplotlib", "pandas", "polars", "xarray", "rich", "typer"):
        print(f"{package} {_installed(package)}")  # noqa: T201


def _installed(package: str) -> str:
    from importlib import metadata  # noqa: PLC0415 (most of what importing battcore would cost)

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
