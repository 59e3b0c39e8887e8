"""No nonsense makes a native function panic, hang or end in an error of another kind."""

import ast
import contextlib
import signal
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from battcore import _battcore
from garbage import STUB, arguments

FUNCTIONS = [node for node in STUB.body if isinstance(node, ast.FunctionDef)]
CLASSES = [node for node in STUB.body if isinstance(node, ast.ClassDef)]
CONSTRUCTORS = ("__new__", "__init__")
PATIENCE_SECOND = 10

REFUSALS = (
    ValueError,
    TypeError,
    OverflowError,
    AttributeError,  # no parameter object at all
    RuntimeError,  # an object that is already at work
)

garbage = settings(deadline=None, max_examples=60)


def give_up(*_: object) -> None:
    raise TimeoutError(f"no answer in {PATIENCE_SECOND} s")


@contextlib.contextmanager
def answered_or_refused() -> Iterator[None]:
    """Let refusals pass; what hangs is interrupted where the platform has an alarm."""
    if not hasattr(signal, "setitimer"):
        with contextlib.suppress(*REFUSALS):
            yield
        return
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_SECOND)
    try:
        with contextlib.suppress(*REFUSALS):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def call(
    target: Callable[..., object], node: ast.FunctionDef, data: st.DataObject, owner: object = None
) -> object:
    by_position, by_keyword = arguments(node, data, owner)
    return target(*by_position, **by_keyword)


def members(cls: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in cls.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("node", FUNCTIONS, ids=lambda node: node.name)
@garbage
@given(data=st.data())
def test_a_function_stands_garbage(node, data):
    with answered_or_refused():
        call(getattr(_battcore, node.name), node, data)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda node: node.name)
@garbage
@given(data=st.data())
def test_a_class_stands_garbage(cls, data):
    native, nodes = getattr(_battcore, cls.name), members(cls)
    makers = [nodes.pop(name) for name in CONSTRUCTORS if name in nodes]
    with answered_or_refused():
        made = call(native, makers[0], data) if makers else native()
        some = st.sampled_from([*nodes.values()]) if nodes else st.nothing()
        for node in data.draw(st.lists(some, max_size=5)):
            with contextlib.suppress(*REFUSALS):
                member = getattr(made, node.name)
                _ = call(member, node, data, made) if callable(member) else member
