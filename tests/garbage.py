"""Nonsense by hypothesis, shaped by the types that the stub of the native module names."""

import ast
import functools
import itertools
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import battcore

STUB = ast.parse((Path(battcore.__file__).parent / "_battcore.pyi").read_text())
ALIASES = {
    ast.unparse(node.target): node.value
    for node in STUB.body
    if isinstance(node, ast.AnnAssign) and node.value
}

HUGE = 2**70
SPECIAL = (float("nan"), float("inf"), -float("inf"), -0.0, 5e-324, -1.0, 1e300, -1e300)
LENGTHS = st.integers(0, 9)

FLOATS = st.one_of(st.floats(0, 1), st.floats(0, 1e4), st.sampled_from(SPECIAL))
INTEGERS = st.one_of(st.integers(0, 9), st.sampled_from([-1, -HUGE, HUGE]))
TEXT = st.one_of(st.sampled_from(["raise", "hold", "half", "rainflow", "", "\0"]), st.text())
ODD_ARRAYS = st.one_of(
    st.sampled_from(["f4", "i8", "?", "c16", "U3", "O", "M8[s]", ">f8"]).map(
        functools.partial(np.zeros, 3)
    ),
    arrays(np.float64, array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)),
    st.builds(lambda: np.arange(12.0)[::-2]),
    st.builds(lambda: np.frombuffer(bytes(33), np.uint8)[1:].view(np.float64)),  # misaligned
)


@functools.cache
def series(length: int) -> st.SearchStrategy[Any]:
    """Arrays that may well be right, so that nonsense gets past the front door."""
    return arrays(np.float64, length, elements=FLOATS)


ANYTHING = st.one_of(FLOATS, INTEGERS, TEXT, ODD_ARRAYS, LENGTHS.flatmap(series), st.none())
PLAIN = {"float": FLOATS, "int": INTEGERS, "bool": st.booleans(), "str": TEXT}


class Noise:
    """A parameter object with every attribute, each nonsense, and hardly twice the same."""

    def __init__(self, values: list[Any]) -> None:
        self._values = itertools.cycle(values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return next(self._values)


MOSTLY = st.integers(0, 4).map(bool)
NOISE = st.lists(st.one_of(FLOATS, FLOATS, FLOATS, ANYTHING), min_size=1).map(Noise)


def fitting(  # noqa: PLR0911 (one case per type)
    annotation: ast.expr | None, length: int
) -> st.SearchStrategy[Any]:
    """Values of the type that `annotation` names; noise for a type that is not plain."""
    match annotation:
        case ast.Name(id="Floats"):
            return series(length)
        case ast.Name(id="Integers"):
            return arrays(np.int64, length)
        case ast.Name(id=name) if name in PLAIN:
            return PLAIN[name]
        case ast.Name(id=name) if name in ALIASES:
            return fitting(ALIASES[name], length)
        case ast.BinOp(left=left, right=right):
            return st.one_of(fitting(left, length), fitting(right, length))
        case ast.Subscript(
            value=ast.Name(id="tuple"), slice=ast.Tuple(elts=[inner, ast.Constant()])
        ):
            return st.lists(fitting(inner, length), max_size=9).map(tuple)
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=parts)):
            return st.tuples(*(fitting(part, length) for part in parts))
        case ast.Subscript(value=ast.Name(id="list" | "Sequence"), slice=inner):
            return st.lists(fitting(inner, length), max_size=9)
        case ast.Constant(value=None):
            return st.none()
    return NOISE


def arguments(
    function: ast.FunctionDef, data: st.DataObject, owner: object = None
) -> tuple[list[Any], dict[str, Any]]:
    """Draw what `function` takes by position and by name.

    Arrays may be one and the same, and a method may meet its own object.
    """
    length = data.draw(LENGTHS)
    shared = data.draw(series(length))

    def drawn(parameter: ast.arg) -> Any:
        if not data.draw(MOSTLY):
            return data.draw(ANYTHING)
        annotation = ast.unparse(parameter.annotation) if parameter.annotation else ""
        if annotation in {type(owner).__name__, "Self"}:
            return owner
        if annotation == "Floats" and not data.draw(MOSTLY):
            return shared
        return data.draw(fitting(parameter.annotation, length))

    taken = [*function.args.posonlyargs, *function.args.args]
    by_position = [drawn(parameter) for parameter in taken if parameter.arg not in {"self", "cls"}]
    return by_position, {each.arg: drawn(each) for each in function.args.kwonlyargs}
