"""§9.0 — Paper at the counter: reserved, printed blank, entered later under its number, void or lost, reconciled."""

from __future__ import annotations

import re

import pytest

from anju.actions import paper
from anju.records.models import Case, Number
from tests import build
from tests.build import NOON, Centre
from tests.web.desk import HIDDEN, hidden, signed_in, text

FIRST, SECOND, THIRD = (f"YL-KF1-202611-000{serial}" for serial in (1, 2, 3))


def reserved(centre: Centre, count: int = 3) -> None:
    paper.reserve(by=centre.front, key=build.key(), now=NOON, community=centre.community, form="KF1", count=count)


@pytest.mark.parametrize(("who", "status"), [("front", 303), ("director", 303), ("night", 403)])
def test_9_0_numbers_are_reserved_once_by_whom_the_right_names(at_noon: Centre, who: str, status: int) -> None:
    client = signed_in(getattr(at_noon, who))
    fields = hidden(text(client.get("/paper")), "/paper/reserve") or {"key": build.key()}
    given = fields | {"form": "KF1", "count": "3"}
    assert [client.post("/paper/reserve", given).status_code for _ in range(2)] == [status, status]
    assert Number.objects.filter(state="reserved").count() == (3 if status == 303 else 0)


@pytest.mark.parametrize("count", ["0", "201", "many", ""])
def test_9_0_a_number_of_sheets_that_will_not_do_is_said_with_the_mend(at_noon: Centre, count: str) -> None:
    client = signed_in(at_noon.front)
    fields = hidden(text(client.get("/paper")), "/paper/reserve")
    answer = client.post("/paper/reserve", fields | {"form": "KF1", "count": count})
    assert answer.status_code == 422
    assert "一次预留 1 到 200 个号" in text(answer)


def test_9_0_blank_sheets_are_printed_for_the_numbers_that_are_out(at_noon: Centre) -> None:
    reserved(at_noon)
    paper.void_paper(by=at_noon.director, key=build.key(), now=NOON, number=SECOND, reason="写坏")
    client = signed_in(at_noon.front)
    printed = text(client.get("/paper/print"))
    assert re.findall(r'class="paper" aria-label="([^"]+)"', printed) == [FIRST, THIRD]
    assert "服务中心客户信息记录表" in printed
    assert printed.count("☐ 其他信息") == 2
    some = text(client.get("/paper/print", {"first": THIRD, "last": THIRD}))
    assert re.findall(r'aria-label="([^"]+)"', some) == [THIRD]
    listed = text(client.get("/paper/print", {"list": "1"}))
    assert re.findall(r"<tr><td>([^<]+)", listed) == [FIRST, THIRD]
    assert "没有要打印的号" in text(signed_in(at_noon.stranger).get("/paper/print"))


def test_9_0_a_sheet_is_void_or_lost_with_a_reason_by_the_director(at_noon: Centre) -> None:
    reserved(at_noon)
    client, void = signed_in(at_noon.director), f"/paper/{FIRST}/void"
    fields = hidden(text(client.get("/paper")), void)
    missing = client.post(void, fields | {"reason": " "})
    assert missing.status_code == 422
    assert "请填写“原因”" in text(missing)
    assert [client.post(void, fields | {"reason": "洒了水"}).status_code for _ in range(2)] == [303, 303]
    again = client.post(f"/paper/{FIRST}/lost", fields | {"key": build.key(), "reason": "找不到"})
    assert again.status_code == 422
    assert "作废或登记遗失" in text(again)
    assert client.post(f"/paper/{SECOND}/lost", {"key": build.key(), "reason": "找不到"}).status_code == 303
    assert list(Number.objects.order_by("serial").values_list("state", flat=True)) == ["void", "lost", "reserved"]
    page = text(client.get("/paper"))
    assert "洒了水" in page
    for url, who, status in (
        (f"/paper/{THIRD}/void", at_noon.front, 403),
        (f"/paper/{THIRD}/void", at_noon.stranger, 404),
        (f"/paper/{THIRD}/eaten", at_noon.director, 404),
        ("/paper/YL-KF1-202611-0099/void", at_noon.director, 404),
    ):
        assert signed_in(who).post(url, {"key": build.key(), "reason": "x"}).status_code == status


def test_9_0_a_sheet_is_entered_from_the_page_and_counts_as_used(at_noon: Centre) -> None:
    reserved(at_noon)
    client = signed_in(at_noon.front)
    link = re.search(rf'href="(/register\?paper={FIRST}[^"]*)"', text(client.get("/paper")))
    assert link is not None
    page = text(client.get(link[1].replace("&amp;", "&")))
    fields = dict(HIDDEN.findall(page.partition("card--grow intake")[2]))
    typed = {
        "place": "3-2-1201", "source": "phone", "speaker": "owner", "said_at": "2026-11-18T12:30", "nature": "other",
        "content": "楼道灯不亮", "grade": "inquiry", "category": "engineering", "urgency": "normal", "told": "已记下。",
        "happened": "2026-11-18T12:30",
    }  # fmt: skip
    assert client.post("/register", fields | typed).status_code == 303
    assert Case.objects.get().number == FIRST
    shown = text(client.get("/paper"))
    assert f'<a href="/cases/{FIRST}">{FIRST}</a>' in shown
    assert f'id="{FIRST}"' not in shown
