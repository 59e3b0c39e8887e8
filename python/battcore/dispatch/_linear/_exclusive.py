"""Steps at which charging and discharging at once would pay, with that ruled out."""

from battcore._arrays import Floats
from battcore.dispatch._linear._store import Store
from battcore.dispatch._program import Indices, Program


def rule_out(program: Program, store: Store, steps: Indices) -> None:
    """Choose between charging and discharging at each of `steps`, and fill pieces in order."""
    rest, lengths = store.terms.discharges, store.terms.stretch_kw
    charging, discharging = lengths[rest:], lengths[:rest][::-1]
    if charging.size == 0 or discharging.size == 0:
        return
    charges = program.choices(steps.size)
    only_if = program.rows(steps.size, high=0.0)
    program.enter(only_if, store.charge[0, steps], 1.0)
    program.enter(only_if, charges, -charging[0])
    only_if_not = program.rows(steps.size, high=discharging[0])
    program.enter(only_if_not, store.discharge[0, steps], 1.0)
    program.enter(only_if_not, charges, discharging[0])
    _fill_in_order(program, store.charge[:, steps], charging)
    _fill_in_order(program, store.discharge[:, steps], discharging)


def _fill_in_order(program: Program, pieces: Indices, lengths: Floats) -> None:
    """Let no piece begin before the one below it is full."""
    below, above = pieces[:-1], pieces[1:]
    is_full = program.choices(below.shape)
    full = program.rows(below.shape, low=0.0)
    program.enter(full, below, 1.0)
    program.enter(full, is_full, -lengths[:-1, None])
    begun = program.rows(above.shape, high=0.0)
    program.enter(begun, above, 1.0)
    program.enter(begun, is_full, -lengths[1:, None])
