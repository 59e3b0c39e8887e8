"""Every public name tells what a reader of the reference needs to know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import battcore

FACE = Path(battcore.__file__).parent
TOLD_ELSEWHERE = {"reference", "cli.py", "cli", "__main__.py"}  # the twins by their rooms
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def public_files() -> list[Path]:
    files = FACE.rglob("*.py")
    return sorted(file for file in files if not TOLD_ELSEWHERE & {*file.relative_to(FACE).parts})


def is_public(node: ast.stmt) -> bool:
    return isinstance(node, FUNCTION | ast.ClassDef) and not node.name.startswith("_")


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Functions and methods, apart from properties and overloads."""
    outer = [node for node in tree.body if is_public(node)]
    inner = [each for node in outer if isinstance(node, ast.ClassDef) for each in node.body]
    for node in [*outer, *inner]:
        if is_public(node) and isinstance(node, FUNCTION):
            marks = {ast.unparse(mark) for mark in node.decorator_list}
            if not marks & {"property", "overload"}:
                yield node


def undescribed(function: ast.FunctionDef) -> list[str]:
    text = ast.get_docstring(function) or ""
    listed = re.findall(r"^\**([\w, *]+) : ", text, re.MULTILINE)
    told = {name.strip(" *") for names in listed for name in names.split(",")}
    taken = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    names = [each.arg for each in taken if each.arg not in {"self", "cls"}]
    return [f"{function.name}({name})" for name in names if name not in told]


def fields_without_words(tree: ast.Module) -> Iterator[str]:
    for cls in tree.body:
        if is_public(cls) and isinstance(cls, ast.ClassDef):
            for field, below in zip(cls.body, [*cls.body[1:], None], strict=True):
                is_told = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                if isinstance(field, ast.AnnAssign) and is_public_field(field) and not is_told:
                    yield f"{cls.name}.{ast.unparse(field.target)}"


def is_public_field(field: ast.AnnAssign) -> bool:
    of_the_class = ast.unparse(field.annotation).startswith("ClassVar")
    return not of_the_class and not ast.unparse(field.target).startswith("_")


def is_private(file: Path) -> bool:
    return file.name.startswith("_") and file.name != "__init__.py"


def handed_out(file: Path, tree: ast.Module) -> ast.Module:
    """Leave of a private file the classes that its package names."""
    package = file.with_name("__init__.py").read_text(encoding="utf-8")
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    named = [node for node in classes if re.search(rf"\b{node.name}\b", package)]
    return ast.Module(body=[*named], type_ignores=[])


@pytest.mark.parametrize("file", public_files(), ids=lambda file: str(file.relative_to(FACE)))
def test_every_parameter_and_field_is_described(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    tree = handed_out(file, tree) if is_private(file) else tree
    missing = [name for function in public_functions(tree) for name in undescribed(function)]
    assert not [*missing, *fields_without_words(tree)]
