"""No hand but one: what the law returned is written in one place, and nothing else writes a state of a case or leg."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anju.actions import cases
from anju.procedure.taking import take
from anju.procedure.writing import effects_read
from anju.records.models import Entry
from tests.build import Centre
from tests.thread import Thread, to_follow_up

HOUSE = Path(__file__).parents[2] / "anju"
THE_HAND = HOUSE / "actions" / "effects.py"
WRITING = {"update", "create", "get_or_create", "update_or_create", "Case", "Leg"}
# Looked at one by one: the states of jobs, editions and numbers; columns that are no state.
OTHERS: dict[str, str | tuple[str, ...]] = {
    "clock.py": "lost.",
    "import_jobs.py": ("Job.", "mine.update"),  # `mine` is a job claimed by this worker
    "nightly.py": ("Job.", "mine.update"),
    "installation.py": "Edition.",
    "numbers.py": "Number.",
    "paper.py": "found.state",  # of a number
    "editions.py": ("old.state", "draft.state", "Row."),  # of editions
    "import_rooms.py": "Location.",
    "people.py": "Person.",
    "registry.py": "Location.",
    # blanks columns that came from personal facts; of calls and shifts, which are no cases
    "erasure.py": ("rows.update", "model.objects", "CallBack."),
    "hints.py": "Hint.",
}


def writes_of_state(source: str) -> Iterator[tuple[int, str]]:
    """Where something is given a state, or columns of who knows what: the line, and on what."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "state":
                    yield node.lineno, ast.unparse(target)
        elif isinstance(node, ast.Call) and writes_a_state(node):
            yield node.lineno, ast.unparse(node.func)


def writes_a_state(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in WRITING and isinstance(call.func, ast.Name) == (name in ("Case", "Leg")):
        return any(each.arg in ("state", None) for each in call.keywords)
    if name == "setattr" and len(call.args) > 1:
        column = call.args[1]
        return not isinstance(column, ast.Constant) or column.value == "state"
    if name in ("bulk_update", "execute", "executemany"):
        texts = [each.value for each in ast.walk(call) if isinstance(each, ast.Constant)]
        return any(re.search(r"\bstate\b", str(text)) for text in texts)
    return False


def test_no_hand_but_one_writes_the_state_of_a_case_or_leg() -> None:
    found = [
        f"{file.relative_to(HOUSE)}:{line}: {on}"
        for file in sorted(HOUSE.rglob("*.py"))
        if "migrations" not in file.parts and file != THE_HAND
        for line, on in writes_of_state(file.read_text(encoding="utf-8"))
        if not on.startswith(OTHERS.get(file.name, "-"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "case.state = 'void'",
        "leg.state: str = 'void'",
        "case.state += 'x'",
        "setattr(case, 'state', 'void')",
        "setattr(case, name, value)",
        "Case.objects.filter(pk=1).update(state='void')",
        "Leg.objects.create(state='assigned')",
        "Case(state='void')",
        "rows.update(**changes)",
        "cursor.execute('UPDATE records_case SET state = 1')",
        "Case.objects.bulk_update(rows, ['state'])",
    ],
)
def test_a_hand_that_wrote_a_state_would_be_seen(source: str) -> None:
    assert len(list(writes_of_state(source))) == 1


def test_what_is_written_is_what_the_law_returned(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column after every step is the one before, changed by the effects of `take` and nothing else."""
    thread, returned = Thread(centre), list[Any]()
    law = take

    def listened(*given: Any) -> Any:
        returned.append(law(*given))
        return returned[-1]

    monkeypatch.setattr(cases, "asked_to_take", listened)
    to_follow_up(thread)
    states = {("case", ""): "", ("leg", "1"): "", ("leg", "2"): ""}
    for taken in returned:
        for effect in taken.effects:
            if "state" in effect.changes and (effect.kind, effect.key) in states:
                states[effect.kind, effect.key] = effect.changes["state"]
    case = thread.case
    assert states["case", ""] == case.state
    assert {key: state for (kind, key), state in states.items() if kind == "leg"} == {
        str(leg.key): leg.state for leg in case.legs.all()
    }
    entries = Entry.objects.filter(case=case).order_by("position")
    assert [effects_read(each.effects) for each in entries] == [taken.effects for taken in returned]
