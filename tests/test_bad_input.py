"""No public function or noun takes what is no number; the tests of the rooms go on from there."""

import inspect
import math
from importlib import import_module

import pytest

import battcore as bc
from input_cases import CASES, TAKES_NO_NUMBER, TOLD_AS
from test_house import ROOMS

ARGUMENTS = [(name, argument) for name, (good, _) in CASES.items() for argument in good]


def takes_numbers(thing):
    return inspect.isfunction(thing) or "__post_init__" in vars(thing)


def public():
    for room in ROOMS:
        try:
            module = import_module(f"battcore.{room}")
        except ModuleNotFoundError:  # a room of the core alone
            continue
        own = [name for name in vars(module) if not name.startswith("_")]
        for name in getattr(module, "__all__", own):
            thing = getattr(module, name)
            is_own = getattr(thing, "__module__", "").startswith(module.__name__)
            if is_own and callable(thing) and takes_numbers(thing):
                yield f"{room}.{name}"


def call(name, **change):
    room, _, function = name.partition(".")
    good, beside = CASES[name]
    return getattr(import_module(f"battcore.{room}"), function)(**{**good, **beside, **change})


def test_every_public_function_and_noun_has_its_case():
    assert {*public()} == {*CASES} | TAKES_NO_NUMBER


@pytest.mark.filterwarnings("ignore::battcore.aging.RangeWarning")
@pytest.mark.parametrize("name", CASES)
def test_what_is_right_is_taken(name):
    call(name)


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
@pytest.mark.parametrize(
    "bad", [math.nan, "text", [math.nan], object()], ids=["nan", "text", "list", "object"]
)
def test_what_is_no_number_is_refused_by_name(name, argument, bad):
    with pytest.raises(bc.InputError) as caught:
        call(name, **{argument: bad})
    assert caught.value.name in {argument, TOLD_AS.get((name, argument))}
