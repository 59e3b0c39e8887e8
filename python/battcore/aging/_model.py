"""Models of aging, each of them a card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats
from battcore.aging._card import entries_of, fields_of, where
from battcore.aging._check import Check, check
from battcore.aging._toml import written


@dataclass(frozen=True, slots=True, eq=False)
class AgingModel:
    """A published model of how a cell ages, as its card tells it.

    Two models are equal if their cards are.

    Raises
    ------
    InputError
        If `card` is no card; `index` is the column of the formula at fault, counted from 1.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> model.capacity_ah, model.tested_range["temperature_celsius"]
    (250.0, (10.0, 45.0))
    """

    card: str = field(repr=False)
    """The card itself, as TOML."""
    key: str = field(init=False)
    """The name under which the model is found."""
    label: str = field(init=False, repr=False)
    """The name that people read."""
    chemistry: str = field(init=False, repr=False)
    """Positive and negative electrode."""
    capacity_ah: float = field(init=False, repr=False)
    """Charge capacity of the cell that was tested. [Ah]"""
    parameters: Mapping[str, tuple[float, str]] = field(init=False, repr=False)
    """Value and unit of each parameter."""
    tested_range: Mapping[str, tuple[float, float]] = field(init=False, repr=False)
    """Lowest and highest value of each condition in the tests behind the model."""
    chosen_ranges: tuple[str, ...] = field(init=False, repr=False)
    """Conditions whose range no source tells: chosen, where the formulas make sense."""
    notes: tuple[str, ...] = field(init=False, repr=False)
    """What its user should know."""
    claims: tuple[str, ...] = field(init=False, repr=False)
    """What holds wherever the model was tested: of causes (``"losses_add_up"``), and of what never
    costs less capacity (``"more_heat_at_rest"``, ``"more_charge_at_rest"``, ``"more_depth"``,
    ``"more_cycles"``)."""
    sets: Mapping[str, Mapping[str, float]] = field(init=False, repr=False)
    """Other values of some parameters, by the name of the fit that they come from."""
    models_resistance: bool = field(init=False, repr=False)
    """Whether the model knows of resistance; if not, `soh_resistance` stays 1."""
    _native: _battcore.AgingCard = field(init=False, repr=False)

    def __post_init__(self) -> None:
        native = _battcore.AgingCard(self.card)
        for name, value in {"_native": native, **fields_of(entries_of(self.card))}.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_toml(cls, source: str | Path) -> Self:
        """Make a model from a card of one's own.

        Parameters
        ----------
        source : str or Path
            The card as text, or the path of its file.

        Returns
        -------
        AgingModel
            As fast as the models that ship.

        Raises
        ------
        InputError
            If the card cannot be understood; the message points at the formula and its column.

        Examples
        --------
        >>> import battcore as bc
        >>> card = bc.aging.models()["lfp_gr_250ah_prismatic"].card
        >>> bc.aging.AgingModel.from_toml(card.replace("p3 * Ua / T", "p3 * Ua / t"))
        Traceback (most recent call last):
        battcore.error.InputError: rates.kcal, line 54, column 39: no parameter, ...
        """
        if isinstance(source, Path):
            return cls(source.read_text(encoding="utf-8"))
        return cls(source)

    @classmethod
    def build(cls, **entries: Any) -> Self:  # noqa: ANN401 (what a card may hold)
        """Make a model from the entries of a card, given by name.

        Parameters
        ----------
        **entries : str, float, list or mapping
            What stands in a card: `key`, `label`, `parameters`, `rates`, `states`, `health` and so
            on. A parameter may be ``(value, unit)``.

        Returns
        -------
        AgingModel
            The same as from its card, which stands in `card`.

        Raises
        ------
        InputError
            If the card cannot be understood; the message points at the formula and its column.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.AgingModel.build(
        ...     key="sqrt", label="Square root of time", chemistry="any", capacity_ah=1.0,
        ...     provenance="an example", license="CC0",
        ...     parameters={"k0": (0.002, "1/day^0.5"), "Ea": (4000.0, "K")},
        ...     rates={"k": {"average": True, "formula": "k0 * exp(Ea / 298.15 - Ea / T)"}},
        ...     states={"lost": {"law": "power", "x": "time_day", "k": "k", "p": "0.5"}},
        ...     health={"soh_capacity": "1 - lost"},
        ... )
        >>> model.check()
        nothing suspicious
        """
        parameters = {
            name: {"value": given[0], "unit": given[1]} if isinstance(given, tuple) else given
            for name, given in entries.get("parameters", {}).items()
        }
        return cls(written(entries | {"parameters": parameters}))

    def check(self) -> Check:
        """Look for what is suspicious: units, and rates within the tested range.

        Units of the formulas are inferred from those of the parameters. A decimal number in a
        formula may stand for a quantity of any unit, so what it multiplies is not judged. The rate
        constant of each state is looked at on a grid over the tested range.

        Returns
        -------
        Check
            Findings: units that do not go together; rates that are negative, no number, fall as
            cycles get deeper, or jump.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
        >>> wrong = bc.aging.AgingModel.from_toml(model.card.replace("p7 / T", "p7 * T"))
        >>> for finding in wrong.check():
        ...     print(finding.entry, finding.fault)
        rates.kcyc unit
        states.loss_cycle.k not finite
        """
        return check(self._native, entries_of(self.card))

    def with_parameters(self, **values: float) -> Self:
        """Give the same model with other values of some parameters.

        Parameters
        ----------
        **values : float
            By name, in the units of the card.

        Returns
        -------
        AgingModel
            Its card is this one with the values in their places.

        Raises
        ------
        InputError
            If the card knows no such parameter, or a value is not finite.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["lfp_gr_sony_3ah_naumann"]
        >>> model.with_parameters(k_q=1.3e-5).parameters["k_q"]
        (1.3e-05, '1/s^0.5')
        """
        return type(self)(_battcore.vary_aging_card(self.card, values))

    def ensemble(self) -> dict[str, Self]:
        """Give the model with each set of parameters of its card.

        Returns
        -------
        dict of AgingModel
            By the names of `sets`, as a measure of what another fit would have said.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["lfp_gr_sony_3ah_naumann"]
        >>> for name, fit in model.ensemble().items():
        ...     run = bc.aging.predict(fit, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=10)
        ...     print(name, run.soh_capacity[-1].round(3))
        refit 0.854
        bootstrap_1 0.894
        bootstrap_2 0.837
        bootstrap_3 0.828
        """
        return {name: self.with_parameters(**values) for name, values in self.sets.items()}

    def cite(self) -> str:
        """Give the sources of the model, one a line.

        Returns
        -------
        str
            What was taken from which source, then from where the parameters came.

        Examples
        --------
        >>> import battcore as bc
        >>> print(bc.aging.models()["lfp_gr_250ah_prismatic"].cite())
        aging tests and model: https://doi.org/10.1016/j.est.2023.109042
        graphite potential: https://doi.org/10.1149/1.3567007
        range of the graphite that a full cell uses: https://doi.org/10.1149/2.1181714jes
        parameters: BLAST-Lite 1.1.1, model Lfp_Gr_250AhPrismatic; the growth ... (BSD-3-Clause)
        """
        card = entries_of(self.card)
        lines = [f"{source['role']}: {where(source)}" for source in card.get("sources", ())]
        return "\n".join([*lines, f"parameters: {card['provenance']} ({card['license']})"])

    def rates(
        self,
        *,
        temperature_celsius: ArrayLike,
        soc: ArrayLike,
        dod: ArrayLike = 1.0,
        c_rate: ArrayLike = 0.5,
    ) -> dict[str, Floats]:
        """Evaluate the rates of the model at steady conditions.

        Parameters
        ----------
        temperature_celsius, soc, dod, c_rate : array-like
            Conditions, which broadcast. Means, extremes and the rates of charge and discharge are
            what steady cycles around `soc` make them. [degC, 1, 1, 1/h]

        Returns
        -------
        dict of ndarray
            The rates by name, in the units of the card.

        Raises
        ------
        InputError
            If a condition is not finite.

        Examples
        --------
        >>> import battcore as bc
        >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
        >>> rates = model.rates(temperature_celsius=[25.0, 35.0], soc=0.5)
        >>> (rates["kcal"] * 365**0.526).round(4).tolist()
        [0.011, 0.0204]
        """
        conditions = {
            "temperature_celsius": temperature_celsius,
            "soc": soc,
            "dod": dod,
            "c_rate": c_rate,
        }
        arrays = np.broadcast_arrays(*(floats(name, of) for name, of in conditions.items()))
        found = _battcore.aging_rates(self._native, *(array.ravel() for array in arrays))
        return {name: values.reshape(arrays[0].shape) for name, values in found}

    def __eq__(self, other: object) -> bool:
        """Models are their cards."""
        return isinstance(other, AgingModel) and self.card == other.card

    def __hash__(self) -> int:
        """Models are their cards."""
        return hash(self.card)

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        """A model travels as its card."""
        return type(self), (self.card,)
