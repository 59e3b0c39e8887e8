"""Packages that nobody needs until something asks for them."""

from importlib import import_module
from types import ModuleType


def require(module: str, extra: str) -> ModuleType:
    """Import `module`, or say which `extra` of battcore brings it."""
    package = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise  # it is there, and something that it needs is not
        message = f'{package} is not installed; pip install "battcore[{extra}]" brings it'
        raise ModuleNotFoundError(message, name=package) from error
