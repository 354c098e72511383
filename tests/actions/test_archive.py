"""§7.1.10 — Holding numbers: the next of a class is proposed, none is given twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from anju.actions import archive, cases, paper
from anju.procedure.words import Refused
from anju.records import archive as kept
from anju.records.models import Case
from tests import build
from tests.build import Centre, after


def handed_over(centre: Centre, **other: Any) -> Case:
    case = build.to_follow_up(centre, **other)
    case = build.took(case, centre.director, "follow_up", at=after(hours=4), channel="phone", score="satisfied")
    case = build.took(case, centre.director, "put_in_order", at=after(hours=5), sheets=1)
    return build.took(case, centre.director, "hand_over", at=after(hours=6))


def archived(centre: Centre, case: Case, holding: str) -> Case:
    return build.took(case, centre.archivist, "archive", at=after(hours=7), counted=1, holding=holding)


def proposed(*cases: Case, besides: Sequence[str] = ()) -> list[str]:
    found = kept.proposed(cases, kept.contents_of(case.edition for case in cases), besides)
    return [found[case.pk] for case in cases]


def test_7_1_10_the_next_number_runs_in_its_class_and_month(centre: Centre) -> None:
    first, second, other = handed_over(centre), handed_over(centre), handed_over(centre, category="order")
    assert proposed(first, other, second) == [
        "YL-KF1-202611-工程设施-0001",
        "YL-KF1-202611-秩序与停车-0001",
        "YL-KF1-202611-工程设施-0002",
    ]
    assert proposed(first, besides=["YL-KF1-202611-工程设施-0007", "三号柜"]) == ["YL-KF1-202611-工程设施-0008"]
    archived(centre, first, "YL-KF1-202611-工程设施-0041")
    assert proposed(second) == ["YL-KF1-202611-工程设施-0042"]
    archived(centre, second, "YL-KF1-202611-工程设施-9999")
    assert proposed(handed_over(centre)) == [""]


def test_7_1_10_a_running_number_is_given_to_one_case(centre: Centre) -> None:
    first, second = handed_over(centre), handed_over(centre)
    archived(centre, first, "YL-KF1-202611-工程设施-0001")
    with pytest.raises(Refused) as refused:
        archived(centre, second, "YL-KF1-202611-工程设施-0001")
    assert refused.value.field == "holding"
    assert first.number in refused.value.say("zh")
    assert Case.objects.get(pk=second.pk).state == "handed_over"


@pytest.mark.parametrize(
    "holding",
    [
        "YL-KF1-202610-工程设施-0001",
        "DC-KF1-202611-工程设施-0001",
        "YL-KF1-202611-工程设施-1",
        "YL-KF1-工程设施",
    ],
)
def test_7_1_10_a_running_number_is_of_the_month_of_its_case(centre: Centre, holding: str) -> None:
    with pytest.raises(Refused) as refused:
        archived(centre, handed_over(centre), holding)
    assert (refused.value.clause, refused.value.field) == ("7.1.10", "holding")


def test_7_1_10_a_box_of_another_kind_may_hold_many(centre: Centre) -> None:
    for case in (handed_over(centre), handed_over(centre)):
        assert archived(centre, case, "三号柜第二层").state == "archived"


def test_7_1_10_a_running_number_is_compared_as_it_is_kept(centre: Centre) -> None:
    first, second = handed_over(centre), handed_over(centre)
    archived(centre, first, "YL-KF1-202611-工程设施-0001")
    with pytest.raises(Refused):
        archive.check_holding(second, "  YL-KF1-202611-工程设施-0001 ")


def test_7_1_10_what_must_be_there_counts_paper_answers_and_attachments(centre: Centre) -> None:
    plain = handed_over(centre)
    number = paper.reserve(
        by=centre.director, key=build.key(), now=build.NOON, community=centre.community, form="KF1", count=1
    )
    doing = cases.Doing(centre.front, build.key(), after(hours=1))
    sheet = "YL-KF1-202611-0002"
    assert number["numbers"] == (sheet,)
    facts = build.word(grade="inquiry")
    cases.register(doing, community=centre.community, nature_name="other", facts=facts, paper=sheet)
    written = Case.objects.get(number=sheet)
    both = [plain, written]
    found = kept.sheets_of(both, kept.contents_of(case.edition for case in both))
    assert [(each.words.en, each.count) for each in found[plain.pk]] == [("Record table", 1)]
    assert [each.words.en for each in found[written.pk]] == ["Record table", "Paper sheet", "Written answer"]
    assert kept.sheets_handed_over(both) == {plain.pk: 1}
