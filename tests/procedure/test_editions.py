"""Editions as values: what B/0 says, how it is written down, overridden and read."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from anju.procedure.calendars import DayKind, Days
from anju.procedure.editions import Edition, Rules
from anju.procedure.first_edition import FIRST_EDITION
from anju.procedure.natures import NATURES, TABLES, nature
from anju.procedure.words import Refused
from tests.procedure.build import Case, dispatched, on, rules, sound

# Typed from the page of defaults; "A", "T" and "G" are its calendars. Written: amount, unit, calendar.
DEFAULTS: dict[str, dict[str, str]] = {
    "consult": {
        "record": "10 min A", "pass_on": "2 h A", "dispatch": "4 h A", "accept": "2 h A", "result": "1 d A",
        "tell": "5 min T", "follow_up": "3 d A", "file": "7 d A", "archive": "3 d A",
    },
    "suggestion": {
        "record": "10 min A", "pass_on": "2 h A", "dispatch": "4 h A", "accept": "2 h A", "result": "7 d A",
        "tell": "24 h T", "follow_up": "3 d A", "file": "7 d A", "archive": "3 d A",
    },
    "inquiry": {
        "record": "10 min A", "pass_on": "30 min A", "dispatch": "2 h A", "accept": "2 h A", "result": "3 d A",
        "tell": "24 h T", "follow_up": "3 d A", "file": "7 d A", "archive": "3 d A",
    },
    "help": {
        "record": "5 min T", "pass_on": "15 min T", "dispatch": "5 min T", "accept": "5 min T", "arrive": "15 min T",
        "result": "24 h T", "tell": "5 min T", "follow_up": "24 h T", "file": "7 d A", "archive": "3 d A",
    },
    "report": {
        "record": "10 min A", "pass_on": "30 min A", "dispatch": "2 h A", "accept": "1 h A", "arrive": "0 same_day A",
        "result": "3 d A", "tell": "24 h T", "follow_up": "3 d A", "file": "7 d A", "archive": "3 d A",
    },
    "coordination": {
        "record": "10 min A", "pass_on": "2 h A", "dispatch": "4 h A", "result": "3 d A", "tell": "24 h T",
        "follow_up": "3 d A", "file": "7 d A", "archive": "3 d A",
    },
    "praise": {
        "record": "10 min A", "pass_on": "1 d A", "dispatch": "1 d A", "file": "0 month_end A", "archive": "3 d A",
    },
}  # fmt: skip
OURS = {"read", "review", "reassign", "confirm", "approve"}
UNITS = {"min": ("minutes", 1), "h": ("minutes", 60), "d": ("days", 1)}


@pytest.mark.parametrize("code", DEFAULTS)
def test_b0_agrees_with_the_page_of_defaults(code: str) -> None:
    grade = rules().grade("other", code)
    assert grade
    found = {each.span: (each.amount, str(each.unit), each.calendar) for each in grade.targets if each.span not in OURS}
    expected = {}
    for span, limit in DEFAULTS[code].items():
        amount, name, calendar = limit.split()
        unit, factor = UNITS.get(name, (name, 1))
        expected[span] = (int(amount) * factor, unit, calendar)
    assert found == expected


def test_b0_has_these_grades_and_no_other_in_this_order() -> None:
    assert [grade.code for grade in FIRST_EDITION.grades["other"]] == list(DEFAULTS)
    assert [grade.code for grade in FIRST_EDITION.grades["other"] if not grade.follow_up] == ["praise"]
    assert [grade.code for grade in FIRST_EDITION.grades["other"] if grade.written] == ["inquiry"]
    assert [grade.code for grade in FIRST_EDITION.grades["other"] if grade.on_the_spot] == ["consult", "praise"]


def test_b0_agrees_with_the_rules_of_the_page_of_defaults() -> None:
    assert {name: FIRST_EDITION.rules[name] for name in ("attempts", "attempt_days", "attempt_parts")} == {
        "attempts": 3,
        "attempt_days": 2,
        "attempt_parts": 2,
    }
    assert (FIRST_EDITION.rules["backdating_hours"], FIRST_EDITION.rules["delegation_days"]) == (72, 90)
    assert FIRST_EDITION.rules["silence_hours"] == 72
    assert (FIRST_EDITION.rules["readback_percent"], FIRST_EDITION.rules["readback_weekly"]) == (10, 2)
    assert FIRST_EDITION.retention == {"other": 3}
    record = rules().target("other", "consult", "record")
    assert record
    assert (record.closed_until, record.warn_percent) == (time(10), 80)


@pytest.mark.parametrize(
    ("calendar", "day", "expected"),
    [
        ("A", date(2026, 3, 7), [("08:30", "18:00")]),
        ("A", date(2026, 10, 4), [("09:00", "17:00")]),
        ("A", date(2026, 2, 16), [("09:00", "15:00")]),
        ("A", date(2026, 10, 10), [("08:30", "18:00")]),
        ("G", date(2026, 3, 6), [("09:00", "12:00"), ("13:30", "17:30")]),
        ("G", date(2026, 3, 7), []),
        ("G", date(2026, 10, 5), []),
        ("G", date(2026, 10, 10), [("09:00", "12:00"), ("13:30", "17:30")]),
        ("CALLS", date(2026, 3, 7), [("09:00", "12:00"), ("14:30", "20:30")]),
        ("CALLS", date(2026, 10, 4), [("10:00", "12:00"), ("15:00", "20:00")]),
    ],
)
def test_b0_keeps_the_hours_of_the_page_of_defaults(calendar: str, day: date, expected: list[tuple[str, str]]) -> None:
    found = rules().hours(calendar).windows(day)
    assert [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in found] == expected


# -- written down -----------------------------------------------------------------------------------------


def shuffled(plain: Any) -> Any:
    """As a database may return it: the same values, the keys in an order of its own."""
    if isinstance(plain, dict):
        return {key: shuffled(plain[key]) for key in sorted(plain, key=lambda key: (len(key), key))}
    return plain


def test_an_edition_survives_being_written_and_read() -> None:
    again = Edition.from_plain(json.loads(json.dumps(FIRST_EDITION.plain())))
    assert again == FIRST_EDITION
    assert again.plain() == FIRST_EDITION.plain()


def test_grades_and_categories_keep_their_order_whatever_a_database_does_to_keys() -> None:
    again = Edition.from_plain(shuffled(FIRST_EDITION.plain()))
    assert [each.code for each in again.grades["other"]] == [each.code for each in FIRST_EDITION.grades["other"]]
    assert again.categories == FIRST_EDITION.categories


def test_a_community_overrides_a_limit_and_leaves_the_rest() -> None:
    over = {"grades": {"other": {"consult": {"targets": {"pass_on": {"amount": 45}}}}}, "rules": {"attempts": 5}}
    own = Rules(FIRST_EDITION.with_overrides(over), rules().days)
    target = own.target("other", "consult", "pass_on")
    assert target
    assert (target.amount, target.calendar) == (45, "A")
    assert (own.rule("attempts"), own.rule("attempt_days")) == (5, 2)
    assert own.target("other", "suggestion", "pass_on") == rules().target("other", "suggestion", "pass_on")
    assert FIRST_EDITION.rules["attempts"] == 3
    assert FIRST_EDITION.with_overrides({}) is FIRST_EDITION


def test_a_community_takes_away_a_limit_a_grade_or_a_category_and_adds_one() -> None:
    over: dict[str, Any] = {
        "grades": {"other": {"praise": None, "consult": {"targets": {"accept": None}}}},
        "categories": {"other": {"green": None, "lifts": ["电梯", "Lifts"]}},
    }
    own = Rules(FIRST_EDITION.with_overrides(over), rules().days)
    assert own.grade("other", "praise") is None
    assert own.target("other", "consult", "accept") is None
    codes = [each.code for each in own.edition.categories["other"]]
    assert "green" not in codes
    assert codes[-1] == "lifts"


def test_a_case_is_judged_by_the_rules_of_its_community() -> None:
    over = {"grades": {"other": {"consult": {"targets": {"result": {"amount": 2}}}}}}
    case = dispatched()
    assert case.due("result", 1) == "10-02 10:05"
    case.rules = rules(FIRST_EDITION.with_overrides(over))
    assert case.due("result", 1) == "10-03 10:05"


def test_a_closed_day_of_the_community_moves_its_limits() -> None:
    days = rules().days
    dark = Days(kinds=days.kinds, windows={date(2026, 10, 1): ()}, listed_years=days.listed_years)
    case = Case(rules=rules(days=dark))
    case.do("register", Case().people[0], "10-01 10:05")
    assert case.due("pass_on") == "10-02 11:00"


def test_a_rule_an_older_edition_does_not_name_is_the_shipped_default() -> None:
    plain = FIRST_EDITION.plain()
    plain["rules"] = {"attempts": 5}
    old = Rules(Edition.from_plain(plain), rules().days)
    assert (old.rule("attempts"), old.rule("silence_hours")) == (5, 72)
    with pytest.raises(KeyError):
        old.rule("no_such_rule")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"grades": {"other": {"consult": {"targets": {"pass_on": {"calendar": "Z"}}}}}}, "calendar"),
        ({"rules": {"attempts": -1}}, "attempts"),
        ({"rules": {"attempts": "3"}}, "attempts"),
        ({"retention": {"other": None}}, "other"),
        ({"grades": {"other": {"consult": {"targets": {"pass_on": {"amount": -1}}}}}}, "amount"),
    ],
)
def test_an_edition_that_could_not_be_kept_is_refused(over: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        FIRST_EDITION.with_overrides(over)
    assert sound(caught.value).field == field


def test_rules_lay_each_calendar_on_the_days_once() -> None:
    own = rules()
    assert own.hours("A") is own.hours("A")
    assert own.hours("A") is not own.hours("T")
    assert rules() == own
    assert own.days.kinds[date(2026, 10, 10)] is DayKind.MAKEUP
    assert own.hours("G").workday(on("09-30 16:00"), 3) == on("10-10 16:00")


def test_natures_are_four_and_each_built_one_has_its_form() -> None:
    assert [each.name for each in NATURES] == ["other", "repair", "paid", "complaint"]
    for name, table in TABLES.items():
        assert (nature(name).form, nature(name).words) == (table.form, table.words)
    with pytest.raises(KeyError):
        nature("rumour")
