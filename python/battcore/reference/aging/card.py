"""A card, and what its formulas are worth."""

import ast
import math
import operator
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

Values = Mapping[str, Any]

OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: np.power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "tanh": np.tanh,
    "erf": np.vectorize(math.erf),
    "pow": np.power,
    "min": np.fmin,
    "max": np.fmax,
    "where": np.where,
}


@lru_cache(maxsize=1024)
def parsed(formula: str) -> ast.expr:
    """Read a formula."""
    return ast.parse(formula, mode="eval").body


class Card:
    """The entries of a card, with its formulas evaluated on demand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entries = tomllib.loads(text)
        self.states: dict[str, dict[str, Any]] = self.entries["states"]

    def value(self, formula: str, known: Values) -> Any:  # noqa: ANN401
        """Value of `formula` where the names in `known` have theirs."""
        return self._node(parsed(formula), known)

    def is_averaged(self, rate: str) -> bool:
        """Whether the mean of `rate` over a window counts."""
        return bool(self.entries.get("rates", {})[rate].get("average", False))

    def averaged(self) -> list[str]:
        """Rates whose means count for the states that go with time."""
        states = [state for state in self.states.values() if state["x"] == "time_day"]
        formulas = [state.get(name, "1") for state in states for name in ("k", "p", "y_inf", "at")]
        read = set().union(*(self._averaged_in(formula) for formula in formulas))
        return [name for name in self.entries.get("rates", {}) if name in read]

    def _averaged_in(self, formula: str) -> set[str]:
        rates, constants = (self.entries.get(table, {}) for table in ("rates", "constants"))
        found: set[str] = set()
        for name in (node.id for node in ast.walk(parsed(formula)) if isinstance(node, ast.Name)):
            if name in rates and self.is_averaged(name):
                found.add(name)
            elif name in rates:
                found |= self._averaged_in(rates[name]["formula"])
            elif name in constants:
                found |= self._averaged_in(constants[name])
        return found

    def rate(self, rate: str, known: Values) -> Any:  # noqa: ANN401
        """Value of a rate."""
        return self.value(self.entries["rates"][rate]["formula"], known)

    def _node(self, node: ast.expr, known: Values) -> Any:  # noqa: ANN401
        match node:
            case ast.Constant(value=int() | float() as value):
                return np.float64(value)
            case ast.Name(id=name):
                return self._name(name, known)
            case ast.UnaryOp(op=op, operand=operand):
                return OPERATORS[type(op)](self._node(operand, known))
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](self._node(left, known), self._node(right, known))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return OPERATORS[type(op)](self._node(left, known), self._node(right, known))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, [self._node(each, known) for each in arguments], known)
        raise ValueError(ast.dump(node))

    def _name(self, name: str, known: Values) -> Any:  # noqa: ANN401
        if name in known:
            return known[name]
        if name in self.entries.get("parameters", {}):
            return np.float64(self.entries["parameters"][name]["value"])
        if name in self.entries.get("constants", {}):
            return self.value(self.entries["constants"][name], known)
        return self.rate(name, known)

    def _call(self, name: str, arguments: list[Any], known: Values) -> Any:  # noqa: ANN401
        if name in FUNCTIONS:
            return FUNCTIONS[name](*arguments)
        if name in self.entries.get("functions", {}):
            function = self.entries["functions"][name]
            return self.value(function["formula"], {**known, function["argument"]: arguments[0]})
        if len(arguments) == 2:
            return np.vectorize(self.from_family, otypes=[float])(name, *arguments)
        table = self.entries["tables"][name]
        return np.interp(arguments[0], table["x"], table["y"])

    def from_family(self, name: str, at: float, x: float) -> float:
        """Value at `x` of a family of curves where the condition is `at`."""
        family = self.entries["families"][name]
        curves = zip(family["x"], family["y"], strict=True)
        return float(np.interp(at, family["at"], [np.interp(x, *curve) for curve in curves]))

    def neighbors(self, name: str, at: float) -> list[list[float]]:
        """Where the two curves have their points between which the condition lies."""
        family = self.entries["families"][name]
        above = min(max(int(np.searchsorted(family["at"], at, "right")), 1), len(family["at"]) - 1)
        return [family["x"][above - 1], family["x"][above]]
