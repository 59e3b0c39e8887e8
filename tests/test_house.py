"""The law of the house: a room knows only the rooms above it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ROOT / "rust/core/src"
BINDINGS = ROOT / "rust/bindings/src"
FACE = ROOT / "python/battcore"

ROOMS = re.findall(r"^pub mod (\w+);", (CORE / "lib.rs").read_text(), re.MULTILINE)
FLOORS = list(enumerate(ROOMS))
BESIDE_THE_HOUSE = {"gate", "reference"}
UNSAFE_MAY_STAND_IN = {"rust/core/src/simd"}


def files_of(folder: Path, room: str, ending: str) -> list[Path]:
    return [*folder.glob(f"{room}.{ending}"), *folder.glob(f"{room}/**/*.{ending}")]


def rooms_named(folder: Path, room: str) -> set[str]:
    text = "".join(file.read_text() for file in files_of(folder, room, "rs"))
    assert not re.search(r"use crate::\{|super::super::", text), "forms that this test cannot read"
    return set(re.findall(r"\bcrate::(\w+)", text))


def rooms_imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "battcore":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("battcore."):
            found.add((node.module or "").split(".")[1])
    return found


@pytest.mark.parametrize(("floor", "room"), FLOORS)
def test_a_room_of_the_core_knows_only_the_rooms_above(floor, room):
    assert rooms_named(CORE, room) <= {*ROOMS[: floor + 1], "Error"}


@pytest.mark.parametrize(("floor", "room"), FLOORS)
def test_a_room_of_the_bindings_knows_only_the_rooms_above(floor, room):
    assert rooms_named(BINDINGS, room) <= {*ROOMS[: floor + 1], "gate", "arrays"}


@pytest.mark.parametrize(("floor", "room"), FLOORS)
def test_a_room_of_the_face_knows_only_the_rooms_above(floor, room):
    named = set().union(*(rooms_imported(file) for file in files_of(FACE, room, "py")))
    assert {name for name in named if not name.startswith("_")} <= {*ROOMS[: floor + 1]}


@pytest.mark.parametrize(("floor", "room"), FLOORS)
def test_a_room_of_the_reference_knows_only_the_rooms_above(floor, room):
    text = "".join(file.read_text() for file in files_of(FACE / "reference", room, "py"))
    named = set(re.findall(r"from battcore\.reference import (\w+)", text))
    named |= set(re.findall(r"from battcore\.reference\.(\w+) import", text))
    assert named <= {*ROOMS[: floor + 1]}


def test_every_native_file_is_a_room():
    names = {file.stem for file in BINDINGS.glob("*.rs")}
    assert names - {"lib", "gate", "arrays"} <= {*ROOMS}


def test_unsafe_stands_only_where_it_is_named():
    for file in [*CORE.rglob("*.rs"), *BINDINGS.rglob("*.rs")]:
        allowed = any(str(file.relative_to(ROOT)).startswith(at) for at in UNSAFE_MAY_STAND_IN)
        found = re.search(r"\bunsafe\b(?!_code)", file.read_text())
        assert allowed or not found, file


def test_files_stay_short():
    folders = [f"{folder}/**/*.py" for folder in ("python", "tests", "benches", "examples", "docs")]
    for file in [each for form in ["rust/**/*.rs", *folders] for each in ROOT.glob(form)]:
        assert len(file.read_text().splitlines()) <= 300, file
