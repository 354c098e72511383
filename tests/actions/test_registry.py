"""Registry: codes for ever, a tree that makes sense, dated stages, one household after another; drafts and inbox."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.actions import drafts, inbox, registry, residents
from anju.procedure.words import Refused
from anju.records.models import Draft, Fact, Household, Location, Notice, Resident, ResidentPhone
from tests import build
from tests.build import NOON, Centre

DAY = date(2026, 11, 18)


def root(centre: Centre) -> Location:
    return Location.objects.get(community=centre.community, parent=None)


def room(centre: Centre) -> Location:
    return Location.objects.get(community=centre.community, code="3-2-1201")


@pytest.mark.parametrize("code", ["y", "yl", "YLXXXXX", "1YL", "", "Y L", "YL"])
def test_9_0_a_community_code_keeps_the_rule_and_is_used_once(centre: Centre, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        registry.add_community(by=centre.office, key=build.key(), now=NOON, code=code, name="新小区")
    assert (refusal.value.clause, refusal.value.field) == ("9.0", "code")


def test_two_communities_are_not_named_alike(centre: Centre) -> None:
    with pytest.raises(Refused) as refusal:
        registry.add_community(by=centre.office, key=build.key(), now=NOON, code="AB", name=" 云岭花园 ")
    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    ("above", "kind", "code", "field"),
    [
        ("3-2-1201", "room", "x", "kind"),
        ("3", "phase", "x", "kind"),
        ("YL", "community", "x", "kind"),
        ("3-2", "room", "3-2-1201", "code"),
        ("3-2", "room", "", "code"),
        ("3-2", "room", "12/01", "code"),
        ("3-2", "room", "x" * 41, "code"),
    ],
)
def test_a_place_stands_where_it_can(centre: Centre, above: str, kind: str, code: str, field: str) -> None:
    parent = Location.objects.get(community=centre.community, code=above)
    with pytest.raises(Refused) as refusal:
        registry.add_location(
            by=centre.director, key=build.key(), now=NOON, parent=parent, kind=kind, code=code, name="x"
        )
    assert refusal.value.field == field


def test_places_sort_by_number() -> None:
    codes = ["3-10-201", "3-2-1201", "3-2-301", "车库"]
    assert sorted(codes, key=registry.sort_key) == ["3-2-301", "3-2-1201", "3-10-201", "车库"]


def stage(centre: Centre, name: str, day: date) -> None:
    registry.set_stage(by=centre.director, key=build.key(), now=NOON, location=root(centre), stage=name, starts_on=day)


def test_7_1_3_what_was_handed_over_does_not_go_back(centre: Centre) -> None:
    stage(centre, "construction", DAY - timedelta(days=90))
    stage(centre, "handed_over", DAY)
    for name, day in (("construction", DAY + timedelta(days=1)), ("handed_over", DAY), ("ruin", DAY)):
        with pytest.raises(Refused) as refusal:
            stage(centre, name, day)
        assert refusal.value.clause == "7.1.3"
    with pytest.raises(Refused):
        stage(centre, "handed_over", DAY - timedelta(days=200))


def add(centre: Centre, name: str, day: date = DAY, phones: tuple[str, ...] = ()) -> Resident:
    made = residents.add_resident(
        by=centre.front,
        key=build.key(),
        now=NOON,
        location=room(centre),
        name=name,
        role="owner",
        starts_on=day,
        phones=phones,
    )
    return Resident.objects.get(uuid=str(made["resident"]))


def test_a_resident_needs_no_phone_and_may_have_several(centre: Centre) -> None:
    without = add(centre, "普建华")
    several = add(centre, "段玉梅", phones=("138 8700 1234", "0871-65551234", "138 8700 1234", ""))
    assert not without.phones.exists()
    assert list(several.phones.order_by("pk").values_list("tail", flat=True)) == ["1234", "1234"]
    assert several.name_key == "duan yu mei"
    assert Household.objects.count() == 1
    with pytest.raises(Refused):
        add(centre, "木三", phones=("no number",))


def test_what_names_a_resident_is_personal_in_the_journal(centre: Centre) -> None:
    made = add(centre, "普建华", phones=("13887001234",))
    facts = Fact.objects.filter(entry__subject_key=str(made.uuid))
    assert set(facts.filter(personal=True).values_list("name", flat=True)) == {"name", "phones"}
    assert all("普" not in (fact.value or "") for fact in facts.filter(personal=False))


def test_a_new_household_ends_the_one_before(centre: Centre) -> None:
    old = add(centre, "普建华", DAY - timedelta(days=400))
    residents.add_household(by=centre.front, key=build.key(), now=NOON, location=room(centre), starts_on=DAY)
    before, after = Household.objects.order_by("starts_on")
    assert before.ends_on == old.residencies.get().ends_on == DAY - timedelta(days=1)
    assert after.ends_on is None
    with pytest.raises(Refused) as refusal:
        residents.add_household(by=centre.front, key=build.key(), now=NOON, location=room(centre), starts_on=DAY)
    assert refusal.value.field == "starts_on"
    with pytest.raises(Refused, match="no room"):
        residents.add_household(by=centre.front, key=build.key(), now=NOON, location=root(centre), starts_on=DAY)


def test_the_last_to_move_out_ends_the_household(centre: Centre) -> None:
    first, second = add(centre, "普建华"), add(centre, "段玉梅")
    for resident, open_after in ((first, True), (second, False)):
        residency = resident.residencies.get()
        residents.end_residency(by=centre.director, key=build.key(), now=NOON, residency=residency, ends_on=DAY)
        assert Household.objects.filter(ends_on__isnull=True).exists() == open_after
    with pytest.raises(Refused):
        residents.end_residency(
            by=centre.director, key=build.key(), now=NOON, residency=first.residencies.get(), ends_on=DAY
        )


def test_a_phone_is_kept_once_per_resident(centre: Centre) -> None:
    build.resident(centre)
    assert ResidentPhone.objects.values_list("number", "tail").get() == ("13887001234", "1234")


def test_a_draft_keeps_its_key_until_it_is_deleted(centre: Centre) -> None:
    first = drafts.save_draft(by=centre.front, now=NOON, form="register", content={"content": "路灯"})
    again = drafts.save_draft(by=centre.front, now=NOON, form="register", content={"content": "路灯坏了"})
    assert (again.pk, again.key) == (first.pk, first.key)
    assert Draft.objects.get().content == {"content": "路灯坏了"}
    drafts.delete_draft(by=centre.night, form="register")
    assert Draft.objects.count() == 1
    drafts.delete_draft(by=centre.front, form="register")
    assert drafts.save_draft(by=centre.front, now=NOON, form="register", content={}).key != first.key


def test_one_marks_ones_own_notices_only(centre: Centre) -> None:
    build.registered(centre)
    notice = Notice.objects.get(person=centre.director)
    assert inbox.mark_read(by=centre.front, now=NOON, notices=[notice.pk]) == 0
    assert inbox.mark_read(by=centre.director, now=NOON) == 1
    assert inbox.mark_read(by=centre.director, now=NOON) == 0
    assert Notice.objects.get(pk=notice.pk).read_at == NOON
