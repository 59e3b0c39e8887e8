"""Every example that a reader may copy runs, and prints what it says."""

import doctest
import importlib
import pkgutil
import re
import runpy
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

import battcore

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
PYTHON = ("python", "pycon", "py")
GENERATED = {"_build", "generated"}
BRIDGED = ("pypsa", "vessim")  # of these not every Python has wheels


def blocks(page: Path, *languages: str) -> list[tuple[int, str]]:
    """First line and text of each fenced block of a page."""
    text = page.read_text(encoding="utf-8")
    found = [match for match in FENCE.finditer(text) if match[1] in languages]
    return [(text.count("\n", 0, match.start(2)), match[2]) for match in found]


def pages() -> list[Path]:
    written = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    kept = [page for page in written if not GENERATED & {*page.relative_to(ROOT).parts}]
    return sorted(page for page in kept if blocks(page, *PYTHON))


def modules() -> list[str]:
    found = pkgutil.walk_packages(battcore.__path__, "battcore.")
    inner = [module.name for module in found if not module.name.endswith(("_battcore", "__main__"))]
    return ["battcore", *inner]


def title(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    mpl.use("Agg")
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def skip_without(packages: set[str]) -> None:
    for package in packages & {*BRIDGED}:
        pytest.importorskip(package)


def run_doctest(test: doctest.DocTest) -> None:
    told: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=FLAGS).run(
        test, out=told.append, clear_globs=False
    )
    assert not told, "".join(told)


def run_block(text: str, names: dict[str, Any], page: Path, line: int) -> None:
    """Run a block like a session if it has prompts, else like a script."""
    if ">>>" not in text:
        exec(compile("\n" * line + text, page, "exec"), names)  # noqa: S102
        return
    test = doctest.DocTestParser().get_doctest(text, names, title(page), str(page), line)
    run_doctest(test)
    names.update(test.globs)


@pytest.mark.parametrize("page", pages(), ids=title)
def test_a_page_runs_from_top_to_bottom(page):
    skip_without({*re.findall(r"^>>> import (\w+)$", page.read_text("utf-8"), re.MULTILINE)})
    names: dict[str, Any] = {"__name__": "__main__"}
    for line, text in blocks(page, *PYTHON):
        run_block(text, names, page, line)


@pytest.mark.parametrize("page", pages(), ids=title)
def test_no_block_of_a_page_is_overlooked(page):
    opened = re.findall(r"```\{?(?:code-block\} )?py", page.read_text(encoding="utf-8"))
    assert len(opened) == len(blocks(page, *PYTHON))


@pytest.mark.parametrize("name", modules())
def test_the_examples_of_a_module_run(name):
    skip_without({*name.split(".")})
    for test in doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name)):
        run_doctest(test)


@pytest.mark.parametrize("script", sorted(ROOT.glob("examples/*.py")), ids=title)
def test_an_example_runs_where_no_data_is_at_hand(script, tmp_path, monkeypatch):
    monkeypatch.setenv("BATTCORE_SHARED", str(tmp_path))
    monkeypatch.setattr(sys, "argv", [str(script)])
    runpy.run_path(str(script), run_name="__main__")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_commands_named_can_be_made(page):
    goals = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    shell = "".join(text for _, text in blocks(ROOT / page, "sh", "bash", "console"))
    named = re.findall(r"^(?:\$ )?make ([a-z]+)", shell, re.MULTILINE)
    assert {*named} <= {*goals}
