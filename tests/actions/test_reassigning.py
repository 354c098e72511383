"""§7.1.8 — What a department has may go to another person of the same department."""

from __future__ import annotations

from anju.records.models import Leg
from tests.build import Centre, after, dispatched, took


def test_7_1_8_work_is_reassigned_within_its_own_department(centre: Centre) -> None:
    case = dispatched(centre)
    took(
        case,
        centre.director,
        "reassign",
        at=after(hours=2),
        leg=1,
        departments=[f"ENG:{centre.handler.key}"],
        reason="老师傅熟悉这一栋",
    )
    legs = Leg.objects.filter(case=case).order_by("key").values_list("state", "person", "department__code")
    assert list(legs) == [("withdrawn", None, "ENG"), ("assigned", centre.handler.pk, "ENG")]
