"""§7.1.6 — Sending out a sheet with the number: for whom and what for is on record, once."""

from __future__ import annotations

from typing import Any

import pytest

from anju.actions import erasure
from anju.actions.cases import Doing
from anju.actions.journal import Reused
from anju.actions.sending import send_out
from anju.gateways import storage
from anju.procedure.words import Refused
from anju.records.models import Act, Case, Entry, Fact, Person
from anju.records.verification import verify
from tests import build
from tests.build import Centre, after


def sent(by: Person, case: Case, **other: Any) -> str:
    given = {"key": "once", "recipient": "外单位王师傅", "purpose": "上门前约时间"} | other
    return send_out(by=by, now=after(hours=1), number=case.number, **given)


def test_7_1_6_who_gets_the_number_and_what_for_is_journaled_once(centre: Centre) -> None:
    case = build.registered(centre)
    assert [sent(centre.front, case) for _ in range(2)] == ["13887001234"] * 2
    entry = Entry.objects.get(step="send_out")
    assert (entry.subject_key, entry.clause) == (case.first_number, "7.1.6")
    assert dict(entry.facts.values_list("name", "personal")) == {"sheet": False, "recipient": True, "purpose": True}
    assert "13887001234" not in Act.objects.get(key="once").answer
    assert verify(storage) == []


def test_7_1_6_the_same_key_for_another_recipient_is_refused(centre: Centre) -> None:
    case = build.registered(centre)
    sent(centre.front, case)
    with pytest.raises(Reused):
        sent(centre.front, case, recipient="别人")


@pytest.mark.parametrize("field", ["recipient", "purpose"])
@pytest.mark.parametrize("text", ["", "  ", "字" * 201, "上门\n约时间"])
def test_7_1_6_recipient_and_purpose_are_each_one_line(centre: Centre, field: str, text: str) -> None:
    case = build.registered(centre)
    with pytest.raises(Refused) as refused:
        sent(centre.front, case, **{field: text})
    assert (refused.value.clause, refused.value.field) == ("7.1.6", field)
    assert not Entry.objects.filter(step="send_out").exists()


@pytest.mark.parametrize("who", ["handler", "archivist", "executive", "administrator", "stranger"])
def test_7_1_6_only_the_desk_and_those_who_dispatch_send_out(centre: Centre, who: str) -> None:
    case = build.dispatched(centre)
    with pytest.raises((Refused, Case.DoesNotExist)):
        sent(getattr(centre, who), case)
    assert not Entry.objects.filter(step="send_out").exists()


def test_7_1_6_a_case_without_a_number_has_none_to_send(centre: Centre) -> None:
    case = build.registered(centre, phone=None)
    with pytest.raises(Refused):
        sent(centre.front, case)


def test_7_1_10_erasing_a_case_erases_to_whom_its_sheets_were_sent(centre: Centre) -> None:
    case = build.registered(centre)
    sent(centre.front, case)
    doing = Doing(centre.office, build.key(), after(hours=2))
    erasure.erase(doing, number=case.number, names=None, reason="住户要求")
    told = Fact.objects.filter(entry__step="send_out", personal=True)
    assert [each.value for each in told] == [None, None]
    assert verify(storage) == []
