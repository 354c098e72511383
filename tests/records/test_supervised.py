"""§7.1.8 — `verify` replays holds, requests and urges, and finds what somebody did to them."""

from __future__ import annotations

from anju.gateways import storage
from anju.records.models import Leg, Urge
from anju.records.verification import verify
from tests.build import Centre, after, dispatched, took
from tests.records.tamperings import OF_SUPERVISION
from tests.records.test_verification import overlooked


def test_what_somebody_did_to_a_hold_or_an_urge_is_found(centre: Centre) -> None:
    case = dispatched(centre)
    took(case, centre.director, "urge", at=after(hours=1), leg=1, urging="住户又来问了。")
    took(case, centre.handler, "accept", at=after(hours=1), leg=1)
    took(case, centre.foreman, "answer_urge", at=after(hours=2), leg=1, urge=1, urge_answer="下午就去。")
    took(case, centre.handler, "hold", at=after(hours=3), leg=1, hold_for="material")
    took(case, centre.director, "urge", at=after(hours=4), leg=1, urging="材料到了没有？")
    took(case, centre.handler, "ask_extension", at=after(hours=5), leg=1, extend_for="material",
         new_limit=after(days=12), reason="厂家发货晚。")  # fmt: skip
    assert verify(storage) == []
    assert Leg.objects.get(case=case).request == "extend"
    assert list(Urge.objects.order_by("key").values_list("ending", flat=True)) == ["answered", ""]
    assert overlooked(OF_SUPERVISION) == {}
    assert verify(storage) == []
