"""A page for each aging model, made from its card at every build, and one that lists them."""

import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import battcore as bc

Card = dict[str, Any]

QUANTITIES = {
    "temperature_celsius": "temperature [degC]",
    "soc": "state of charge",
    "dod": "depth of cycles",
    "charge_c_rate": "rate of charge [1/h]",
    "discharge_c_rate": "rate of discharge [1/h]",
}
CLAIMS = {
    "losses_add_up": "losses and gains by cause sum up to what health tells",
    "losses_never_fall": "no loss and no gain ever falls",
    "more_heat_at_rest": "a warmer rest never costs less capacity",
    "more_charge_at_rest": "a fuller rest never costs less capacity",
    "more_depth": "as many deeper cycles never cost less capacity",
    "more_cycles": "more cycles of a kind never cost less capacity",
}
CLOCKS = {
    "time_day": "days",
    "efc": "equivalent full cycles",
    "cycle": "cycles",
    "charge_throughput": "capacities charged",
    "discharge_throughput": "capacities discharged",
}
STAR = "°"
CHOSEN = ", told by no source: chosen, where the formulas make sense"
DUTIES = {
    "rest at half charge": [0.5, 0.5, 0.5],
    "rest at full charge": [1.0, 1.0, 1.0],
    "a cycle a day from 0.1 to 0.9": [0.1, 0.9, 0.1],
}


def write_pages(folder: Path) -> None:
    """Write the pages of all models."""
    folder.mkdir(parents=True, exist_ok=True)
    models = bc.aging.models()
    cards = {key: tomllib.loads(model.card) for key, model in models.items()}
    write(folder / "index.md", listing(cards))
    for key, card in cards.items():
        write(folder / f"{key}.md", page(models[key], card))


def write(file: Path, lines: Iterator[str]) -> None:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def listing(cards: dict[str, Card]) -> Iterator[str]:
    """Give the page that lists all cards."""
    yield "# Aging models\n"
    yield "Every model that ships, made from its card."
    yield "[Aging](../../rooms/aging.md) tells how cards are read.\n"
    yield "| model | chemistry | Ah | tested at degC | depth | resistance |"
    yield "|---|---|--:|---|---|---|"
    for key, card in cards.items():
        tested = card.get("tested_range", {})
        ranges = [
            span(tested[name]) + STAR * (name in card.get("chosen_ranges", ()))
            if name in tested
            else ""
            for name in ("temperature_celsius", "dod")
        ]
        resistance = "yes" if "soh_resistance" in card["health"] else ""
        first = f"[{card['label']}]({key}.md)"
        columns = (first, card["chemistry"], f"{card['capacity_ah']:g}", *ranges, resistance)
        yield f"| {' | '.join(columns)} |"
    yield f"\n{STAR} told by no source: chosen, where the formulas make sense."
    yield "\n```{toctree}\n:hidden:\n"
    yield from cards
    yield "```"


def page(model: bc.aging.AgingModel, card: Card) -> Iterator[str]:
    """Give the page of one card."""
    yield f"# {card['label']}\n"
    yield f'`bc.aging.models()["{card["key"]}"]`\n'
    yield from facts(card)
    yield "## What it says\n"
    yield from verdicts(model)
    yield "## What to know\n"
    yield from (f"- {note}" for note in card.get("notes", ()))
    yield "\n## Sources\n"
    yield from (f"- {line}" for line in model.cite().splitlines())
    yield "\n## Equations\n"
    yield "```text"
    yield from equations(card)
    yield "```\n"
    yield from parameters(card)


def facts(card: Card) -> Iterator[str]:
    """Cell and tested range."""
    yield "| | |"
    yield "|---|---|"
    yield f"| chemistry | {card['chemistry']} |"
    if "format" in card:
        yield f"| cell | {card['format']} |"
    yield f"| capacity | {card['capacity_ah']:g} Ah |"
    chosen = card.get("chosen_ranges", ())
    for name, ends in card.get("tested_range", {}).items():
        whose = CHOSEN if name in chosen else ""
        yield f"| tested {QUANTITIES[name]} | {span(ends)}{whose} |"
    for claim in card.get("claims", ()):
        yield f"| holds where it was tested | {CLAIMS.get(claim, claim)} |"
    yield ""


def span(ends: list[float]) -> str:
    low, high = ends
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def verdicts(model: bc.aging.AgingModel) -> Iterator[str]:
    """Health after ten years of plain duties, with the defaults of `predict`."""
    yield "| ten years at 25 degC | capacity | resistance |"
    yield "|---|--:|--:|"
    for duty, soc in DUTIES.items():
        with warnings.catch_warnings(action="ignore"):
            run = bc.aging.predict(model, soc, 25.0, 43_200.0, years=10)
        resistance = f"{run.soh_resistance[-1]:.3f}" if model.models_resistance else ""
        yield f"| {duty} | {run.soh_capacity[-1]:.3f} | {resistance} |"
    yield ""


def equations(card: Card) -> Iterator[str]:
    """Formulas as the card has them, each after what it is built of."""
    yield from (f"{name} = {formula}" for name, formula in card.get("constants", {}).items())
    for name, rate in card.get("rates", {}).items():
        yield ""
        formula = rate["formula"]
        yield (
            f"{name} = mean over a window of {formula}"
            if rate.get("average")
            else f"{name} = {formula}"
        )
    for name, state in card["states"].items():
        yield ""
        yield from growth(name, state)
    for table in ("health", "losses", "gains"):
        if table in card:
            yield ""
            yield from (
                f"{named(table, name)} = {formula}" for name, formula in card[table].items()
            )


def growth(name: str, state: Card) -> Iterator[str]:
    """How a state grows."""
    curves = {
        "power": "k x^p",
        "power_of_product": "(k x)^p",
        "sigmoid": "2 y_inf (1/2 - 1 / (1 + exp((k x)^p)))",
        "relaxation": "y_inf (1 - exp(-k x))",
        "linear": "k x",
        "table": f"{state.get('curve')}(k x)",
    }
    scale = f" times {state['x_scale']:g}" if "x_scale" in state else ""
    start = f", from {state['start']:g} on" if "start" in state else ""
    yield f"{name} = {curves[state['law']]}, x = {CLOCKS[state['x']]}{scale}{start}"
    yield from (f"  {part} = {state[part]}" for part in ("k", "p", "y_inf") if part in state)


def named(table: str, name: str) -> str:
    return name if table == "health" else f"{table}[{name}]"


def parameters(card: Card) -> Iterator[str]:
    """Numbers, and how large the curves are."""
    yield "| parameter | value | unit |"
    yield "|---|--:|---|"
    for name, entry in card.get("parameters", {}).items():
        yield f"| `{name}` | {entry['value']:.12g} | {entry['unit']} |"
    for name, table in card.get("tables", {}).items():
        yield f"| `{name}` | {len(table['x'])} points | |"
