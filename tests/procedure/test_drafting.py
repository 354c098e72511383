"""§2.0 — Drafts as values: partial forms laid over an edition, what differs, categories in a tree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure import drafting
from anju.procedure.differing import differences
from anju.procedure.editions import Edition, merged
from anju.procedure.first_edition import FIRST_EDITION, RULES
from anju.procedure.printed_edition import RULE_WORDS, tables
from anju.procedure.texts import TEXTS, checked_text
from anju.procedure.words import Refused
from tests.procedure.build import sound

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.lists(st.integers(), max_size=2)
PLAIN = st.dictionaries(st.sampled_from("abcd"), st.recursive(
    LEAVES, lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3), max_leaves=8
), max_size=4)  # fmt: skip


def without_none(plain: Any) -> Any:
    """As an edition reads it: what is None is not there."""
    if isinstance(plain, dict):
        return {key: without_none(value) for key, value in plain.items() if value is not None}
    return plain


@given(PLAIN, PLAIN)
def test_2_0_the_difference_laid_over_gives_the_new_form(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert without_none(merged(old, drafting.difference(old, new))) == without_none(new)
    assert drafting.difference(old, old) == {}


def laid(patch: dict[str, Any]) -> Edition:
    return FIRST_EDITION.with_overrides(patch)


def said(new: Edition) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (each.group.zh, each.what.zh, each.was.zh if each.was else None, each.becomes.zh if each.becomes else None)
        for each in differences(FIRST_EDITION, new)
    ]


def test_2_0_an_edition_does_not_differ_from_itself() -> None:
    assert said(FIRST_EDITION) == []
    assert said(Edition.from_plain(drafting.drafted(FIRST_EDITION, "B/1"))) == []


def test_2_0_only_what_differs_is_said_old_and_new() -> None:
    row = {"amount": 45, "unit": "minutes", "calendar": "T", "warn_percent": 50}
    patch = drafting.limits_patch(FIRST_EDITION, "other", "consult", {"pass_on": row, "read": None})
    patch = merged(patch, drafting.rules_patch(FIRST_EDITION, {"attempts": 5, "attempt_days": 2}))
    patch = merged(patch, drafting.texts_patch({"ask": ("好了吗？", "Done?")}))
    assert said(laid(patch)) == [
        ("其他信息 · 咨询", "传递", "2 小时（服务中心）", "45 分（全时）"),
        ("其他信息 · 咨询", "传递的预警", "80%", "50%"),
        ("其他信息 · 咨询", "主任阅", "1 天（服务中心）", None),
        ("规则", "报无法联系前至少联系 … 次", "3", "5"),
        ("文字", "回访：要问的", TEXTS["ask"].shipped.zh, "好了吗？"),
    ]


def test_2_0_calendars_grades_categories_and_retention_are_compared_too() -> None:
    typed = {f"week.{day}": "9:00-17:00" for day in range(7)} | {"holiday": "休", "eve": "", "makeup": "0"}
    patch = drafting.calendar_patch(FIRST_EDITION, "A", typed)
    new_grade = {"zh": "加急", "en": "Urgent", "follow_up": "on"}
    patch = merged(patch, drafting.grade_patch(FIRST_EDITION, "other", "urgent", new_grade))
    patch = merged(patch, drafting.category_patch(FIRST_EDITION, "other", "lifts", {"zh": "电梯", "en": "Lifts"}))
    patch = merged(patch, drafting.retention_patch({"other": 5}))
    found = said(laid(patch))
    assert ("其他信息 · 加急", "等级", None, "加急") in found
    assert ("日历 · 服务中心", "节假日", "09:00-17:00", "休息") in found
    assert ("日历 · 服务中心", "除夕", "09:00-15:00", "同平日") in found
    assert ("日历 · 服务中心", "调休上班", "同平日", "按周一") in found
    assert ("类别 · 其他信息", "类别", None, "电梯") in found
    assert ("保存期", "其他信息", "3 个整日历年", "5 个整日历年") in found
    assert laid(patch).grades["other"][-1].targets == FIRST_EDITION.grades["other"][-1].targets


def test_7_1_6_a_divided_category_is_chosen_by_its_parts_and_a_retired_one_not_at_all() -> None:
    lifts = drafting.category_patch(
        FIRST_EDITION, "other", "lifts", {"zh": "电梯", "en": "Lifts", "parent": "engineering"}
    )
    green = drafting.category_patch(FIRST_EDITION, "other", "green", {"zh": "绿化", "en": "Greenery", "retired": True})
    new = laid(merged(lifts, green))
    offered = [each.code for each in new.offered("other")]
    assert "lifts" in offered
    assert not {"engineering", "green"} & set(offered)
    assert new.path("other", "lifts").zh == "工程设施 / 电梯"
    assert Edition.from_plain(new.plain()) == new
    for parent in ("lifts", "nowhere"):
        with pytest.raises(Refused) as caught:
            row = {"zh": "扶梯", "en": "Escalators", "parent": parent}
            new.with_overrides(drafting.category_patch(new, "other", "escalators", row))
        assert sound(caught.value).field == "parent"


def test_2_0_the_next_edition_is_counted_on() -> None:
    assert drafting.next_name(["B/0"]) == "B/1"
    assert drafting.next_name(["B/0", "B/10", "B/9", "A/99"]) == "B/11"
    assert drafting.next_name([]) == "B/0"


def test_2_0_every_rule_has_words_and_its_default_is_within_its_range() -> None:
    for name, amount in RULES.items():
        sane = drafting.range_of(name)
        assert sane.least <= amount <= sane.most, name
        assert "{n}" in RULE_WORDS[name].zh
        assert "{n}" in RULE_WORDS[name].en


@pytest.mark.parametrize("name", TEXTS)
def test_7_1_9_every_shipped_text_is_one_that_could_be_saved(name: str) -> None:
    text = TEXTS[name]
    assert checked_text(name, text.shipped.zh, text.shipped.en) == text.shipped


@pytest.mark.parametrize("phrase", ["{", "{name.__class__}", "{0}", "{room!r}", "{room:>9}", "{nobody}", "x" * 301, ""])
def test_7_1_9_a_text_with_a_place_nobody_knows_is_refused(phrase: str) -> None:
    with pytest.raises(Refused) as caught:
        checked_text("greeting_room", phrase, "Hello {room}")
    assert caught.value.field == "greeting_room.zh"


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("09:00-12:00 13:30-17:30", "09:00-12:00 13:30-17:30"),
        ("9:00—12:00，13:30至17:30", "09:00-12:00 13:30-17:30"),
        ("休", "休"),
        ("closed", "休"),
    ],
)
def test_7_1_8_windows_are_typed_in_the_usual_ways(text: str, windows: str) -> None:
    assert drafting.typed_windows(drafting.windows_typed(text, "w"), "zh") == windows


def test_2_0_an_edition_on_paper_holds_every_part() -> None:
    titles = [title for title, _, rows in tables(FIRST_EDITION, "zh") if rows]
    assert titles == ["日历", "等级", "其他信息", "类别", "规则", "保存期", "文字"]
