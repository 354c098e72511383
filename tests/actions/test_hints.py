"""§7.1.1 — Hints of a place: entered by the desk and the heads of the centre, seen below it, ended early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from anju.actions import clock, hints
from anju.actions.journal import Reused
from anju.procedure.words import Refused
from anju.records.models import Entry, Fact, Hint, Location
from anju.records.verification import verify
from tests import build
from tests.build import NOON, Centre, after, key


def given(centre: Centre, **other: Any) -> dict[str, Any]:
    location = Location.objects.get(community=centre.community, code="3")
    facts = {"by": centre.front, "key": key(), "now": NOON, "location": location, "text": "水泵检修停水"}
    return facts | {"starts_at": after(days=1), "ends_at": after(days=2)} | other


def test_7_1_1_a_hint_is_kept_once_and_stands_in_the_journal(centre: Centre) -> None:
    asked = given(centre)
    first = hints.add_hint(**asked)
    assert hints.add_hint(**asked) == first
    hint = Hint.objects.get()
    assert (hint.text, hint.location.code, hint.by) == ("水泵检修停水", "3", centre.front)
    assert Entry.objects.filter(subject_kind="hint", step="add_hint").count() == 1
    with pytest.raises(Reused):
        hints.add_hint(**asked | {"text": "另一条"})
    assert verify() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "找老张 13812345678"}, "text"),
        ({"ends_at": after(days=1)}, "ends_at"),
        ({"starts_at": NOON - timedelta(days=2), "ends_at": NOON}, "ends_at"),
    ],
)
def test_7_1_1_a_hint_that_says_nothing_or_never_holds_is_refused(
    centre: Centre, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        hints.add_hint(**given(centre, **wrong))
    assert refusal.value.field == field
    assert not Hint.objects.exists()


@pytest.mark.parametrize("who", ["handler", "archivist", "stranger", "executive"])
def test_7_1_1_a_hint_is_entered_and_ended_by_the_desk_and_the_heads_of_the_centre(centre: Centre, who: str) -> None:
    hint = build.hint(centre)
    with pytest.raises(Refused):
        hints.add_hint(**given(centre, by=getattr(centre, who)))
    with pytest.raises(Refused):
        hints.end_hint(by=getattr(centre, who), key=key(), now=after(hours=1), hint=hint)
    assert Hint.objects.not_over(after(hours=1)).get() == hint


def test_7_1_1_a_hint_ends_when_it_is_ended_and_only_once(centre: Centre) -> None:
    hint = build.hint(centre)
    asked: dict[str, Any] = {"by": centre.director, "key": key(), "now": after(hours=1)}
    assert hints.end_hint(hint=hint, **asked) == hints.end_hint(hint=hint, **asked)
    assert not Hint.objects.not_over(after(hours=1)).exists()
    with pytest.raises(Refused):
        hints.end_hint(hint=hint, **asked | {"key": key()})
    assert verify() == []


def test_a_hint_is_gone_ninety_days_after_its_end_and_its_words_are_personal(centre: Centre) -> None:
    build.hint(centre)
    clock.tick(now=after(days=90))
    assert Hint.objects.exists()
    clock.tick(now=after(days=91, minutes=10))
    assert not Hint.objects.exists()
    assert Fact.objects.get(entry__step="add_hint", name="text").personal
    assert verify() == []


def test_7_1_1_a_hint_ended_before_it_began_never_holds(centre: Centre) -> None:
    hints.add_hint(**given(centre))
    hint = Hint.objects.get()
    hints.end_hint(by=centre.front, key=key(), now=after(hours=1), hint=hint)
    hint.refresh_from_db()
    assert hint.ends_at == hint.starts_at
    assert not Hint.objects.not_over(NOON).exists()
