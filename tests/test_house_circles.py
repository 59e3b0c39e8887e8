"""The other law of the house: no files know each other in a circle."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from test_house import CORE, FACE

FACES = {"mod.rs", "lib.rs"}  # they hand names on


def python_arrows(file: Path, modules: dict[str, Path]) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = modules.get(f"{node.module}.{alias.name}")
                yield from filter(None, [whole or modules.get(node.module or "")])
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names = [each.value for each in node.args if isinstance(each, ast.Constant)]
            yield from (modules[name] for name in names if name in modules)


def test_no_files_of_the_face_know_each_other_in_a_circle():
    files = {file: file.relative_to(FACE.parent).with_suffix("") for file in FACE.rglob("*.py")}
    modules = {".".join(stem.parts).removesuffix(".__init__"): file for file, stem in files.items()}
    del modules["battcore"]  # through it only the native module is asked for
    arrows = {file: {*python_arrows(file, modules)} - {file} for file in modules.values()}
    assert sum(map(len, arrows.values())) > len(modules)
    TopologicalSorter(arrows).prepare()


def home(path: list[str], rooms: dict[str, Path]) -> Path | None:
    """Find the file in which what a path names stands, also if another hands it on."""
    known = [place for place in range(len(path), 0, -1) if "::".join(path[:place]) in rooms]
    if not known:
        return None
    file, name = rooms["::".join(path[: known[0]])], path[known[0] : known[0] + 1]
    if file.name in FACES and name:
        handed_on = rf"pub(?:\(.*\))? use (\w+)::[^;]*\b{name[0]}\b"
        found = re.search(handed_on, file.read_text())
        return found and home([*path[: known[0]], found[1]], rooms)
    return file


def rust_arrows(room: str, rooms: dict[str, Path]) -> Iterator[Path]:
    text = rooms[room].read_text().partition("#[cfg(test)]")[0]
    for stem, names in re.findall(r"\buse ((?:\w+::)+)\{?([^;}]+)", text):
        above = {"crate": [], "super": room.split("::")[:-1]}.get(stem.split("::")[0])
        for name in names.split(",") if above is not None else []:
            path = [*above, *stem.split("::")[1:-1], re.split(r"\W", name.strip())[0]]
            yield from filter(None, [home(path, rooms)])


def test_no_files_of_the_core_know_each_other_in_a_circle():
    files = {file: file.relative_to(CORE).with_suffix("") for file in CORE.rglob("*.rs")}
    rooms = {"::".join(stem.parts).removesuffix("::mod"): file for file, stem in files.items()}
    known = {name: file for name, file in rooms.items() if file.name not in FACES}
    arrows = {file: {*rust_arrows(name, rooms)} - {file} for name, file in known.items()}
    assert sum(map(len, arrows.values())) > 2 * len(known)
    TopologicalSorter(arrows).prepare()
