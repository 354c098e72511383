"""§2.0 — Drafts are made, changed, put in force and discarded; no old case changes by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from anju.actions import editions
from anju.actions.cases import Stale
from anju.actions.journal import Answer, Reused
from anju.procedure import drafting
from anju.procedure.editions import Plain
from anju.procedure.first_edition import FIRST_EDITION, RULES
from anju.procedure.words import Refused
from anju.procedure.writing import read
from anju.records import seeing, verification
from anju.records.models import Case, Entry, Leg, Override
from anju.records.models import Edition as Row
from tests import build
from tests.build import Centre

LATER = build.after(hours=4)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """An edition in force is read once; what a test puts in force is rolled back, and its key given again."""
    seeing.edition_of.cache_clear()
    seeing._rules.cache_clear()


def deed(act: Callable[..., Answer], where: Centre, **other: Any) -> Answer:
    given: dict[str, Any] = {"by": where.office, "key": build.key(), "now": LATER}
    return act(**given | other)


def draft(where: Centre) -> Row:
    deed(editions.make_draft, where)
    return Row.objects.get(state="draft")


def change(where: Centre, laid: Plain, **other: Any) -> Answer:
    revision = Row.objects.get(state="draft").revision
    given: dict[str, Any] = {"revision": revision, "patch": lambda _: laid, "typed": laid}
    return deed(editions.change_draft, where, **given | other)


def in_force(where: Centre, **other: Any) -> Answer:
    revision = Row.objects.get(state="draft").revision
    given: dict[str, Any] = {"revision": revision, "reason": "年度评审"}
    return deed(editions.put_in_force, where, **given | other)


def stored() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Case, Leg)]


DISPATCH: Plain = {"grades": {"other": {"suggestion": {"targets": {"dispatch": {"amount": 60}}}}}}


def test_2_0_a_draft_begins_as_the_edition_in_force_with_every_rule_named(centre: Centre) -> None:
    Row.objects.filter(state="in_force").update(state="replaced")
    old = {**FIRST_EDITION.plain(), "name": "A/9", "rules": {"attempts": 5}}
    row = Row.objects.create(name="A/9", state="in_force", content=old, in_force_from=build.START)
    Override.objects.create(edition=row, community=centre.community, content=DISPATCH)
    made = draft(centre)
    assert made.name == "B/1"
    assert made.content == {**FIRST_EDITION.plain(), "name": "B/1", "rules": {**RULES, "attempts": 5}}
    assert editions.contracts_of(made) == {"YL": DISPATCH}


def test_2_0_an_edition_put_in_force_changes_no_old_case_and_opens_new_ones(centre: Centre) -> None:
    cases = [build.dispatched(centre), build.registered(centre), build.archived(centre)]
    before = stored()
    draft(centre)
    change(centre, DISPATCH)
    answer = in_force(centre)
    assert answer == {"edition": "B/1", "open_cases": 2}
    assert stored() == before
    assert Case.objects.get(pk=cases[1].pk).edition == "B/0"
    new = build.registered(centre, at=build.after(hours=5))
    assert new.edition == "B/1"
    old_rules, new_rules = (seeing.rules_of(centre.community.pk, name) for name in ("B/0", "B/1"))
    old, fresh = (each.target("other", "suggestion", "dispatch") for each in (old_rules, new_rules))
    assert old
    assert fresh
    assert (old.amount, fresh.amount) == (240, 60)
    build.took(cases[1], centre.front, "note", at=build.after(hours=5), note="催问")
    assert Case.objects.get(pk=cases[1].pk).next_due_at == cases[1].next_due_at
    assert [(row.name, row.state) for row in Row.objects.order_by("name")] == [("B/0", "replaced"), ("B/1", "in_force")]
    assert verification.verify() == []


def test_2_0_what_is_put_in_force_stands_whole_in_the_journal(centre: Centre) -> None:
    draft(centre)
    change(centre, DISPATCH)
    change(centre, {"rules": {"attempts": 5}}, community=centre.community)
    in_force(centre)
    entry = Entry.objects.get(step="put_in_force")
    facts: dict[str, Any] = {fact.name: read(fact.value or "null") for fact in entry.facts.all()}
    assert (entry.subject_key, facts["replaces"], facts["reason"]) == ("B/1", "B/0", "年度评审")
    assert facts["contracts"] == {"YL": {"rules": {"attempts": 5}}}
    assert facts["content"]["grades"]["other"]["suggestion"]["targets"]["dispatch"]["amount"] == 60
    assert verification.verify() == []
    Override.objects.filter(edition__name="B/1").update(content={"rules": {"attempts": 1}})
    assert [each.kind for each in verification.verify()] == ["edition_changed"]


def test_2_0_a_community_has_by_contract_what_differs_and_nothing_else(centre: Centre) -> None:
    draft(centre)
    patch = partial(drafting.limits_patch, nature="other", grade="consult")
    row = {"amount": 45, "unit": "minutes", "calendar": "A", "warn_percent": 80}
    change(centre, {}, community=centre.community, patch=lambda now: patch(now, rows={"pass_on": row}), typed={"a": 1})
    made = Row.objects.get(state="draft")
    small = {"grades": {"other": {"consult": {"targets": {"pass_on": {"amount": 45}}}}}}
    assert editions.contracts_of(made) == {"YL": small}
    assert made.content["grades"] == FIRST_EDITION.plain()["grades"]
    back = {**row, "amount": 120}
    change(centre, {}, community=centre.community, patch=lambda now: patch(now, rows={"pass_on": back}), typed={"a": 2})
    assert editions.contracts_of(made) == {}


def test_2_0_one_draft_at_a_time_and_it_can_be_discarded(centre: Centre) -> None:
    made = draft(centre)
    change(centre, {"rules": {"attempts": 5}}, community=centre.community)
    with pytest.raises(Refused) as caught:
        deed(editions.make_draft, centre)
    assert "B/1" in caught.value.say("zh")
    deed(editions.discard_draft, centre, revision=made.revision + 1)
    assert not Row.objects.filter(state="draft").exists()
    assert not Override.objects.exists()
    assert draft(centre).name == "B/1"


def test_2_0_a_page_of_an_older_draft_is_stale(centre: Centre) -> None:
    made = draft(centre)
    change(centre, DISPATCH)
    acts: tuple[tuple[Callable[..., Answer], dict[str, Any]], ...] = (
        (editions.change_draft, {"patch": lambda _: DISPATCH, "typed": DISPATCH}),
        (editions.put_in_force, {"reason": "x"}),
        (editions.discard_draft, {}),
    )
    for act, more in acts:
        with pytest.raises(Stale):
            deed(act, centre, revision=made.revision, **more)


def test_2_0_the_same_form_sent_twice_changes_the_draft_once(centre: Centre) -> None:
    made, key = draft(centre), build.key()
    given: dict[str, Any] = {"revision": made.revision, "patch": lambda _: DISPATCH, "typed": DISPATCH, "key": key}
    assert deed(editions.change_draft, centre, **given) == deed(editions.change_draft, centre, **given)
    made.refresh_from_db()
    assert made.revision == 1
    with pytest.raises(Reused):
        deed(editions.change_draft, centre, **given | {"typed": {"other": 1}})
    key = build.key()
    assert in_force(centre, key=key) == deed(
        editions.put_in_force, centre, key=key, revision=made.revision, reason="年度评审"
    )


def test_2_0_a_draft_like_the_edition_in_force_is_not_put_in_force(centre: Centre) -> None:
    draft(centre)
    with pytest.raises(Refused):
        in_force(centre)
    change(centre, DISPATCH)
    with pytest.raises(Refused):
        in_force(centre, reason="")


def test_7_1_6_a_category_in_use_is_retired_and_never_removed(centre: Centre) -> None:
    build.registered(centre)
    draft(centre)
    with pytest.raises(Refused) as caught:
        change(centre, {"categories": {"other": {"engineering": None}}})
    assert "工程设施" in caught.value.say("zh")
    change(centre, {"categories": {"other": {"green": None}}})
    patch = drafting.category_patch(
        FIRST_EDITION, "other", "engineering", {"zh": "工程设施", "en": "Facilities", "retired": True}
    )
    change(centre, patch)
    in_force(centre)
    with pytest.raises(Refused):
        build.registered(centre, at=build.after(hours=5))
    build.registered(centre, at=build.after(hours=5), category="order")


@pytest.mark.parametrize("who", ["director", "administrator", "executive", "front", "stranger"])
def test_2_0_only_the_company_administration_sets_editions(centre: Centre, who: str) -> None:
    made, by = draft(centre), getattr(centre, who)
    acts: tuple[tuple[Callable[..., Answer], dict[str, Any]], ...] = (
        (editions.make_draft, {}),
        (editions.change_draft, {"revision": 0, "patch": lambda _: DISPATCH, "typed": DISPATCH}),
        (editions.put_in_force, {"revision": 0, "reason": "x"}),
        (editions.discard_draft, {"revision": 0}),
    )
    for act, more in acts:
        with pytest.raises(Refused) as caught:
            deed(act, centre, by=by, **more)
        assert "综合管理部" in caught.value.say("zh")
    made.refresh_from_db()
    assert made.state == "draft"


def test_2_0_the_reason_names_no_phone(centre: Centre) -> None:
    draft(centre)
    change(centre, DISPATCH)
    with pytest.raises(Refused):
        in_force(centre, reason="问 13887001234")


def test_2_0_a_new_edition_holds_from_the_moment_it_is_put_in_force(centre: Centre) -> None:
    draft(centre)
    change(centre, DISPATCH)
    at: datetime = build.after(hours=6)
    in_force(centre, now=at)
    assert Row.objects.get(state="in_force").in_force_from == at
