"""The demo company: the same for the same seed and date, somebody in every post, something in every state."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import call_command

from anju.actions import access, clock, demo
from anju.actions.demo_cast import EVERYBODY, PASSWORD
from anju.cli.management.commands.demo import table, width
from anju.procedure.other_information import LEG_STATES, STATES
from anju.procedure.posts import Post
from anju.procedure.words import Refused
from anju.records import chain, verification
from anju.records.models import (
    Absence,
    Appointment,
    CallBack,
    Case,
    Delegation,
    Department,
    Draft,
    Duty,
    Entry,
    ExternalParty,
    Fact,
    Hint,
    Household,
    Installation,
    Leg,
    Location,
    Notice,
    Number,
    Person,
    Promise,
    Residency,
    Resident,
    ResidentPhone,
    Shift,
    Stage,
    Voice,
    Word,
)
from anju.records.models.people import ZONE
from tests.conftest import undone

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

TODAY = date(2026, 11, 23)
CASES = 60  # of the same code that builds two thousand
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


PLACES = (
    Location,
    Stage,
    Household,
    Resident,
    ResidentPhone,
    Residency,
    Department,
    ExternalParty,
    Person,
    Appointment,
)
RECORDS = (Absence, Duty, Delegation, Case, Leg, Word, Promise, Voice, Number, Notice, Shift, Draft, CallBack, Hint)
RANDOM = {"id", "uuid", "scan_code", "password", "pin"}


def content() -> str:
    """Everything the chains and registers say; a key of a person or resident stands as the number of its first."""
    lines = [
        str([(name, value) for name, value in row.items() if name not in RANDOM and not name.endswith("_id")])
        for model in (*PLACES, *RECORDS)
        for row in model._default_manager.order_by("pk").values()
    ]
    facts: dict[int, list[object]] = {}
    for fact in Fact.objects.order_by("entry", "name"):
        facts.setdefault(fact.entry_id, []).append((fact.name, fact.personal, fact.value))
    for entry in Entry.objects.order_by("community__code", "position").select_related("community", "act", "case"):
        said = (entry.community.code, entry.position, entry.case and entry.case.first_number)
        subject = (entry.subject_kind, entry.subject_key, entry.step, entry.leg, entry.clause)
        times = (entry.happened_at, entry.entered_at, entry.effects, entry.marks)
        lines.append(str((said, subject, times, entry.act.actor_key, entry.act.key, facts.get(entry.pk))))
    known: dict[str, str] = {}
    return UUID.sub(lambda found: known.setdefault(found.group(), f"<{len(known)}>"), "\n".join(lines))


@pytest.fixture(scope="module")
def first(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Builds the company, takes it back, builds it again and leaves it standing; what the first one said."""
    with django_db_blocker.unblock():
        with undone():
            built = demo.build(seed=7, today=TODAY, cases=CASES)
            assert built.refusals == []
            said = content()
        chain.installation.cache_clear()
        with undone():
            demo.build(seed=7, today=TODAY, cases=CASES)
            yield said
    chain.installation.cache_clear()


@pytest.fixture
def company(first: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo company; what a test does to it is rolled back."""
    with django_db_blocker.unblock(), undone():
        yield first


def test_the_same_seed_and_date_build_the_same_company(company: str) -> None:
    assert content() == company


def test_the_demo_verifies(company: str) -> None:
    assert verification.verify() == []


def test_every_state_has_a_case_and_every_state_of_a_leg_a_leg(company: str) -> None:
    cases = Counter(Case.objects.values_list("state", flat=True))
    legs = Counter(Leg.objects.values_list("state", flat=True))
    assert set(cases) == {state.name for state in STATES}
    assert set(legs) == {state.name for state in LEG_STATES}
    assert 55 <= cases.total() <= 65


def test_everything_out_of_the_ordinary_has_happened(company: str) -> None:
    steps = set(Entry.objects.values_list("step", flat=True))
    assert {"merge", "take_in", "amend", "take_back"} <= steps
    unusual = {"decline", "reassign", "return_report", "attempt", "report_unreachable", "ask_not_agreed"}
    assert unusual | {"approve_not_agreed", "void", "tell", "close_promise", "authorise", "absence"} <= steps
    assert set(Case.objects.values_list("outcome", flat=True)) >= {"satisfied", "fairly", "not_agreed", "unreachable"}
    assert Case.objects.filter(anonymous=True).exists()
    assert Case.objects.filter(grade="praise", state="archived").exists()
    assert set(Case.objects.values_list("source", flat=True)) >= {"relayed", "outside_order", "phone"}
    assert {"add_leg", "return_records", "identify", "call_voice", "refuse_not_agreed", "take_up"} <= steps
    assert {"hand_over_shift", "take_over_shift", "reserve", "duty", "company_duty", "add_resident", "import"} <= steps
    assert set(Promise.objects.values_list("kept", flat=True)) >= {"", "kept"}
    assert {"issued", "reserved"} <= set(
        Number.objects.filter(reserved_at__isnull=False).values_list("state", flat=True)
    )
    assert Draft.objects.exists()
    assert CallBack.objects.open().exists()
    assert Hint.objects.exists()
    assert Case.objects.filter(source="return_visit").exists()
    assert any("late" in marks for marks in Entry.objects.filter(step="register").values_list("marks", flat=True))
    assert set(Stage.objects.values_list("stage", flat=True)) == {"construction", "handed_over"}
    assert Notice.objects.exists()


def test_the_desk_works_at_believable_hours(company: str) -> None:
    desk = {"dispatch", "accept_report", "put_in_order", "hand_over", "archive", "reassign"}
    for step, at in Entry.objects.filter(case__isnull=False).values_list("step", "happened_at"):
        local = at.astimezone(ZONE).time()
        assert time(8, 30) <= local <= (time(18, 30) if step in desk else time(23, 30)), (step, local)


def test_the_demos_now_is_its_today(company: str) -> None:
    now = clock.now().astimezone(ZONE)
    assert (now.date(), now.time() >= time(9, 59)) == (TODAY, True)
    assert not Entry.objects.filter(entered_at__gt=now).exists()


def test_every_post_has_an_account_that_opens(company: str) -> None:
    assert {each.post for each in demo.accounts()} == {post.words for post in Post}
    now = clock.now()
    for role in EVERYBODY[:3]:
        person = Person.objects.get(staff_number=role.number)
        assert check_password(PASSWORD, person.password)
        assert access.change_person(staff_number=role.number, pin=role.pin, now=now) == person
    holders = Counter(role.number for role in EVERYBODY for _ in role.posts)
    assert max(holders.values()) > 1


def test_a_second_company_is_refused_here(company: str) -> None:
    with pytest.raises(Refused, match="There is a demo company"):
        demo.build(seed=8, today=TODAY)


def test_the_accounts_are_printed_again_where_it_stands(company: str) -> None:
    out = StringIO()
    call_command("demo", if_missing=True, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "The demo company stands."
    assert len(lines) == 1 + 1 + len(demo.accounts()) + 1
    out = StringIO()
    call_command("demo", if_missing=True, json=True, stdout=out)
    assert {each["number"] for each in json.loads(out.getvalue())} == {role.number for role in EVERYBODY}


def test_columns_stand_below_each_other() -> None:
    lines = table([("工号", "x"), ("A1", "y")])
    assert [width(line) for line in lines] == [7, 7]


def test_a_live_installation_is_left_alone(company: str) -> None:
    Installation.objects.update(training=False, clock_shift_seconds=0)
    with pytest.raises(Refused, match="This Anju is live"):
        demo.build(seed=1, today=TODAY)
