"""A card, and what its formulas are worth."""

import ast
import math
import operator
import tomllib
from collections.abc import Callable, Mapping
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


class Card:
    """The entries of a card, with its formulas evaluated on demand."""

    def __init__(self, text: str) -> None:
        self.entries = tomllib.loads(text)
        self.states: dict[str, dict[str, Any]] = self.entries["states"]

    def value(self, formula: str, known: Values) -> Any:  # noqa: ANN401
        """Value of `formula` where the names in `known` have theirs."""
        return self._node(ast.parse(formula, mode="eval").body, known)

    def is_averaged(self, rate: str) -> bool:
        """Whether the mean of `rate` over a window counts."""
        return bool(self.entries.get("rates", {})[rate].get("average", False))

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
