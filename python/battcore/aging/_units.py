"""Units of the formulas of a card, inferred from those of its parameters.

A number that is written into a formula may stand for a quantity of any unit, so a product with a
decimal number is not judged; whole numbers are counts. Day, hour and second are units of their
own, since no formula converts them.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

Unit = dict[str, float] | None
"""Exponents of base units; None where a bare number leaves it open."""

ONE: dict[str, float] = {}
STRESSORS: dict[str, Unit] = {
    "T": {"K": 1.0},
    "T_mean": {"K": 1.0},
    "c_rate": {"h": -1.0},
    "charge_c_rate": {"h": -1.0},
    "discharge_c_rate": {"h": -1.0},
    "efc_per_day": {"efc": 1.0, "day": -1.0},
    **dict.fromkeys(("soc", "soc_mean", "soc_low", "soc_high", "dod"), ONE),
}
CLOCKS: dict[str, Unit] = {"time_day": {"day": 1.0}, "efc": {"efc": 1.0}, "cycle": ONE}
SYMBOLS: dict[str, dict[str, float]] = {"cycle": ONE, "degC": {"K": 1.0}}
"""What is a count, or another name of a unit."""


class UnitError(Exception):
    """Units that do not go together."""


class Units:
    """Units of everything that the formulas of a card may name."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._entries = entries
        self._known: dict[str, Unit] = dict(STRESSORS)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Give entry and fault, one by one."""
        for name, parameter in self._entries.get("parameters", {}).items():
            try:
                self._known[name] = self._written(parameter["unit"])
            except UnitError as error:
                self._known[name] = None
                yield f"parameters.{name}", str(error)
        for entry, infer in self._formulas():
            try:
                infer()
            except UnitError as error:
                yield entry, str(error)

    def _formulas(self) -> Iterator[tuple[str, Any]]:
        for name in self._entries.get("rates", {}):
            yield f"rates.{name}", lambda name=name: self._name(name)
        for name, state in self._entries["states"].items():
            yield f"states.{name}", lambda name=name, state=state: self._grow(name, state)
        for table in ("health", "losses", "gains"):
            for name, formula in self._entries.get(table, {}).items():
                yield f"{table}.{name}", lambda formula=formula: self._want_one(formula)

    def _grow(self, name: str, state: Mapping[str, Any]) -> None:
        self._known[name] = None
        rate, clock = self._of(state["k"]), CLOCKS.get(state["x"])
        clock = clock if state.get("x_scale", 1) == 1 else None
        if state["law"] in {"power", "linear"}:
            power = self._number(ast.parse(state.get("p", "1"), mode="eval").body)
            self._known[name] = times(rate, raised(clock, power))
            return
        product = times(rate, clock)
        if product:
            raise UnitError(f"k x is in {spelled(product)}, expected 1")
        self._known[name] = self._of(state["y_inf"]) if "y_inf" in state else ONE

    def _want_one(self, formula: str) -> None:
        unit = self._of(formula)
        if unit:
            raise UnitError(f"is in {spelled(unit)}, expected 1")

    def _written(self, text: str) -> Unit:
        """Read a unit such as 1/day^p."""
        product = re.sub(r"(?<=[\w)])\s+(?=[\w(])", "*", text)  # J/(mol K)
        try:
            tree = ast.parse(product.replace("^", "**").replace("%", "1"), mode="eval").body
            return self._symbol(tree)
        except (SyntaxError, ValueError, UnitError):
            raise UnitError(f"unit {text!r} cannot be read") from None

    def _symbol(self, node: ast.expr) -> Unit:
        match node:
            case ast.Constant():
                return ONE
            case ast.Name(id=name):
                return SYMBOLS.get(name, {name: 1.0})
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return raised(self._symbol(left), self._number(right))
            case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
                sign = 1.0 if isinstance(op, ast.Mult) else -1.0
                return times(self._symbol(left), raised(self._symbol(right), sign))
        raise UnitError(ast.unparse(node))

    def _number(self, node: ast.expr) -> float | None:
        """Value of an exponent, if a number or a parameter is all it is."""
        match node:
            case ast.Constant(value=int() | float() as value):
                return float(value)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                known = self._number(operand)
                return None if known is None else -known
            case ast.Name(id=name) if name in self._entries.get("parameters", {}):
                return float(self._entries["parameters"][name]["value"])
        return None

    def _of(self, formula: str) -> Unit:
        return self._node(ast.parse(formula.strip(), mode="eval").body)

    def _node(self, node: ast.expr) -> Unit:
        unit: Unit = None
        match node:
            case ast.Constant(value=int()):
                unit = ONE
            case ast.Name(id=name):
                unit = self._name(name)
            case ast.UnaryOp(operand=operand):
                unit = self._node(operand)
            case ast.BinOp():
                unit = self._joined(node)
            case ast.Compare(left=left, comparators=[right]):
                self._like(node, left, right)
                unit = ONE
            case ast.Call(func=ast.Name(id=function), args=arguments):
                unit = self._call(node, function, arguments)
        return unit

    def _joined(self, node: ast.BinOp) -> Unit:
        left, right = node.left, node.right
        match node.op:
            case ast.Add() | ast.Sub():
                return self._like(node, left, right)
            case ast.Pow():
                self._want_plain(right, "an exponent")
                return raised(self._node(left), self._number(right))
            case ast.Div():
                return times(self._node(left), raised(self._node(right), -1.0))
        return times(self._node(left), self._node(right))

    def _call(self, node: ast.expr, function: str, arguments: list[ast.expr]) -> Unit:
        if function in {"exp", "log", "tanh", "erf"}:
            self._want_plain(arguments[0], f"the argument of {function}")
            return ONE
        if function == "sqrt":
            return raised(self._node(arguments[0]), 0.5)
        if function == "pow":
            self._want_plain(arguments[1], "an exponent")
            return raised(self._node(arguments[0]), self._number(arguments[1]))
        if function in {"abs", "min", "max"}:
            return self._like(node, *arguments)
        return self._like(node, *arguments[1:]) if function == "where" else None

    def _like(self, node: ast.expr, *operands: ast.expr) -> Unit:
        """Give the unit of operands that must share it; a number has that of the others."""
        shared: Unit = None
        for operand in operands:
            unit = None if isinstance(operand, ast.Constant) else self._node(operand)
            if shared is not None and unit is not None and not same(shared, unit):
                raise UnitError(
                    f"column {node.col_offset + 1}: {ast.unparse(node)} joins "
                    f"{spelled(shared)} and {spelled(unit)}"
                )
            shared = unit if shared is None else shared
        return shared

    def _want_plain(self, node: ast.expr, what: str) -> None:
        unit = self._node(node)
        if unit:
            place = f"column {node.col_offset + 1}: {ast.unparse(node)}"
            raise UnitError(f"{place} is {what} and in {spelled(unit)}, expected 1")

    def _name(self, name: str) -> Unit:
        if name not in self._known:
            self._known[name] = None
            if name in self._entries.get("constants", {}):
                self._known[name] = self._of(self._entries["constants"][name])
            elif name in self._entries.get("rates", {}):
                self._known[name] = self._of(self._entries["rates"][name]["formula"])
        return self._known[name]


def times(a: Unit, b: Unit) -> Unit:
    """Give the unit of a product."""
    if a is None or b is None:
        return None
    product = {name: a.get(name, 0.0) + b.get(name, 0.0) for name in {**a, **b}}
    return {name: power for name, power in product.items() if abs(power) > 1e-9}


def raised(unit: Unit, power: float | None) -> Unit:
    """Give the unit of a power, whose exponent may not be known."""
    if not unit:
        return unit
    return None if power is None else {name: power * each for name, each in unit.items()}


def same(a: dict[str, float], b: dict[str, float]) -> bool:
    """Whether two units are one."""
    return not times(a, raised(b, -1.0))


def spelled(unit: dict[str, float]) -> str:
    """Write a unit as people do."""
    return " ".join(f"{name}^{power:g}" for name, power in sorted(unit.items())) or "1"
