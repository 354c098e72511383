"""§7.1.9 — The follow-up desk: who gets there, what waits there, what a call leaves behind, and the next one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from anju.actions import cases
from anju.actions.cases import Asked, Doing
from anju.procedure.posts import Post
from anju.records.models import Case, Entry, Resident
from anju.web import calls_queue
from tests import build
from tests.build import Centre, after
from tests.web.desk import hidden, signed_in, text

EARLY = after(hours=-9)
VOICE: dict[str, Any] = {
    "speaker": "tenant", "name": "司马相如", "phone": "13911112222", "place": "3-2-1202", "content": "我家门口也黑。",
    "told": "已告知今天查看。",
}  # fmt: skip


@pytest.fixture
def caller(at_noon: Centre) -> Client:
    """The front desk, authorised since last week; nothing she calls about was her own work."""
    build.authorised(at_noon, at_noon.front, at=after(days=-7))
    return signed_in(at_noon.front)


def waiting(centre: Centre, **other: Any) -> Case:
    return build.to_follow_up(centre, at=EARLY, **other)


def voiced(centre: Centre) -> Case:
    return build.took(waiting(centre), centre.front, "add_voice", at=after(hours=-5), **VOICE)


def tried(centre: Centre, case: Case, *hours: float) -> Case:
    for each in hours:
        case = build.took(case, centre.director, "attempt", at=after(hours=each), channel="phone", no_answer="no_reply")
    return case


def record(client: Client, case: Case, voice: int | None = None, **typed: Any) -> Any:
    """Opens the call, fills in what came of it and sends it."""
    url, of = f"/calls/{case.number}", f"?voice={voice}" if voice else ""
    fields = hidden(text(client.get(url + of)), f"{url}/record{of}")
    return client.post(f"{url}/record{of}", {"channel": "phone"} | fields | typed)


def sections(page: str) -> dict[str, list[str]]:
    """The rooms and names under each heading of the queue."""
    queue = page.partition("calls__queue")[2].partition("</nav>")[0]
    found = {}
    for part in queue.split('<div class="calls__head">')[1:]:
        title = re.search(r"<h2>(.*?)</h2>", part)
        found[title.group(1) if title else ""] = re.findall(r'href="(/calls/[^"]+)"', part)
    return found


def test_7_1_9_the_desk_is_for_callers_and_ends_with_the_authorisation(at_noon: Centre) -> None:
    case = waiting(at_noon)
    desk, guard = signed_in(at_noon.front), signed_in(at_noon.guard)
    urls = ("/calls", f"/calls/{case.number}")
    assert {desk.get(url).status_code for url in urls} == {403}
    for url in (f"/calls/{case.number}/{part}" for part in ("record", "phone", "do/report_unreachable")):
        assert (desk.post(url).status_code, signed_in(None).post(url).status_code) == (403, 302)
        assert signed_in(at_noon.stranger).post(url).status_code == 404
    assert 'href="/calls"' not in text(desk.get("/cases"))
    build.authorised(at_noon, at_noon.front, at=after(hours=-1))
    build.authorised(at_noon, post=Post.HANDLER, at=after(hours=-1))
    for client in (signed_in(at_noon.front), guard):
        assert {client.get(url).status_code for url in urls} == {200}
        assert 'href="/calls"' in text(client.get("/account"))


def test_7_1_9_the_queue_sorts_the_calls_by_the_job_of_the_day(at_noon: Centre, caller: Client) -> None:
    due = build.to_follow_up(at_noon, at=after(days=-4))
    later, again = waiting(at_noon), build.to_follow_up(at_noon, at=after(days=-1))
    redial = tried(at_noon, waiting(at_noon), -4)
    with_voice = voiced(at_noon)
    unhappy: dict[str, Any] = {"channel": "phone", "score": "dissatisfied", "opinion": "还是黑"}
    again = build.took(again, at_noon.director, "follow_up", at=after(hours=-8), **unhappy)
    again = build.took(again, at_noon.director, "dispatch", at=after(hours=-7), grade=again.grade,
                       category=again.category, departments=["ENG"])  # fmt: skip
    again = build.took(again, at_noon.mate, "accept", leg=2, at=after(hours=-6))
    again = build.took(again, at_noon.mate, "report", leg=2, at=after(hours=-5), result="重做了")
    again = build.took(again, at_noon.director, "accept_report", leg=2, at=after(hours=-4))
    told = Asked("answer", {"answer": "每季度首月交。"})
    facts = build.word(grade="consult")
    spoken = cases.register(Doing(at_noon.night, build.key(), EARLY), community=at_noon.community,
                            nature_name="other", facts=facts, then=(told,))  # fmt: skip
    spot = build.took(Case.objects.get(number=spoken["number"]), at_noon.director, "read_answer", at=after(hours=-5))
    found = sections(text(caller.get("/calls")))
    assert found == {
        "今天该回访": [f"/calls/{due.number}"],
        "未接通，待再拨": [f"/calls/{redial.number}"],
        "不满意，重办后再访": [f"/calls/{again.number}"],
        "当场答复，抽中回访": [f"/calls/{spot.number}"],
        "附议住户": [f"/calls/{with_voice.number}?voice=1"],
        "以后到期": [f"/calls/{each.number}" for each in (later, with_voice)],
    }
    page = text(caller.get(f"/calls/{redial.number}"))
    assert "已拨 1 次，共需 3 次" in page
    assert "上次 今天上午" in page
    assert "还是黑" in text(caller.get(f"/calls/{again.number}"))  # every round is kept
    assert "每季度首月交。" in text(caller.get(f"/calls/{spot.number}"))


def test_7_1_9_a_long_queue_is_paged_and_counted_by_the_database(
    at_noon: Centre, caller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls_queue, "SHOWN", 2)
    for _ in range(3):
        waiting(at_noon)
    first = text(caller.get("/calls"))
    assert len(sections(first)["以后到期"]) == 2
    assert "还有 1 件" in first
    assert len(sections(text(caller.get("/calls?list=later&page=1")))["以后到期"]) == 1
    assert caller.get("/calls?list=nothing&page=x").status_code == 200


def test_7_1_9_a_satisfied_call_goes_to_its_end_and_on_to_the_next(at_noon: Centre, caller: Client) -> None:
    first, second = waiting(at_noon), waiting(at_noon)
    page = text(caller.get("/calls"))
    assert f"/calls/{first.number}/record" in page
    answer = record(caller, first, score="satisfied", rating="5", opinion="亮了，谢谢")
    assert answer.status_code == 303
    assert f"/calls/{second.number}/record" in text(caller.get(answer["Location"]))
    first.refresh_from_db()
    assert (first.state, first.outcome) == ("ordering", "satisfied")
    done = text(caller.get("/calls"))
    assert "我今天已记" in done
    assert "满意 1" in done


def test_7_1_9_dissatisfied_needs_the_words_and_reopens(at_noon: Centre, caller: Client) -> None:
    case = waiting(at_noon)
    refused = record(caller, case, score="dissatisfied", rating="1")
    assert refused.status_code == 422
    assert "不满意要写明住户意见。" in text(refused)
    assert re.search(r'value="dissatisfied"[^>]* checked', text(refused))
    assert record(caller, case, score="dissatisfied", rating="1", opinion="第二天又灭了").status_code == 303
    case.refresh_from_db()
    assert case.state == "passed_on"
    assert "/calls/" not in "".join(sections(text(caller.get("/calls"))).get("今天该回访", []))


@pytest.mark.parametrize("typed", [{}, {"score": "not_reached"}, {"score": "satisfied", "channel": ""},
                                   {"score": "satisfied", "rating": "7"}, {"score": "perfect"}])  # fmt: skip
def test_7_1_9_a_missing_or_odd_fact_is_422_and_nothing_is_written(
    at_noon: Centre, caller: Client, typed: dict[str, Any]
) -> None:
    case = waiting(at_noon)
    entries = Entry.objects.count()
    assert record(caller, case, opinion="原话在此", **typed).status_code == 422
    assert Entry.objects.count() == entries


def test_7_1_9_not_reached_is_an_attempt_and_enough_of_them_are_reported(at_noon: Centre, caller: Client) -> None:
    case = build.to_follow_up(at_noon, at=after(days=-3))
    case = tried(at_noon, case, -49, -20)
    page = text(caller.get(f"/calls/{case.number}"))
    assert "还要 1 次才能报无法联系" in page
    assert f"/calls/{case.number}/do/report_unreachable" not in page
    assert record(caller, case, score="not_reached", no_answer="powered_off").status_code == 303
    url = f"/calls/{case.number}/do/report_unreachable"
    fields = hidden(text(caller.get(f"/calls/{case.number}")), url)
    assert caller.post(url, fields).status_code == 303
    assert Case.objects.get(pk=case.pk).state == "unreachable"
    director = signed_in(at_noon.director)
    assert sections(text(director.get("/calls"))) == {"待确认无法联系": [f"/calls/{case.number}"]}
    assert sections(text(caller.get("/calls"))) == {}
    url = f"/calls/{case.number}/do/confirm_unreachable"
    fields = hidden(text(director.get(f"/calls/{case.number}")), url)
    assert director.post(url, fields).status_code == 303
    assert Case.objects.get(pk=case.pk).outcome == "unreachable"


def test_7_1_9_a_voice_is_called_on_its_own(at_noon: Centre, caller: Client) -> None:
    case = voiced(at_noon)
    page = text(caller.get(f"/calls/{case.number}?voice=1"))
    assert "司马相如" in page
    assert "139****2222" in page
    assert caller.get(f"/calls/{case.number}?voice=7").status_code == 404
    assert record(caller, case, voice=1, score="not_reached", no_answer="no_reply").status_code == 303
    assert record(caller, case, voice=1, score="fairly", opinion="还行").status_code == 303
    assert case.voices.get().outcome == "fairly"
    assert Case.objects.get(pk=case.pk).state == "follow_up"
    assert "附议住户都已回访。" in text(caller.get(f"/calls/{case.number}?voice=1"))
    assert record(caller, case, voice=1, score="fairly").status_code == 422


def test_7_1_9_a_stale_call_keeps_what_was_typed_and_can_be_sent_again(at_noon: Centre, caller: Client) -> None:
    case = waiting(at_noon)
    url = f"/calls/{case.number}/record"
    fields = hidden(text(caller.get(f"/calls/{case.number}")), url) | {"channel": "phone", "score": "satisfied"}
    tried(at_noon, case, -0.5)
    answer = caller.post(url, fields | {"opinion": "师傅来得快"})
    assert answer.status_code == 409
    assert "师傅来得快" in text(answer)
    again = hidden(text(answer), url) | {"channel": "phone", "score": "satisfied", "opinion": "师傅来得快"}
    assert caller.post(url, again).status_code == 303
    assert Case.objects.get(pk=case.pk).outcome == "satisfied"


def test_7_1_9_sent_twice_is_one_call(at_noon: Centre, caller: Client) -> None:
    case = waiting(at_noon)
    url = f"/calls/{case.number}/record"
    fields = hidden(text(caller.get(f"/calls/{case.number}")), url) | {"channel": "phone", "score": "satisfied"}
    assert [caller.post(url, fields).status_code for _ in range(2)] == [303, 303]
    assert Entry.objects.filter(case=case, step="follow_up").count() == 1
    assert caller.post(url, fields | {"opinion": "别的话"}).status_code == 422


def test_7_1_9_who_did_the_work_is_told_why_he_does_not_call(at_noon: Centre) -> None:
    build.authorised(at_noon, at_noon.handler, at=after(days=-7))
    case, client = waiting(at_noon), signed_in(at_noon.handler)
    assert sections(text(client.get("/calls"))) == {}
    page = text(client.get(f"/calls/{case.number}"))
    assert "处理过这件的人不能回访" in page
    assert f"/calls/{case.number}/record" not in page
    url = f"/calls/{case.number}/record"
    sent = {"key": build.key(), "position": "0", "channel": "phone", "score": "satisfied"}
    assert client.post(url, sent).status_code in (409, 422)


@pytest.mark.parametrize(("voice", "phone"), [(None, "13887001234"), (1, "13911112222")])
def test_7_1_1_a_phone_is_shown_to_one_who_asks_and_that_is_recorded(
    at_noon: Centre, caller: Client, voice: int | None, phone: str
) -> None:
    case = voiced(at_noon)
    of = f"?voice={voice}" if voice else ""
    url = f"/calls/{case.number}/phone{of}"
    page = text(caller.get(f"/calls/{case.number}{of}"))
    assert phone not in page
    shown = text(caller.post(url, hidden(page, url)))
    assert f'href="tel:{phone}"' in shown
    reveal = Entry.objects.get(step="reveal_phone")
    assert list(reveal.facts.values_list("name", flat=True)) == (["voice"] if voice else [])


def test_7_1_9_whether_one_may_call_is_said_in_words(at_noon: Centre, caller: Client) -> None:
    """It is 13:00, when residents rest."""
    case = waiting(at_noon, resident=build.resident(at_noon))
    Resident.objects.update(call_wish="工作日 18 点以后")
    page = text(caller.get(f"/calls/{case.number}"))
    assert "住户勿扰，今天 14:30 起可拨" in page
    assert "住户自己的约定：工作日 18 点以后" in page
    assert page.index("住户自己的约定") < page.index("住户勿扰")


def test_7_1_1_what_is_promised_while_one_speaks_does_not_end_the_call(at_noon: Centre, caller: Client) -> None:
    case = waiting(at_noon)
    url = f"/calls/{case.number}/do/promise"
    fields = hidden(text(caller.get(f"/calls/{case.number}")), url)
    assert caller.post(url, fields | {"promise": "收据放前台"}).status_code == 422
    answer = caller.post(url, fields | {"promise": "收据放前台", "promise_by": "2026-11-20T12:00"})
    assert (answer.status_code, answer["Location"]) == (303, f"/calls/{case.number}")
    assert "收据放前台" in text(caller.get(f"/calls/{case.number}"))
    assert caller.post(f"/calls/{case.number}/do/void", fields).status_code == 404


def test_7_1_9_more_calls_may_be_asked_for_instead_of_confirming(at_noon: Centre, caller: Client) -> None:
    case = tried(at_noon, build.to_follow_up(at_noon, at=after(days=-3)), -49, -20, -3)
    build.took(case, at_noon.front, "report_unreachable", at=after(hours=-2))
    director, url = signed_in(at_noon.director), f"/calls/{case.number}/do/call_again"
    assert "待确认无法联系" in sections(text(director.get("/calls")))
    fields = hidden(text(director.get(f"/calls/{case.number}")), url)
    assert director.post(url, fields).status_code == 422
    assert director.post(url, fields | {"reason": "晚上再拨一次"}).status_code == 303
    assert "晚上再拨一次" in text(caller.get(f"/calls/{case.number}"))
    assert Case.objects.get(pk=case.pk).state == "follow_up"


@pytest.mark.parametrize("voice", [None, 1])
def test_4_2_a_new_matter_heard_becomes_its_own_active_case(at_noon: Centre, caller: Client, voice: int | None) -> None:
    case = voiced(at_noon)
    of = f"&amp;voice={voice}" if voice else ""
    page = text(caller.get(f"/calls/{case.number}{of.replace('&amp;', '?')}"))
    assert f"/register?heard_in={case.number}{of}" in page
    form = text(caller.get(f"/register?heard_in={case.number}{of.replace('&amp;', '&')}"))
    room, name = ("3-2-1202", "司马相如") if voice else ("3-2-1201", "曾晓梅")
    assert f'value="{room}"' in form
    assert '<option value="return_visit" selected>' in form
    assert f"在 {case.number} 的回访中听到" in form
    fields = hidden(form, "/register")
    typed = {"source": "return_visit", "speaker": "owner", "name": name, "place": room, "content": "门禁卡也坏了",
             "grade": "consult", "category": "order", "urgency": "normal", "nature": "other", "told": "已记下",
             "said_at": "2026-11-18T12:55", "then": "pass_on"}  # fmt: skip
    assert caller.post("/register", fields | typed).status_code == 303
    new = Case.objects.get(content="门禁卡也坏了")
    assert (new.source, new.passive, new.call) == ("return_visit", False, case.first_number)
    assert new.number in text(caller.get(f"/calls/{case.number}"))
    assert f'href="/cases/{case.number}"' in text(caller.get(f"/cases/{new.number}"))


def test_4_2_a_matter_is_not_heard_in_a_case_of_another_centre(at_noon: Centre) -> None:
    case = waiting(at_noon)
    stranger = signed_in(at_noon.stranger)
    assert 'return_visit" selected' not in text(stranger.get(f"/register?heard_in={case.number}"))
    doing = Doing(at_noon.stranger, build.key(), after(hours=1))
    root = at_noon.other.code
    facts = build.word(source="return_visit", heard_in=case.first_number, place=root)
    with pytest.raises(Exception, match="There is no case"):
        cases.register(doing, community=at_noon.other, nature_name="other", facts=facts)
